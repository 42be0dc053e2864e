import { knownValue } from '../../../../trail/fact.ts';
import { appendStatements } from '../../../declared/policyEdits.ts';
import { keyNameOf } from '../../../finding.ts';
import { addEntry } from '../../../formats/edit.ts';
import type { Written } from '../../../formats/print.ts';
import { entryOf, valueAt } from '../../../formats/tree.ts';
import { languageTable } from '../../../languageTable.ts';
import { factsOfKey } from '../key.ts';
import type { Resource } from '../template.ts';
import { policyIn } from './policyText.ts';
import { type FileChange, habitsAt, type Remedy, type Site, silentScope } from './site.ts';
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
  const name = keyNameOf(site.finding);
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
  const policy = policyIn(key);
  if (!policy) {
    return entryOf(properties, 'KeyPolicy')
      ? undefined
      : [{ file, edits: addEntry(text, properties, 'KeyPolicy', policyFor(site), habits) }];
  }
  const edits = appendStatements(policy, missingStatements(site, key));
  return edits && [{ file, edits }];
}

function missingStatements(site: Site, key: Resource): readonly Written[] {
  const { facts } = factsOfKey(key, silentScope(site), trailAt(site));
  const verdict = facts.kind === 'known' ? knownValue(facts.value.policy) : undefined;
  return statementsFor(site, verdict?.answer === 'does-not-admit' ? verdict.missing : []);
}
