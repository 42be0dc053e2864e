import {
  bool,
  later,
  literalOf,
  nothing,
  notUnderstood,
  partsOf,
  text,
  type Value,
} from '../evaluation/value.ts';
import type { World } from '../evaluation/world.ts';
import type { Step } from '../step.ts';
import { isEqual, isIn } from './compare.ts';
import { filtered } from './filters.ts';
import type { Applied, Expression } from './syntax.ts';
import { isGiven, isTrue } from './truth.ts';

/** What an expression sees of where it is. */
export interface Scope {
  readonly world: World;
  lookUp(name: string): Value;
  /** Whether a task runs. */
  runs(step: Step): boolean | undefined;
}

/** The value of an expression. */
export function run(expression: Expression, scope: Scope): Value {
  if (!scope.world.step()) {
    return notUnderstood;
  }
  switch (expression.kind) {
    case 'text':
      return text(expression.text);
    case 'constant':
      return constant(expression.word);
    case 'name':
      return scope.lookUp(expression.name);
    case 'member':
      return memberOf(run(expression.of, scope), run(expression.key, scope));
    case 'filter':
      return filteredBy(expression, scope);
    case 'test':
      return truth(tested(expression, scope));
    case 'call':
      return called(expression, scope);
    case 'not': {
      const holds = isTrue(run(expression.of, scope), scope.world);
      return truth(holds === undefined ? undefined : !holds);
    }
    case 'binary':
      return combined(expression, scope);
    case 'if':
      return chosen(expression, scope);
    case 'list':
      return { kind: 'list', items: expression.items.map(item => run(item, scope)) };
    case 'map':
      return {
        kind: 'map',
        entries: new Map(
          expression.entries.map(([key, value]) => [literalOf(run(key, scope)) ?? '', run(value, scope)]),
        ),
      };
    case 'odd':
      return notUnderstood;
  }
}

function constant(word: string): Value {
  return word === 'none' ? nothing : word === 'true' || word === 'false' ? bool(word === 'true') : text(word);
}

function truth(value: boolean | undefined): Value {
  return value === undefined ? notUnderstood : bool(value);
}

function memberOf(of: Value, key: Value): Value {
  const name = literalOf(key);
  switch (of.kind) {
    case 'result':
      return name === undefined
        ? later
        : {
            ...of,
            path: [...of.path, name],
            name: /^\d+$/.test(name) ? `${of.name}[${name}]` : `${of.name}.${name}`,
          };
    case 'map':
      return name === undefined ? notUnderstood : (of.entries.get(name) ?? { kind: 'undefined' });
    case 'list':
      return name === undefined ? notUnderstood : (of.items[Number(name)] ?? { kind: 'undefined' });
    case 'undefined':
      return of.input === undefined || name === undefined
        ? of
        : { kind: 'undefined', input: `${of.input}.${name}` };
    case 'text':
      return literalOf(of) === undefined ? later : { kind: 'undefined' };
    case 'unknown':
      return of;
    default:
      return { kind: 'undefined' };
  }
}

function filteredBy({ of, name, args, named }: Applied, scope: Scope): Value {
  const argument = (index: number, key: string): Value | undefined => {
    const written = args[index] ?? named.get(key);
    return written && run(written, scope);
  };
  return filtered(name, run(of, scope), argument, scope.world);
}

function called({ of, args }: Applied, scope: Scope): Value {
  if (of.kind !== 'member' || of.key.kind !== 'text') {
    return later;
  }
  const owner = run(of.of, scope);
  const [first, second] = args.map(one => run(one, scope));
  switch (of.key.text) {
    case 'get': {
      const found = first && memberOf(owner, first);
      return !found
        ? notUnderstood
        : found.kind === 'undefined' && !found.input
          ? (second ?? nothing)
          : found;
    }
    case 'startswith':
    case 'endswith': {
      const [whole, piece] = [literalOf(owner), literalOf(first)];
      const test = of.key.text === 'startswith' ? 'startsWith' : 'endsWith';
      return whole === undefined || piece === undefined ? later : bool(whole[test](piece));
    }
    default:
      // The value derived from a result is as open as the result.
      return owner.kind === 'result'
        ? { ...owner, path: [...owner.path, of.key.text], name: `${owner.name}.${of.key.text}()` }
        : later;
  }
}

function tested({ of, name, args }: Applied, scope: Scope): boolean | undefined {
  const value = run(of, scope);
  const [first] = args.map(one => run(one, scope));
  switch (name) {
    case 'defined':
    case 'undefined': {
      const isDefined =
        value.kind === 'unknown'
          ? undefined
          : value.kind !== 'undefined' || (value.input !== undefined && isGiven(value.input, scope.world));
      return isDefined === undefined ? undefined : isDefined === (name === 'defined');
    }
    case 'none':
      return ['unknown', 'undefined', 'result'].includes(value.kind) ? undefined : value.kind === 'nothing';
    case 'skipped':
    case 'skip':
      return value.kind === 'map' ? value.entries.has('skipped') : undefined;
    case 'truthy':
    case 'falsy': {
      const holds = isTrue(value, scope.world);
      return holds === undefined ? undefined : holds === (name === 'truthy');
    }
    case 'true':
    case 'false':
      return value.kind === 'bool' ? value.value === (name === 'true') : undefined;
    case 'in':
      return first && isIn(value, first, scope.world);
    case 'eq':
    case 'equalto':
      return first && isEqual(value, first, scope.world);
    case 'startswith':
    case 'match': {
      const [whole, piece] = [literalOf(value), literalOf(first)];
      const isPlain = piece !== undefined && /^\^?[\w:/-]+$/.test(piece);
      return whole === undefined || !isPlain ? undefined : whole.startsWith(piece.replace(/^\^/, ''));
    }
    default:
      return undefined;
  }
}

function combined({ operator, left, right }: Extract<Expression, { kind: 'binary' }>, scope: Scope): Value {
  const { world } = scope;
  const one = run(left, scope);
  switch (operator) {
    case 'or':
    case 'and': {
      const holds = isTrue(one, world);
      if (holds === (operator === 'or')) {
        return one;
      }
      const other = run(right, scope);
      if (holds !== undefined) {
        return other;
      }
      return isTrue(other, world) === (operator === 'or') ? bool(operator === 'or') : notUnderstood;
    }
    case '==':
      return truth(isEqual(one, run(right, scope), world));
    case '!=': {
      const equal = isEqual(one, run(right, scope), world);
      return truth(equal === undefined ? undefined : !equal);
    }
    case 'in':
      return truth(isIn(one, run(right, scope), world));
    case '~':
    case '+':
      return joined(one, run(right, scope));
    case 'other':
      return notUnderstood;
  }
}

function joined(left: Value, right: Value): Value {
  if (left.kind === 'list' && right.kind === 'list') {
    return { kind: 'list', items: [...left.items, ...right.items] };
  }
  const [first, second] = [partsOf(left), partsOf(right)];
  return first && second ? text(...first, ...second) : notUnderstood;
}

function chosen({ then, test, otherwise }: Extract<Expression, { kind: 'if' }>, scope: Scope): Value {
  const holds = isTrue(run(test, scope), scope.world);
  const branch = (isThen: boolean): Value =>
    isThen ? run(then, scope) : otherwise ? run(otherwise, scope) : { kind: 'undefined' };
  return holds === undefined ? notUnderstood : branch(holds);
}
