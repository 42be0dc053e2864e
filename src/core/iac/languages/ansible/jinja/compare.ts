import { literalOf, type Value } from '../evaluation/value.ts';
import type { World } from '../evaluation/world.ts';

/** Whether two values are equal; an input may be any text. */
export function isEqual(left: Value, right: Value, world: World): boolean | undefined {
  if ([left, right].some(({ kind }) => kind === 'unknown' || kind === 'result')) {
    return undefined;
  }
  const [one, other] = [inputOf(left), inputOf(right)];
  const [first, second] = [literalOf(left), literalOf(right)];
  if (first !== undefined && second !== undefined) {
    return left.kind === right.kind && first === second;
  }
  if (one !== undefined && second !== undefined) {
    return isInput(one, second, world);
  }
  if (other !== undefined && first !== undefined) {
    return isInput(other, first, world);
  }
  const isNothing = [left, right].some(({ kind }) => kind === 'nothing' || kind === 'omit');
  return isNothing ? left.kind === right.kind : undefined;
}

/** Whether a value is one of a list, or a piece of a text. */
export function isIn(value: Value, many: Value, world: World): boolean | undefined {
  if (many.kind === 'list') {
    const answers = many.items.map(item => isEqual(value, item, world));
    return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
  }
  if (many.kind === 'map') {
    const key = literalOf(value);
    return key === undefined ? undefined : many.entries.has(key);
  }
  const [piece, whole] = [literalOf(value), literalOf(many)];
  return piece === undefined || whole === undefined ? undefined : whole.includes(piece);
}

/** The input that a value is, as a whole. */
function inputOf(value: Value): string | undefined {
  if (value.kind === 'undefined') {
    return value.input;
  }
  const [part, ...more] = value.kind === 'text' ? value.parts : [];
  return typeof part === 'object' && part.isInput && more.length === 0 ? part.name : undefined;
}

function isInput(name: string, literal: string, world: World): boolean | undefined {
  const input = { name, answers: [undefined, literal] };
  const answer = world.ask({ id: `${name} is ${literal}`, answers: 2, usual: undefined, input });
  return answer === undefined ? undefined : answer === 1;
}
