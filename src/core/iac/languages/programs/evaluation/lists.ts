import type { Call } from '../../../formats/code/syntax.ts';
import { noArguments } from './arguments.ts';
import { handedTurn } from './callers.ts';
import { type Environment, idOfCall } from './environment.ts';
import { resultIn, resultOf } from './functions.ts';
import { type ListValue, notUnderstood, plain, truthOf, type Value } from './value.ts';

/** `list.map(one => …)` and `list.filter(one => …)` of a list that is written out; undefined for another call. */
export function ofList(call: Call, environment: Environment): Value | undefined {
  const { callee, args } = call;
  const [handed, ...more] = args;
  if (callee.kind !== 'member' || !/^(?:map|filter)$/.test(callee.name) || !handed || more.length > 0) {
    return undefined;
  }
  const list = environment.evaluate(callee.object);
  if (list.kind !== 'list' || list.isOpen) {
    return undefined;
  }
  const called = environment.evaluate(handed.value);
  const isBoolean = called.kind === 'reference' && called.path.join('.') === 'Boolean';
  const { owner } = called.kind === 'function' ? called : {};
  if (!isBoolean && (called.kind !== 'function' || !owner)) {
    return notUnderstood;
  }
  const results = list.items.map((item, index) => {
    if (called.kind !== 'function' || !owner) {
      return item;
    }
    if (handed.value.kind === 'function') {
      // What it makes is what is looked at in the turns of the loop that it is.
      return resultIn(handedTurn(owner, callee.object, environment, item, index));
    }
    const given = { ...noArguments, positional: [() => item, () => plain(index)], environment };
    return resultOf(owner, called.environment, given, `${idOfCall(environment, call)}[${index}]`);
  });
  return callee.name === 'map' ? { ...list, items: results } : kept(list, results);
}

/** The items for which the result is true: one of which that is not known may be among them or not. */
function kept(list: ListValue, results: readonly Value[]): Value {
  const isKept = results.map(truthOf);
  return isKept.includes(undefined)
    ? notUnderstood
    : { ...list, items: list.items.filter((_, index) => isKept[index]) };
}
