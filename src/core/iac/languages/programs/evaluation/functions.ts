import type { Owner } from '../outline/outline.ts';
import { Environment, isTooDeep, opened } from './environment.ts';
import { isReached } from './operations.ts';
import { type Arguments, nothing, notUnderstood, type Value } from './value.ts';

/** What a function returns for these arguments. */
export function resultOf(owner: Owner, around: Environment, args: Arguments | undefined, id: string): Value {
  const { world } = around;
  if (isTooDeep(id)) {
    world.giveUp('function calls nested too deeply');
    return notUnderstood;
  }
  return resultIn(opened(world, id, () => new Environment({ owner, parent: around, world, id, args })));
}

/** What a function returns in one call. */
export function resultIn(environment: Environment): Value {
  const { owner } = environment;
  const result = owner.returns.find(({ guards }) => isReached(guards, environment));
  if (result?.guards.some(({ kind }) => kind !== 'test')) {
    // A case of several, or a turn of a loop, may be reached or not.
    return notUnderstood;
  }
  return result?.value
    ? environment.evaluate(result.value)
    : owner.returns.length > 0
      ? nothing
      : notUnderstood;
}
