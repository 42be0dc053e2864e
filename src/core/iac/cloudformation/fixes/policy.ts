import { knownValue } from '../../../trail/fact.ts';
import { addEntry } from '../../formats/edit.ts';
import { appendStatements, sidsIn } from '../../formats/policyEdit.ts';
import type { Written } from '../../formats/print.ts';
import { entryOf, type MapNode, mapOf, valueAt } from '../../formats/tree.ts';
import { languageTable } from '../../languageTable.ts';
import { factsOfKey } from '../key.ts';
import type { Resource } from '../template.ts';
import { type FileChange, habitsAt, type Remedy, type Site, silentScope, unusedId } from './site.ts';
import { admitTrail } from './sourceArn.ts';
import { policyFor, statementsFor, trailAt } from './statements.ts';

const { rotationAttribute } = languageTable.cloudformation;

/** Add to the key's policy what CloudTrail lacks. */
export function addStatements(site: Site): Remedy[] {
  const key = declaredKeyOf(site);
  const action = key && ({ kind: 'add-policy-statements', key: key.id } as const);
  return key && action ? openPolicy(site, key).map(changes => ({ action, changes })) : [];
}

/**
 * Ways to let CloudTrail use a declared key for the trail, the best one first: another trail in the statements that admit
 * other trails, else statements of its own.
 */
export function openPolicy(site: Site, key: Resource): readonly (readonly FileChange[])[] {
  return [admitTrail(site, key), extendPolicy(site, key)].filter(changes => changes !== undefined);
}

/** Turn rotation on where the template turns it off, or says nothing. */
export function enableRotation(site: Site): Remedy[] {
  const key = declaredKeyOf(site);
  const properties = key && valueAt(key.body, 'Properties');
  if (!key || properties?.kind !== 'map') {
    return [];
  }
  const { file } = key;
  const habits = habitsAt(file, key.entry);
  const entry = entryOf(properties, rotationAttribute);
  const edits = entry
    ? [
        {
          offset: entry.valueRange.start,
          length: entry.valueRange.end - entry.valueRange.start,
          content: 'true',
        },
      ]
    : addEntry(file.text, properties, rotationAttribute, true, habits);
  return [{ action: { kind: 'enable-rotation', key: key.id }, changes: [{ file, edits }] }];
}

/** The key that the finding is about, where this template declares it. */
function declaredKeyOf(site: Site): Resource | undefined {
  const { key } = site.trail.declaration.facts;
  const facts = key.kind === 'conditional' ? key.branches.find(branch => branch.kind === 'known') : key;
  const name = site.finding.key ?? (facts?.kind === 'known' ? facts.value.name : undefined);
  return site.template.resources.find(
    resource => resource.id === name && (resource.type ?? '').startsWith('AWS::KMS::'),
  );
}

/** Appends the statements that are missing; nothing that is there is touched. */
function extendPolicy(site: Site, key: Resource): FileChange[] | undefined {
  const { file } = key;
  const { text } = file;
  const habits = habitsAt(file, key.entry);
  const properties = valueAt(key.body, 'Properties');
  if (properties?.kind !== 'map') {
    return undefined;
  }
  const policy = mapOf(valueAt(properties, 'KeyPolicy'));
  if (!policy) {
    return entryOf(properties, 'KeyPolicy')
      ? undefined
      : [{ file, edits: addEntry(text, properties, 'KeyPolicy', policyFor(site), habits) }];
  }
  const edits = appendStatements(text, policy, missingStatements(site, key, policy), habits);
  return edits && [{ file, edits }];
}

function missingStatements(site: Site, key: Resource, policy: MapNode): Written[] {
  const { facts } = factsOfKey(key, silentScope(site), trailAt(site));
  const verdict = facts.kind === 'known' ? knownValue(facts.value.policy) : undefined;
  const missing = verdict?.answer === 'does-not-admit' ? verdict.missing : [];
  const used = sidsIn(policy);
  return statementsFor(site, missing).map(statement => {
    const { Sid, ...rest } = statement as { readonly [name: string]: Written };
    return { Sid: unusedId(String(Sid), used), ...rest };
  });
}
