import { knownValue } from '../../../../trail/fact.ts';
import {
  type CloudTrailAction,
  cloudTrailStatements,
  conditionsOfTrail,
} from '../../../../trail/keyPolicy/index.ts';
import { admitTrail, appendStatements, type PolicyInText } from '../../../declared/policyEdits.ts';
import { keyNameOf } from '../../../finding.ts';
import { addEntry, habitsOf, replace } from '../../../formats/edit.ts';
import { openEmbedded } from '../../../formats/embedded.ts';
import type { Habits, Written } from '../../../formats/print.ts';
import { parseTree } from '../../../formats/text.ts';
import { entryOf, type MapNode, mapOf, textOf } from '../../../formats/tree.ts';
import { languageTable } from '../../../languageTable.ts';
import { argumentsMap } from '../arguments.ts';
import { sourceOf } from '../flow/variables.ts';
import { factsOfKey, nameOfKey } from '../key.ts';
import { keyModules } from '../modules.ts';
import type { PlayFile, Step } from '../step.ts';
import { requestOf } from '../trail.ts';
import { accessAt, callerAt, newPolicyAt } from './access.ts';
import { type FileChange, habitsAt, type Remedy, type Site, usualEvaluator } from './site.ts';

const { rotationAttribute } = languageTable.ansible;

/** Add to the key's policy what CloudTrail lacks. */
export function addStatements(site: Site): Remedy[] {
  const key = keyAt(site);
  return key
    ? openPolicy(site, key).map(changes => ({
        action: { kind: 'add-policy-statements', key: nameOfKey(key) },
        changes,
      }))
    : [];
}

/** Turn rotation on where the task turns it off, or says nothing. */
export function enableRotation(site: Site): Remedy[] {
  const key = keyAt(site);
  const map = key && argumentsMap(key);
  if (!key || !map) {
    return [];
  }
  const { file } = key;
  const entry = entryOf(map, rotationAttribute);
  const edits = entry
    ? [replace(entry.valueRange, entry.valueRange.start === entry.valueRange.end ? ' true' : 'true')]
    : addEntry(file.text, map, rotationAttribute, true, habitsAt(file, key.node));
  return [{ action: { kind: 'enable-rotation', key: nameOfKey(key) }, changes: [{ file, edits }] }];
}

/** The task that creates the key of a finding. */
function keyAt({ finding, trail }: Site): Step | undefined {
  const name = keyNameOf(finding);
  return trail.flow.steps.find(step => keyModules.has(step.module) && nameOfKey(step) === name);
}

/**
 * Ways to let CloudTrail use a key for the trail, the best one first: another trail in the statements that admit other trails,
 * else statements of its own, or the whole policy where there is none.
 */
export function openPolicy(site: Site, key: Step): readonly (readonly FileChange[])[] {
  const map = argumentsMap(key);
  const entry = map && entryOf(map, 'policy');
  const caller = callerAt(site, key);
  if (!map || !caller) {
    return [];
  }
  if (!entry) {
    const edits = addEntry(
      key.file.text,
      map,
      'policy',
      newPolicyAt(site, caller.name),
      habitsAt(key.file, key.node),
    );
    return [[...caller.changes, { file: key.file, edits }]];
  }
  const written = policyAt(site, key);
  if (!written) {
    return [];
  }
  const { file, inText } = written;
  const access = accessAt(site, caller.name);
  const missing = cloudTrailStatements(access, missingActions(site, key));
  const appended = appendStatements(inText, missing as unknown as readonly Written[]);
  return [admitTrail(inText, conditionsOfTrail(access)), appended].flatMap(edits => {
    const placed = edits && edits.length > 0 ? edits.map(written.outward) : [];
    return placed.length > 0 && placed.every(edit => edit !== undefined)
      ? [[...caller.changes, { file, edits: placed }]]
      : [];
  });
}

interface WrittenPolicy {
  readonly file: PlayFile;
  /** In the text of the file, or in one inside of it. */
  readonly inText: PolicyInText;
  /** An edit of that text as one of the file. */
  readonly outward: (edit: FileChange['edits'][number]) => FileChange['edits'][number] | undefined;
}

/** Where the policy of a key is written: as a map, as JSON in a text, or as one of these in a variable. */
function policyAt(site: Site, key: Step): WrittenPolicy | undefined {
  const entry = entryOf(argumentsMap(key), 'policy');
  const name = /^\{\{\s*(\w+)\s*(?:\|\s*(?:ansible\.builtin\.)?to_(?:nice_)?json\s*)?\}\}$/.exec(
    textOf(entry?.value)?.trim() ?? '',
  )?.[1];
  const source = name === undefined ? undefined : sourceOf(name, key, site.trail.flow, () => true);
  const at = source?.kind === 'written' ? source.at : undefined;
  const node = at?.entry.value ?? entry?.value;
  const file = at?.layer.file ?? key.file;
  const policy = mapOf(node);
  if (policy) {
    return { file, inText: inText(file.text, policy, habitsAt(file, key.node)), outward: edit => edit };
  }
  const embedded = node?.kind === 'scalar' ? openEmbedded(node, file.text) : undefined;
  const inner = embedded && mapOf(parseTree(embedded.text).documents[0]?.root);
  return embedded && inner
    ? {
        file,
        inText: inText(embedded.text, inner, habitsOf(embedded.text, 'json')),
        outward: ({ offset, length, content }) => {
          const start = embedded.outer(offset);
          const encoded = embedded.encode?.(content);
          return encoded === undefined
            ? undefined
            : { offset: start, length: embedded.outer(offset + length) - start, content: encoded };
        },
      }
    : undefined;
}

function inText(text: string, policy: MapNode, habits: Habits): PolicyInText {
  return { text, policy, habits, writtenOf: textOf, patternOf: node => node };
}

function missingActions(site: Site, key: Step): readonly CloudTrailAction[] {
  const { facts } = factsOfKey(key, usualEvaluator(site), requestOf(site.trail.instance, site.trail.flow));
  const verdict = facts.kind === 'known' ? knownValue(facts.value.policy) : undefined;
  return verdict?.answer === 'does-not-admit' ? verdict.missing : [];
}
