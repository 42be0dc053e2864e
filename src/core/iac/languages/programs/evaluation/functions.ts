import type { Expression } from '../../../formats/code/syntax.ts';
import type { Owner } from '../outline/outline.ts';
import { Environment, isTooDeep, opened } from './environment.ts';
import { isReached } from './operations.ts';
import { type Arguments, nothing, notUnderstood, type Value } from './value.ts';

/** What a function returns for these arguments; `index`: which of several results is meant. */
export function resultOf(
  owner: Owner,
  around: Environment,
  args: Arguments | undefined,
  id: string,
  index = 0,
): Value {
  const { world } = around;
  if (isTooDeep(id)) {
    world.giveUp('function calls nested too deeply');
    return notUnderstood;
  }
  return resultIn(
    opened(world, id, () => new Environment({ owner, parent: around, world, id, args })),
    index,
  );
}

/** What a function returns in one call. */
export function resultIn(environment: Environment, index = 0): Value {
  const { owner } = environment;
  const result = owner.returns.find(({ guards }) => isReached(guards, environment));
  if (result?.guards.some(({ kind }) => kind !== 'test')) {
    // A case of several, or a turn of a loop, may be reached or not.
    return notUnderstood;
  }
  const value = result && returned(result, index);
  return value ? environment.evaluate(value) : owner.returns.length > 0 ? nothing : notUnderstood;
}

/** What is returned at a place; a call may have all results. */
function returned({ value, others = [] }: Owner['returns'][number], index: number): Expression | undefined {
  return index === 0
    ? value
    : value?.kind === 'call' && others.length === 0
      ? { kind: 'result', call: value, index, range: value.range }
      : others[index - 1];
}
