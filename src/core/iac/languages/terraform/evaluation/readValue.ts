import { hole } from '../../../../trail/keyPolicy/index.ts';
import { asText, failure, type UnknownValue, type Value } from './value.ts';

/** What values evaluate to where a text, a number, a boolean or equality is needed. */

/** A value as a piece of text, with holes for what is not known. */
export function partsOf(value: Value): readonly (string | typeof hole)[] {
  const written = asText(value);
  if (written !== undefined) {
    return [written];
  }
  if (value.kind !== 'unknown') {
    return [hole];
  }
  return value.parts ?? (isArn(value) ? ['arn:', hole] : [hole]);
}

/** Whether it will be the ARN of something of AWS's: that is never a wildcard, nor a service. */
function isArn({ origin }: UnknownValue): boolean {
  return (
    origin !== undefined && /(?:^|_)arn$/.test(origin.attribute) && /^(?:data\.)?aws_/.test(origin.address)
  );
}

export function asNumber(value: Value): number | undefined {
  if (value.kind === 'number') {
    return value.value;
  }
  const converted = value.kind === 'string' && value.value.trim() !== '' ? Number(value.value) : Number.NaN;
  return Number.isNaN(converted) ? undefined : converted;
}

export function asBool(value: Value): boolean | undefined {
  if (value.kind === 'bool') {
    return value.value;
  }
  const word = value.kind === 'string' ? value.value : undefined;
  return word === 'true' ? true : word === 'false' ? false : undefined;
}

/** Whether anything in it, at any depth, is not known. */
export function hasUnknown(value: Value): boolean {
  switch (value.kind) {
    case 'list':
      return value.items.some(hasUnknown);
    case 'map':
      return [...value.entries.values()].some(hasUnknown);
    case 'unknown':
    case 'resource':
    case 'module':
      return true;
    default:
      return false;
  }
}

/** Whether two values are equal; undefined where that is not known. */
export function equal(left: Value, right: Value): boolean | undefined {
  if (left.kind === 'error' || right.kind === 'error') {
    return undefined;
  }
  if (left.kind === 'null' || right.kind === 'null') {
    const other = left.kind === 'null' ? right : left;
    if (other.kind === 'unknown') {
      return isNeverEmpty(other) ? false : undefined;
    }
    return other.kind === 'null';
  }
  if (left.kind === 'unknown' || right.kind === 'unknown') {
    const [unknown, other] = left.kind === 'unknown' ? [left, right] : [right as UnknownValue, left];
    const isEmpty = other.kind === 'string' && other.value === '';
    return isEmpty && isNeverEmpty(unknown) ? false : undefined;
  }
  const leftText = asText(left);
  const rightText = asText(right);
  if (leftText !== undefined || rightText !== undefined) {
    return left.kind === right.kind && leftText === rightText;
  }
  return equalCollections(left, right);
}

/** Whether it is certainly neither null nor empty, also where code asks for that. */
export function isNeverEmpty({ solid, mustBeGiven }: UnknownValue): boolean {
  return solid && mustBeGiven === undefined;
}

function equalCollections(left: Value, right: Value): boolean | undefined {
  if (left.kind === 'list' && right.kind === 'list') {
    const pairs = left.items.map((item, index) => equal(item, right.items[index] ?? failure));
    return left.items.length !== right.items.length ? false : all(pairs);
  }
  if (left.kind === 'map' && right.kind === 'map') {
    const pairs = [...left.entries].map(([key, value]) => {
      const other = right.entries.get(key);
      return other ? equal(value, other) : false;
    });
    return left.entries.size !== right.entries.size ? false : all(pairs);
  }
  return left.kind === 'list' || left.kind === 'map' ? false : undefined;
}

function all(answers: readonly (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(false)) {
    return false;
  }
  return answers.includes(undefined) ? undefined : true;
}
