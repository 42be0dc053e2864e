import type { Binary, Expression } from '../../../formats/hcl/index.ts';
import { canonical } from './canonical.ts';
import { asNumber } from './readValue.ts';
import type { Scope } from './scope.ts';
import {
  type Bindings,
  bindingsId,
  bool,
  failure,
  nothing,
  number,
  solidValue,
  text,
  type UnknownValue,
  unknownValue,
  type Value,
} from './value.ts';

interface Chain {
  readonly root: string;
  readonly names: readonly string[];
}

/** `a.b.c` as its names, up to the first step that is not a name; undefined for what does not start with one. */
export function chainOf(expression: Expression): Chain | undefined {
  const names: string[] = [];
  let object = expression;
  while (object.kind === 'member' || object.kind === 'index') {
    if (object.kind === 'member') {
      names.unshift(object.name);
    } else {
      names.length = 0;
    }
    object = object.object;
  }
  return object.kind === 'variable' ? { root: object.name, names } : undefined;
}

/** A chain with an index in it ends before it. */
export function isChainEnd(expression: Expression): boolean {
  let object = expression;
  while (object.kind === 'member') {
    object = object.object;
  }
  return object.kind === 'variable';
}

/** `path.module` and its like, relative to the module's own folder. */
export function folderNamed(name: string | undefined, scope: Scope): Value {
  const isOwn = name === 'module' || ((name === 'root' || name === 'cwd') && !scope.caller);
  return isOwn ? text('.') : { ...unknownValue('decided-at-deployment'), solid: true };
}

export function stepInto(object: UnknownValue, name: string): Value {
  const { origin } = object;
  if (!origin || origin.address === 'var') {
    return unknownValue(object.cause);
  }
  // `aws_kms_key.gone.arn`: the first step names the attribute, further ones lead into it.
  return origin.attribute === '' ? solidValue({ ...origin, attribute: name }) : object;
}

export function literal(value: number | boolean | null): Value {
  if (value === null) {
    return nothing;
  }
  return typeof value === 'number' ? number(value) : bool(value);
}

export function unknownFrom(left: Value, right: Value): Value {
  const source = left.kind === 'unknown' ? left : right;
  return unknownValue(source.kind === 'unknown' ? source.cause : 'not-understood');
}

export function bound(
  bindings: Bindings,
  keyName: string | undefined,
  key: Value,
  valueName: string,
  value: Value,
): Bindings {
  const inner = new Map(bindings);
  if (keyName !== undefined) {
    inner.set(keyName, key);
  }
  return inner.set(valueName, value);
}

/** An error anywhere in a value, as `try` looks for it. */
export function containsError(value: Value): boolean {
  switch (value.kind) {
    case 'error':
      return true;
    case 'list':
      return value.items.some(containsError);
    case 'map':
      return [...value.entries.values()].some(containsError);
    default:
      return false;
  }
}

export function arithmetic(operator: Binary['operator'], left: number, right: number): Value {
  switch (operator) {
    case '+':
      return number(left + right);
    case '-':
      return number(left - right);
    case '*':
      return number(left * right);
    case '/':
      return right === 0 ? failure : number(left / right);
    case '%':
      return right === 0 ? failure : number(left % right);
    case '<':
      return bool(left < right);
    case '<=':
      return bool(left <= right);
    case '>':
      return bool(left > right);
    case '>=':
      return bool(left >= right);
    default:
      return failure;
  }
}

/** Compares a number of which only a lower bound is known; undefined where that does not decide. */
export function compareBound(operator: Binary['operator'], left: Value, right: Value): boolean | undefined {
  const limit = asNumber(right);
  if (left.kind !== 'unknown' || left.atLeast === undefined || limit === undefined) {
    return undefined;
  }
  switch (operator) {
    case '>':
      return left.atLeast > limit ? true : undefined;
    case '>=':
      return left.atLeast >= limit ? true : undefined;
    case '!=':
      return left.atLeast > limit ? true : undefined;
    case '==':
    case '<=':
      return left.atLeast > limit ? false : undefined;
    case '<':
      return left.atLeast >= limit ? false : undefined;
    default:
      return undefined;
  }
}

/** A question to the world by what is asked where, not by where it is written. */
export function questionId(expression: Expression, scope: Scope, bindings: Bindings): string {
  return `${scope.path} ${canonical(expression)} ${bindingsId(bindings)}`;
}
