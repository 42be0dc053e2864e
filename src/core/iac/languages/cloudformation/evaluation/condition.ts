import { follow, itemsOf, type TreeNode, textOf } from '../../../formats/tree.ts';
import { areEqual, asTruth } from './compare.ts';
import { type Call, callOf } from './intrinsic.ts';
import { identity, literalOf, text, type Value } from './value.ts';
import type { World } from './world.ts';

/** What decides a condition. The caller tracks the recursion depth. */
export interface ConditionContext {
  readonly world: World;
  readonly path: string;
  evaluate(node: TreeNode, depth: number): Value;
  /** The condition of this name in the template. */
  named(name: string, depth: number): boolean | undefined;
}

const functions = new Set(['Condition', 'Fn::Equals', 'Fn::Not', 'Fn::And', 'Fn::Or']);

export function isConditionFunction(name: string): boolean {
  return functions.has(name);
}

/** What an expression evaluates to as a condition; `undefined` where nothing in this template decides it. */
export function truthOf(node: TreeNode, context: ConditionContext, depth: number): boolean | undefined {
  const target = follow(node);
  const call = callOf(target);
  if (call && isConditionFunction(call.name)) {
    return truthOfCall(call, context, depth + 1);
  }
  const [entry] = target.kind === 'map' ? target.entries : [];
  return entry?.key === 'Condition'
    ? context.named(textOf(entry.value) ?? '', depth + 1)
    : asTruth(literalOf(context.evaluate(target, depth + 1)));
}

/** `Fn::And`, `Fn::Or`, `Fn::Not`, `Fn::Equals`, or a condition by its name. */
export function truthOfCall(call: Call, context: ConditionContext, depth: number): boolean | undefined {
  if (depth > deepest || !context.world.step()) {
    return undefined;
  }
  switch (call.name) {
    case 'Condition':
      return context.named(textOf(call.argument) ?? '', depth);
    case 'Fn::Equals':
      return equals(call.argument, context, depth);
    case 'Fn::Not': {
      const [only = call.argument] = itemsOf(call.argument) ?? [];
      const truth = truthOf(only, context, depth);
      return truth === undefined ? undefined : !truth;
    }
    case 'Fn::And':
      return every(call.argument, context, depth, true);
    case 'Fn::Or': {
      const none = every(call.argument, context, depth, false);
      return none === undefined ? undefined : !none;
    }
    default:
      return undefined;
  }
}

/** Both are possible, and the same everywhere in this world. */
export function either(id: string, world: World, name?: string): boolean | undefined {
  const value = world.choose({
    id,
    options: [text('true'), text('false')],
    hasDefault: false,
    ...(name !== undefined && { input: { name, answers: ['true', 'false'] } }),
  });
  return asTruth(value && literalOf(value));
}

const deepest = 600;

function every(
  argument: TreeNode,
  context: ConditionContext,
  depth: number,
  wanted: boolean,
): boolean | undefined {
  let doubt = false;
  for (const item of itemsOf(argument) ?? []) {
    const truth = truthOf(item, context, depth);
    if (truth === !wanted) {
      return false;
    }
    doubt ||= truth === undefined;
  }
  return doubt ? undefined : true;
}

function equals(argument: TreeNode, context: ConditionContext, depth: number): boolean | undefined {
  const [left, right] = (itemsOf(argument) ?? []).map(item => context.evaluate(item, depth));
  if (!left || !right) {
    return undefined;
  }
  const sides = [identity(left), identity(right)];
  const truth = areEqual(left, right);
  return (
    truth ??
    (sides.includes(undefined)
      ? undefined
      : either(`${context.path}equal ${sides.sort().join(' ')}`, context.world))
  );
}
