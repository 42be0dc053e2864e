import { knownValue } from '../../../../trail/fact.ts';
import { cloudTrailStatements, conditionsOfTrail } from '../../../../trail/keyPolicy/index.ts';
import { admitTrail, appendStatements, type PolicyInText } from '../../../declared/policyEdits.ts';
import { keyNameOf } from '../../../finding.ts';
import type { TextEdit } from '../../../fix.ts';
import { habitsOf } from '../../../formats/edit.ts';
import { type Embedded, openEmbedded } from '../../../formats/embedded.ts';
import type { Written } from '../../../formats/print.ts';
import { parseTree } from '../../../formats/text.ts';
import { type Entry, mapOf } from '../../../formats/tree.ts';
import { factsOfKey, headerOf, policyOwner } from '../key.ts';
import type { ManifestFile } from '../manifest.ts';
import { writtenAt } from '../properties.ts';
import type { FileEdits } from '../provider.ts';
import { namesOf, type Resource } from '../resource.ts';
import { trailInManifest, usualScope } from '../trail.ts';
import { accessOf, newPolicy } from './access.ts';
import { addField } from './placement.ts';
import { habitsAt, type Remedy, type Site } from './site.ts';
import { writtenOf } from './written.ts';

/** Add to the key's policy what CloudTrail lacks. */
export function addStatements(site: Site): readonly Remedy[] {
  const key = declaredKeyOf(site);
  return key
    ? openPolicy(site, key).map(changes => ({
        action: { kind: 'add-policy-statements', key: key.id },
        changes,
      }))
    : [];
}

/**
 * Ways to let CloudTrail use a declared key for the trail, the best one first: another trail in the statements that admit
 * other trails, else statements of its own.
 */
export function openPolicy(site: Site, key: Resource): readonly (readonly FileEdits[])[] {
  const { around } = site;
  const access = accessOf(site);
  const scope = usualScope(around);
  const owner = policyOwner(key, scope, around);
  const paths = around.provider.placesOf(around.provider.properties.policy, owner);
  const { entry, patch } = writtenAt(owner, paths);
  if (!access || patch) {
    return [];
  }
  const { file, body } = owner;
  if (!entry) {
    const policy = newPolicy(access, owner, around);
    const edits = addField(
      file.text,
      body,
      namesOf(paths[0] ?? ''),
      policy,
      habitsAt(file, body, owner.entry),
    );
    return edits ? [[{ file, edits }, ...access.needs]] : [];
  }
  const written = policyIn(entry, file);
  if (!written) {
    return [];
  }
  const { facts } = factsOfKey(key, scope, around, trailInManifest(site.trail.resource, scope, around));
  const verdict = facts.kind === 'known' ? knownValue(facts.value.policy) : undefined;
  const missing = verdict?.answer === 'does-not-admit' ? verdict.missing : [];
  const added = cloudTrailStatements(access, missing).map(one => ({ ...one }) as unknown as Written);
  return [
    admitTrail(written.policy, conditionsOfTrail(access)),
    appendStatements(written.policy, added),
  ].flatMap(edits => {
    const outer = edits && written.outward(edits);
    return outer ? [[{ file, edits: outer }, ...access.needs]] : [];
  });
}

/** A policy, and what its edits are in the text around it. */
interface WrittenPolicy {
  readonly policy: PolicyInText;
  readonly outward: (edits: readonly TextEdit[]) => readonly TextEdit[] | undefined;
}

/** As JSON in a string, as a map, or as a map that a function prints as JSON. */
function policyIn({ value }: Entry, file: ManifestFile): WrittenPolicy | undefined {
  if (value.kind === 'scalar') {
    const embedded = openEmbedded(value, file.text);
    const policy = embedded && policyInJson(embedded);
    return embedded && policy && { policy, outward: edits => outward(edits, embedded) };
  }
  const map = mapOf(value);
  const printed = map?.entries.length === 1 ? map.entries[0] : undefined;
  const policy = printed && /^fn::tojson$/i.test(printed.key) ? mapOf(printed.value) : map;
  const habits = policy && habitsAt(file, policy);
  return (
    policy &&
    habits && {
      policy: {
        text: file.text,
        policy,
        habits,
        writtenOf: node => writtenOf(node, file.text),
        patternOf: node => node,
      },
      outward: edits => edits,
    }
  );
}

function policyInJson({ text }: Embedded): PolicyInText | undefined {
  const policy = mapOf(parseTree(text).documents[0]?.root);
  const near = policy?.entries.find(({ key }) => key === 'Statement');
  const habits = { ...habitsOf(text, 'json', near), unit: unitOf(text), shortForms: false };
  return (
    policy && { text, policy, habits, writtenOf: node => writtenOf(node, text), patternOf: node => node }
  );
}

function unitOf(text: string): string {
  return /\n([ \t]+)"/.exec(text)?.[1] ?? '  ';
}

function outward(edits: readonly TextEdit[], embedded: Embedded): readonly TextEdit[] | undefined {
  return embedded.encode === undefined
    ? undefined
    : edits.map(({ offset, length, content }) => {
        const start = embedded.outer(offset);
        return {
          offset: start,
          length: embedded.outer(offset + length) - start,
          content: embedded.encode?.(content) ?? content,
        };
      });
}

/** Turn rotation on where the manifest turns it off, or says nothing. */
export function enableRotation(site: Site): readonly Remedy[] {
  const key = declaredKeyOf(site);
  const { provider } = site.around;
  const paths = key ? provider.placesOf(provider.properties.rotation, key) : [];
  const { entry, patch } = key ? writtenAt(key, paths) : {};
  if (!key || patch) {
    return [];
  }
  const { file, body } = key;
  const edits = entry
    ? [
        {
          offset: entry.valueRange.start,
          length: entry.valueRange.end - entry.valueRange.start,
          content: entry.valueRange.start === entry.valueRange.end ? ' true' : 'true',
        },
      ]
    : addField(file.text, body, namesOf(paths[0] ?? ''), true, habitsAt(file, body));
  return edits ? [{ action: { kind: 'enable-rotation', key: key.id }, changes: [{ file, edits }] }] : [];
}

/** The key that the finding is about, where a text at hand declares it. */
function declaredKeyOf({ finding, trail, around }: Site): Resource | undefined {
  const name = keyNameOf(finding);
  const place = trail.declaration.related.find(one => one.kind === 'key' && one.of === name);
  return around.resources.find(
    one => one.id === name && one.file.uri === place?.uri && headerOf(one).start === place.range.start,
  );
}
