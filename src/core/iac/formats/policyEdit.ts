import type { TextEdit } from '../fix.ts';
import { addItems, indentAt, insert, lineEnd, lineStart, replaceValue } from './edit.ts';
import { type Habits, printFlow, printItem, type Written } from './print.ts';
import {
  type Entry,
  entriesOf,
  follow,
  itemsOf,
  type MapNode,
  type TreeNode,
  textOf,
  valueAt,
} from './tree.ts';

/*
 * Edits of an IAM policy that stands in a tree. Nothing that is there is touched: statements come behind the others, and values
 * of conditions beside the others.
 */

/** Statements behind those of a policy; undefined where its `Statement` is written in another way. */
export function appendStatements(
  text: string,
  policy: MapNode,
  statements: readonly Written[],
  habits: Habits,
): readonly TextEdit[] | undefined {
  const list = valueAt(policy, 'Statement');
  if (list?.kind === 'list') {
    return addItems(text, list, statements, habits);
  }
  if (list?.kind !== 'map') {
    return undefined;
  }
  // A single statement that is no list becomes one.
  if (!list.flow) {
    return listed(text, list, statements, habits);
  }
  const print = (one: Written) => (habits.format === 'json' ? JSON.stringify(one) : printFlow(one, habits));
  return [insert(list.range.start, '['), insert(list.range.end, `, ${statements.map(print).join(', ')}]`)];
}

/** The names of a policy's statements. */
export function sidsIn(policy: MapNode | undefined): Set<string> {
  const list = policy && follow(valueAt(policy, 'Statement') ?? policy);
  const statements = list ? (itemsOf(list) ?? [list]) : [];
  return new Set(statements.map(statement => textOf(valueAt(statement, 'Sid')) ?? ''));
}

/** How the language of a text writes the values in a policy. */
export interface PolicyDialect {
  /** The text of a node behind the functions of the language. */
  readonly textOf: (node: TreeNode) => string | undefined;
  /** A node to be written again; undefined where that cannot be done. */
  readonly writtenOf: (node: TreeNode) => Written | undefined;
}

/**
 * Another value beside those of the conditions of each statement for a service: `wanted` by the key of the condition. None where
 * no statement is of that kind; undefined where one is written in a way that cannot be added to.
 */
export function addToConditions(
  text: string,
  policy: MapNode | undefined,
  service: string,
  wanted: ReadonlyMap<string, Written>,
  habits: Habits,
  dialect: PolicyDialect,
): readonly TextEdit[] | undefined {
  const statements = valueAt(policy, 'Statement');
  const edits: TextEdit[] = [];
  for (const statement of statements ? (itemsOf(statements) ?? [statements]) : []) {
    for (const entry of names(valueAt(statement, 'Principal'), service) ? conditionsOf(statement) : []) {
      const value = wanted.get(entry.key);
      const made =
        value === undefined || isWide(entry.value, dialect)
          ? []
          : beside(text, entry, value, habits, dialect);
      if (!made) {
        return undefined;
      }
      edits.push(...made);
    }
  }
  return edits;
}

function beside(
  text: string,
  entry: Entry,
  value: Written,
  habits: Habits,
  { writtenOf }: PolicyDialect,
): readonly TextEdit[] | undefined {
  const present = follow(entry.value);
  if (present.kind === 'list' && present.tag === undefined) {
    return entry.value.kind === 'alias' ? undefined : addItems(text, present, [value], habits);
  }
  const one = entry.value.kind === 'alias' ? undefined : writtenOf(entry.value);
  const indent = indentAt(text, entry.keyRange.start);
  return one === undefined ? undefined : replaceValue(text, entry, [one, value], indent, habits);
}

/** Each key of each test. */
function conditionsOf(statement: TreeNode): readonly Entry[] {
  return entriesOf(valueAt(statement, 'Condition')).flatMap(({ value }) => entriesOf(value));
}

/** Takes every trail already. */
function isWide(values: TreeNode, dialect: PolicyDialect): boolean {
  const own = dialect.textOf(values);
  const texts = own === undefined ? (itemsOf(values) ?? [values]).map(dialect.textOf) : [own];
  return texts.some(one => (one ?? '').endsWith('*'));
}

function names(principal: TreeNode | undefined, service: string): boolean {
  return entriesOf(principal)
    .flatMap(({ value }) => itemsOf(value) ?? [value])
    .some(one => textOf(one) === service);
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
