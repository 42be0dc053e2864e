import { knownValue } from '../../../trail/fact.ts';
import { cloudTrailStatements } from '../../../trail/keyPolicy/index.ts';
import { admitTrail, appendStatements, type PolicyInText } from '../../declared/policyEdits.ts';
import type { TextEdit } from '../../fix.ts';
import { habitsOf } from '../../formats/edit.ts';
import { type Embedded, openEmbedded } from '../../formats/embedded.ts';
import type { Written } from '../../formats/print.ts';
import { parseTree } from '../../formats/text.ts';
import { mapOf } from '../../formats/tree.ts';
import { factsOfKey } from '../key.ts';
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
  const paths = around.provider.placesOf(around.provider.properties.policy);
  const { entry, patch } = writtenAt(key, paths);
  if (!access || patch) {
    return [];
  }
  const { file, body } = key;
  if (!entry) {
    const edits = addField(file.text, body, namesOf(paths[0] ?? ''), newPolicy(access), habitsAt(file, body));
    return edits ? [[{ file, edits }]] : [];
  }
  const embedded = entry.value.kind === 'scalar' ? openEmbedded(entry.value, file.text) : undefined;
  const policy = embedded && policyIn(embedded);
  if (!embedded || !policy) {
    return [];
  }
  const wanted = new Map<string, Written>(
    access.trailArn === undefined
      ? []
      : [
          ['aws:SourceArn', access.trailArn],
          ['kms:EncryptionContext:aws:cloudtrail:arn', access.contextArn],
        ],
  );
  const scope = usualScope(around);
  const { facts } = factsOfKey(key, scope, around, trailInManifest(site.trail.resource, scope, around));
  const verdict = facts.kind === 'known' ? knownValue(facts.value.policy) : undefined;
  const missing = verdict?.answer === 'does-not-admit' ? verdict.missing : [];
  const added = cloudTrailStatements(access, missing).map(one => ({ ...one }) as unknown as Written);
  return [admitTrail(policy, wanted), appendStatements(policy, added)].flatMap(edits => {
    const outer = edits && outward(edits, embedded);
    return outer ? [[{ file, edits: outer }]] : [];
  });
}

/** A policy in JSON inside of a text. */
function policyIn({ text }: Embedded): PolicyInText | undefined {
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
  const paths = provider.placesOf(provider.properties.rotation);
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
  const { key } = trail.declaration.facts;
  const facts = key.kind === 'conditional' ? key.branches.find(branch => branch.kind === 'known') : key;
  const name = finding.key ?? (facts?.kind === 'known' ? facts.value.name : undefined);
  const place = trail.declaration.related.find(one => one.kind === 'key' && one.of === name);
  return around.resources.find(
    one =>
      one.id === name &&
      one.file.uri === place?.uri &&
      one.body.range.start <= place.range.start &&
      place.range.end <= one.body.range.end,
  );
}
