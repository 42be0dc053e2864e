import type { Written } from '../../../formats/print.ts';
import { entriesOf, entryOf, follow, itemsOf, type TreeNode, textOf } from '../../../formats/tree.ts';
import { callOf } from '../evaluation/intrinsic.ts';
import type { Template } from '../template.ts';
import type { Site } from './site.ts';

/** An empty branch of a choice, which gives no key. */
export interface Gap {
  readonly node: TreeNode;
  /** When the branch counts, as a condition; undefined where it is a branch in a branch. */
  readonly when: Written | undefined;
  /** Whether the choice asks of the other branch itself whether it is given, and of nothing else. */
  readonly isCheck: boolean;
}

/** The branches of a conditional that are null or empty. */
export function gapsIn(template: Template, node: TreeNode, isNested = false): readonly Gap[] {
  const call = callOf(node);
  const [condition, yes, no] = call?.name === 'Fn::If' ? (itemsOf(call.argument) ?? []) : [];
  const name = textOf(condition);
  if (!yes || !no || name === undefined) {
    return [];
  }
  const gapAt = (branch: TreeNode, other: TreeNode, when: Written): readonly Gap[] => {
    const target = follow(branch);
    if (branch.kind === 'alias') {
      return [];
    }
    return isNothing(target)
      ? [{ node: target, when: isNested ? undefined : when, isCheck: isCheckOf(template, name, other) }]
      : gapsIn(template, target, true);
  };
  return [...gapAt(yes, no, { Condition: name }), ...gapAt(no, yes, not(name))];
}

/** A choice with an empty branch, and what is in its other branch. */
export interface Switched {
  readonly choice: TreeNode;
  readonly condition: string;
  readonly always: TreeNode;
}

/**
 * The choice whose other branch is empty, where it depends on anything else than that: the node itself, or what is chosen in
 * one of its branches.
 */
export function switchedIn(template: Template, node: TreeNode): Switched | undefined {
  const found = orNothing(node);
  if (found) {
    return isCheckOf(template, found.condition, found.always) ? undefined : { choice: node, ...found };
  }
  const call = node.kind === 'alias' ? undefined : callOf(node);
  const [, ...branches] = call?.name === 'Fn::If' ? (itemsOf(call.argument) ?? []) : [];
  for (const branch of branches) {
    const inner = switchedIn(template, branch);
    if (inner) {
      return inner;
    }
  }
  return undefined;
}

/** The same, where the choice asks of that whether it is given. */
export function checkedIn(template: Template, node: TreeNode): TreeNode | undefined {
  const found = orNothing(node);
  return found && isCheckOf(template, found.condition, found.always) ? found.always : undefined;
}

function orNothing(node: TreeNode): { readonly condition: string; readonly always: TreeNode } | undefined {
  const call = callOf(node);
  const [condition, yes, no] = call?.name === 'Fn::If' ? (itemsOf(call.argument) ?? []) : [];
  const name = textOf(condition);
  if (!yes || !no || name === undefined || isNothing(follow(yes)) === isNothing(follow(no))) {
    return undefined;
  }
  return { condition: name, always: isNothing(follow(yes)) ? no : yes };
}

export function not(condition: string): Written {
  return { 'Fn::Not': [{ Condition: condition }] };
}

export function isNothing(target: TreeNode): boolean {
  const inner = callOf(target);
  return (
    (inner?.name === 'Ref' && textOf(inner.argument) === 'AWS::NoValue') ||
    (!inner && target.kind === 'scalar' && !target.broken && (target.text ?? '') === '')
  );
}

/** The parameter that a node refers to. */
export function parameterBehind({ template }: Site, node: TreeNode): string | undefined {
  const call = callOf(node);
  const name = call?.name === 'Ref' ? textOf(call.argument) : undefined;
  return name !== undefined && template.parameters.has(name) ? name : undefined;
}

/**
 * Whether a condition asks whether a value is empty and of nothing else: `HasKey: !Not [!Equals [!Ref Key, '']]` for
 * `!Ref Key`.
 */
function isCheckOf(template: Template, condition: string, value: TreeNode): boolean {
  const asked = askedBy(template, condition, 0);
  const inputs = inputsIn(value);
  return asked !== undefined && asked.length > 0 && asked.every(one => inputs.includes(one));
}

/** The inputs that a condition compares with the empty text; undefined where it compares anything else. */
function askedBy(template: Template, name: string, depth: number): readonly string[] | undefined {
  const node = template.conditions.get(name)?.entry.value;
  return node && depth < deepest ? askedIn(template, node, depth) : undefined;
}

function askedIn(template: Template, node: TreeNode, depth: number): readonly string[] | undefined {
  const call = callOf(node);
  const [entry] = entriesOf(node);
  if (call?.name === 'Condition' || entry?.key === 'Condition') {
    return askedBy(template, textOf(call?.argument ?? entry?.value) ?? '', depth + 1);
  }
  if (call?.name === 'Fn::Equals') {
    const sides = itemsOf(call.argument) ?? [];
    const [other, ...more] = sides.filter(side => callOf(side) || textOf(side) !== '');
    return other && more.length === 0 && sides.length === 2 ? inputsIn(other) : undefined;
  }
  if (call?.name !== 'Fn::Not' && call?.name !== 'Fn::And' && call?.name !== 'Fn::Or') {
    return undefined;
  }
  const parts = (itemsOf(call.argument) ?? [call.argument]).map(part =>
    depth < deepest ? askedIn(template, part, depth + 1) : undefined,
  );
  return parts.every(part => part !== undefined) ? parts.flat() : undefined;
}

/** What is referred to, and the texts with variables of the Serverless Framework. */
function inputsIn(node: TreeNode, depth = 0): readonly string[] {
  const call = callOf(node);
  if (call?.name === 'Ref') {
    return [textOf(call.argument) ?? ''];
  }
  if (call?.name === 'Fn::FindInMap') {
    return [JSON.stringify((itemsOf(call.argument) ?? []).map(inputOf))];
  }
  const target = call?.argument ?? follow(node);
  const text = textOf(target);
  if (text !== undefined) {
    return text.includes('${') ? [text] : [];
  }
  const items = itemsOf(target) ?? entriesOf(target).map(({ value }) => value);
  return depth < deepest ? items.flatMap(item => inputsIn(item, depth + 1)) : [];
}

function inputOf(node: TreeNode): string {
  return textOf(node) ?? inputsIn(node).join();
}

/** The entry of a parameter's default that is nothing, where the parameter is a text. */
export function emptyDefaultOf({ template }: Site, parameter: string) {
  const item = template.parameters.get(parameter);
  const declared = item?.entry.value;
  const byDefault = declared && entryOf(declared, 'Default');
  const isText = textOf(declared && entryOf(declared, 'Type')?.value) === 'String';
  const isFree = declared && !entryOf(declared, 'MinLength');
  return item && byDefault && isText && isFree && textOf(byDefault.value) === ''
    ? { file: item.file, entry: byDefault }
    : undefined;
}

/** Conditions in conditions, deeper than in real code. */
const deepest = 8;
