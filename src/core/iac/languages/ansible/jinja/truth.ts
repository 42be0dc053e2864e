import type { Value } from '../evaluation/value.ts';
import type { World } from '../evaluation/world.ts';

/**
 * Whether a value counts as true; undefined if that is not known. `isCondition`: in a condition of a task, where the
 * texts `false` and `no` are false.
 */
export function isTrue(value: Value, world: World, isCondition = false): boolean | undefined {
  switch (value.kind) {
    case 'bool':
      return value.value;
    case 'nothing':
    case 'omit':
      return false;
    case 'list':
      return value.items.length > 0;
    case 'map':
      return value.entries.size > 0;
    case 'text': {
      const [first, ...more] = value.parts;
      if (first === undefined) {
        return false;
      }
      const isLiteral = typeof first === 'string' && more.length === 0;
      return isLiteral ? !(isCondition && /^(?:false|no|off|0)$/i.test(first)) : true;
    }
    case 'undefined':
      return value.input === undefined ? false : isOn(value.input, world);
    case 'result':
      return value.path.length === 0 ? true : undefined;
    case 'unknown':
      return undefined;
  }
}

/** A required switch. */
function isOn(name: string, world: World): boolean | undefined {
  const input = { name, answers: ['true', 'false'] };
  const answer = world.ask({ id: `switch ${name}`, answers: 2, usual: undefined, input });
  return answer === undefined ? undefined : answer === 0;
}

/** Whether an input that nothing in the code sets is given. */
export function isGiven(name: string, world: World): boolean | undefined {
  const input = { name, answers: ['', undefined] };
  // A check for an input that is not given is not held against the code: a run gives it.
  const usual = world.isCheck ? undefined : 0;
  const answer = world.ask({ id: `given ${name}`, answers: 2, usual, input });
  return answer === undefined ? undefined : answer === 1;
}

/** Whether all of several conditions hold. */
export function allHold(conditions: readonly (boolean | undefined)[]): boolean | undefined {
  return conditions.includes(false) ? false : conditions.includes(undefined) ? undefined : true;
}
