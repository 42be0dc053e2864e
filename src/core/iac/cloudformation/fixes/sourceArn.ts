import { cloudTrailPrincipal } from '../../../trail/keyPolicy/index.ts';
import type { TextEdit } from '../../fix.ts';
import { addItems, indentAt, replaceValue } from '../../formats/edit.ts';
import type { Written } from '../../formats/print.ts';
import {
  type Entry,
  entriesOf,
  follow,
  itemsOf,
  mapOf,
  type TreeNode,
  textOf,
  valueAt,
} from '../../formats/tree.ts';
import { callOf } from '../evaluation/intrinsic.ts';
import type { Resource } from '../template.ts';
import { writtenOf } from './placement.ts';
import { type FileChange, habitsAt, type Site } from './site.ts';
import { trailConditions } from './statements.ts';

/**
 * One more trail in each statement that lets CloudTrail in for other trails: another value beside those of their
 * conditions. Undefined where no statement is of that kind, or where one is written in another way.
 */
export function admitTrail(site: Site, key: Resource): readonly FileChange[] | undefined {
  const wanted = trailConditions(site);
  const policy = mapOf(valueAt(valueAt(key.body, 'Properties'), 'KeyPolicy'));
  const statements = valueAt(policy, 'Statement');
  const { file } = key;
  const habits = habitsAt(file, key.entry);
  const edits: TextEdit[] = [];
  for (const statement of statements ? (itemsOf(statements) ?? [statements]) : []) {
    for (const entry of namesCloudTrail(valueAt(statement, 'Principal')) ? conditionsOf(statement) : []) {
      const value = wanted.get(entry.key);
      const made = value === undefined || isWide(entry.value) ? [] : beside(entry, value);
      if (!made) {
        return undefined;
      }
      edits.push(...made);
    }
  }
  return edits.length > 0 ? [{ file, edits }] : undefined;

  function beside(entry: Entry, value: Written): readonly TextEdit[] | undefined {
    const present = follow(entry.value);
    if (present.kind === 'list' && present.tag === undefined) {
      return entry.value.kind === 'alias' ? undefined : addItems(file.text, present, [value], habits);
    }
    const one = entry.value.kind === 'alias' ? undefined : writtenOf(entry.value);
    const indent = indentAt(file.text, entry.keyRange.start);
    return one === undefined ? undefined : replaceValue(file.text, entry, [one, value], indent, habits);
  }
}

/** Each key of each test. */
function conditionsOf(statement: TreeNode): readonly Entry[] {
  return entriesOf(valueAt(statement, 'Condition')).flatMap(({ value }) => entriesOf(value));
}

/** Takes every trail already. */
function isWide(values: TreeNode): boolean {
  const call = callOf(values);
  const items = call ? [call.argument] : (itemsOf(values) ?? [values]);
  return items.some(item => (textOf(callOf(item)?.argument ?? item) ?? '').endsWith('*'));
}

function namesCloudTrail(principal: TreeNode | undefined): boolean {
  return entriesOf(principal)
    .flatMap(({ value }) => itemsOf(value) ?? [value])
    .some(one => textOf(one) === cloudTrailPrincipal);
}
