import { cloudTrailPrincipal } from '../../trail/keyPolicy/index.ts';
import type { TextEdit } from '../fix.ts';
import { addItems, indentAt, insert, lineEnd, lineStart, replaceValue } from '../formats/edit.ts';
import { type Habits, printFlow, printItem, type Written } from '../formats/print.ts';
import {
  type Entry,
  entriesOf,
  follow,
  itemsOf,
  type MapNode,
  type TreeNode,
  textOf,
  valueAt,
} from '../formats/tree.ts';
import { unusedSid } from './unusedSid.ts';

/** A key policy that is in a text, in the syntax of a language that writes maps and lists. */
export interface PolicyInText {
  readonly text: string;
  readonly policy: MapNode;
  readonly habits: Habits;
  /** A value as it can be written elsewhere; undefined where it cannot. */
  readonly writtenOf: (node: TreeNode) => Written | undefined;
  /** The pattern that a value holds, inside any function. */
  readonly patternOf: (node: TreeNode) => TreeNode;
}

/**
 * One more trail in each statement that lets CloudTrail in for other trails: another value beside those of their
 * conditions, by the key of the condition. Undefined where no statement is of that kind, or where one is written in another way.
 */
export function admitTrail(
  { text, policy, habits, writtenOf, patternOf }: PolicyInText,
  wanted: ReadonlyMap<string, Written>,
): readonly TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  for (const statement of statementsIn(policy)) {
    for (const entry of namesCloudTrail(valueAt(statement, 'Principal')) ? conditionsOf(statement) : []) {
      const value = wanted.get(entry.key);
      const made = value === undefined || isWide(entry.value) ? [] : beside(entry, value);
      if (!made) {
        return undefined;
      }
      edits.push(...made);
    }
  }
  return edits.length > 0 ? edits : undefined;

  function beside(entry: Entry, value: Written): readonly TextEdit[] | undefined {
    const present = follow(entry.value);
    if (present.kind === 'list' && present.tag === undefined) {
      return entry.value.kind === 'alias' ? undefined : addItems(text, present, [value], habits);
    }
    const one = entry.value.kind === 'alias' ? undefined : writtenOf(entry.value);
    const indent = indentAt(text, entry.keyRange.start);
    return one === undefined ? undefined : replaceValue(text, entry, [one, value], indent, habits);
  }

  /** Takes every trail already. */
  function isWide(values: TreeNode): boolean {
    const pattern = patternOf(values);
    const items = pattern === values ? (itemsOf(values) ?? [values]) : [pattern];
    return items.some(item => (textOf(patternOf(item)) ?? '').endsWith('*'));
  }
}

/** Statements after those that are there, under Sids that are free; nothing that is there is touched. */
export function appendStatements(
  { text, policy, habits }: PolicyInText,
  added: readonly Written[],
): readonly TextEdit[] | undefined {
  const used = new Set(statementsIn(policy).map(statement => textOf(valueAt(statement, 'Sid')) ?? ''));
  const statements = added.map(statement => {
    const { Sid, ...rest } = statement as { readonly [name: string]: Written };
    return { Sid: unusedSid(String(Sid), used), ...rest };
  });
  const list = valueAt(policy, 'Statement');
  if (list?.kind === 'list') {
    return addItems(text, list, statements, habits);
  }
  if (list?.kind !== 'map') {
    return undefined;
  }
  // A single statement that is not a list becomes one.
  if (!list.flow) {
    return listed(text, list, statements, habits);
  }
  const print = (one: Written) => (habits.format === 'json' ? JSON.stringify(one) : printFlow(one, habits));
  return [insert(list.range.start, '['), insert(list.range.end, `, ${statements.map(print).join(', ')}]`)];
}

/** A map over several lines as the first item of a list, and the items behind it. */
function listed(text: string, map: MapNode, items: readonly Written[], habits: Habits): TextEdit[] {
  const [first] = map.entries;
  const indent = indentAt(text, first?.keyRange.start ?? map.range.start);
  const end = lineEnd(text, map.range.end);
  const edits: TextEdit[] = [];
  for (let at = lineStart(text, map.range.start); at < end; at = lineEnd(text, at) + habits.eol.length) {
    if (text.slice(at, lineEnd(text, at)).trim() !== '') {
      edits.push(insert(at + indent.length, edits.length === 0 ? '- ' : '  '));
    }
  }
  const written = items.map(item => habits.eol + indent + printItem(item, indent, habits)).join('');
  return [...edits, insert(end, written)];
}

function statementsIn(policy: MapNode): readonly TreeNode[] {
  const statements = valueAt(policy, 'Statement');
  return statements ? (itemsOf(statements) ?? [statements]) : [];
}

/** Each key of each test. */
function conditionsOf(statement: TreeNode): readonly Entry[] {
  return entriesOf(valueAt(statement, 'Condition')).flatMap(({ value }) => entriesOf(value));
}

function namesCloudTrail(principal: TreeNode | undefined): boolean {
  return entriesOf(principal)
    .flatMap(({ value }) => itemsOf(value) ?? [value])
    .some(one => textOf(one) === cloudTrailPrincipal);
}
