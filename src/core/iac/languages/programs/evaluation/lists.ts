import type { Call } from '../../../formats/code/syntax.ts';
import { noArguments } from './arguments.ts';
import { handedTurn } from './callers.ts';
import type { Environment } from './environment.ts';
import { resultIn, resultOf } from './functions.ts';
import { isAnswer, isNothing, type ListValue, notUnderstood, plain, type Value } from './value.ts';

/** `list.map(one => …)` and `list.filter(one => …)` of a list that is written out; undefined for another call. */
export function ofList({ callee, args, range }: Call, environment: Environment): Value | undefined {
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
    return resultOf(owner, called.environment, given, `${environment.id}@${range.start}[${index}]`);
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

function truthOf(value: Value): boolean | undefined {
  switch (value.kind) {
    case 'plain':
      return value.value !== false && value.value !== 0;
    case 'nothing':
      return false;
    case 'text':
      return !isNothing(value);
    case 'list':
    case 'record':
    case 'object':
      return true;
    case 'made':
      return isAnswer(value) ? undefined : true;
    default:
      return undefined;
  }
}
