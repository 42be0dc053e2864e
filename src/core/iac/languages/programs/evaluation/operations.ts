import { mergedOf } from '../../../formats/code/expressions.ts';
import type { Call, Expression, Operation } from '../../../formats/code/syntax.ts';
import type { ProgramDialect } from '../dialect.ts';
import type { Guard } from '../outline/outline.ts';
import type { Environment } from './environment.ts';
import { inputOf, propertiesOf, settled } from './given.ts';
import {
  type Given,
  idOf,
  isAnswer,
  literalOf,
  notUnderstood,
  type Opaque,
  plain,
  type Text,
  text,
  type Value,
} from './value.ts';

/** Texts and what is put into them as one text. */
export function joined(
  values: readonly Value[],
  { joinsNull }: Pick<ProgramDialect, 'joinsNull'> = {},
): Text {
  return text(...values.filter(({ kind }) => !joinsNull || kind !== 'nothing').flatMap(partsOf));
}

function partsOf(value: Value): readonly (string | Opaque)[] {
  switch (value.kind) {
    case 'text':
      return value.parts;
    case 'plain':
      return [String(value.value)];
    default:
      return [{ id: idOf(value) ?? '?', value }];
  }
}

/** `key.isEmpty()`, `string.IsNullOrEmpty(key)`: whether something is empty; undefined for another call, and what is not known. */
export function isEmpty(call: Call, environment: Environment): Value | undefined {
  const { callee, args } = call;
  const [first, ...others] = args;
  const asked =
    callee.kind !== 'member'
      ? undefined
      : !first && /^is_?(?:Empty|Blank)$/i.test(callee.name)
        ? callee.object
        : first && others.length === 0 && /^is(?:NullOr)?(?:Empty|Blank|WhiteSpace)$/i.test(callee.name)
          ? first.value
          : undefined;
  const value = asked && settled(environment.evaluate(asked), environment.world);
  if (!asked || !value || value.kind === 'unknown' || environment.evaluate(callee).kind === 'function') {
    return undefined;
  }
  const same = value.kind === 'nothing' ? true : isEmptyText(asked, environment);
  return same === undefined ? undefined : plain(same);
}

function isEmptyText(expression: Expression, environment: Environment): boolean | undefined {
  const none: Expression = { kind: 'literal', value: '', range: expression.range };
  return isSame(expression, none, environment);
}

export function operate({ operator, left, right }: Operation, environment: Environment): Value {
  const { world } = environment;
  switch (operator) {
    case '??': {
      const value = settled(environment.evaluate(left), world);
      return value.kind === 'nothing' ? environment.evaluate(right) : value;
    }
    case '||':
      return holds(left, environment)
        ? settled(environment.evaluate(left), world)
        : environment.evaluate(right);
    case '&&':
      return holds(left, environment)
        ? environment.evaluate(right)
        : settled(environment.evaluate(left), world);
    case '==':
    case '!=': {
      const same = isSame(left, right, environment);
      return same === undefined ? notUnderstood : plain(same === (operator === '=='));
    }
    case '|': {
      const isMerged = [left, right].some(one => environment.evaluate(one).kind === 'record');
      return isMerged ? environment.evaluate(mergedOf([left, right])) : notUnderstood;
    }
    case '+': {
      const [one, other] = [environment.evaluate(left), environment.evaluate(right)];
      return one.kind === 'text' || other.kind === 'text'
        ? joined([one, other], environment.owner.file.dialect)
        : notUnderstood;
    }
  }
}

/** Whether two values are equal; undefined if that is neither known nor a question. */
function isSame(left: Expression, right: Expression, environment: Environment): boolean | undefined {
  const { world } = environment;
  const one = settled(environment.evaluate(left), world);
  const other = settled(environment.evaluate(right), world);
  if (one.kind === 'nothing' || other.kind === 'nothing') {
    const given = one.kind === 'nothing' ? other : one;
    const rest = settled(mayBeNil(given, environment) ? { ...given, isOpen: true } : given, world);
    return rest.kind === 'nothing' ? true : mayBeMissing(rest) ? undefined : false;
  }
  const [first, second] = [idOf(one), idOf(other)];
  if (first === undefined || second === undefined) {
    return undefined;
  }
  if (first === second) {
    return true;
  }
  const [literal, open, written] = isLiteral(one) ? [one, other, right] : [other, one, left];
  if (!isLiteral(literal)) {
    return undefined;
  }
  if (isLiteral(open)) {
    return false;
  }
  const word = literalOf(literal) ?? (literal.kind === 'plain' ? String(literal.value) : '');
  if (open.kind === 'given' && open.isSet && word === '') {
    return false;
  }
  const input = inputOf(open);
  const id = `${idOf(open)}==${word}`;
  if (input) {
    world.note(input, id);
  }
  const answer = world.ask({
    id,
    answers: 2,
    usual: undefined,
    input: {
      name: open.kind === 'given' ? open.name : writtenAt(written, environment),
      // Whatever is not empty is set.
      answers: [word === '' ? undefined : { not: word }, word],
    },
  });
  return answer === undefined ? undefined : answer === 1;
}

/** Go compares with nil only what may be nil; an object of options counts as handed in. */
function mayBeNil(value: Value, { owner }: Environment): value is Given {
  return (
    owner.file.dialect.hasZeroValues === true &&
    value.kind === 'given' &&
    !value.isSet &&
    propertiesOf(value).length === 0
  );
}

/** An expression as it is in its text, on one line. */
function writtenAt({ range }: Expression, { owner }: Environment): string {
  return owner.file.program.text.slice(range.start, range.end).replaceAll(/\s+/g, ' ');
}

function isLiteral(value: Value): boolean {
  return value.kind === 'plain' || literalOf(value) !== undefined;
}

/** Whether a test holds. If that is not known, both branches are evaluated. */
export function holds(test: Expression, environment: Environment): boolean {
  const value = settled(environment.evaluate(test), environment.world);
  switch (value.kind) {
    case 'nothing':
      return false;
    case 'plain':
      return value.value !== false && value.value !== 0;
    case 'text':
      return literalOf(value) !== '';
    case 'given':
      return isFlag(value.type)
        ? asked(test, environment, value)
        : !isText(value.type) || isEmptyText(test, environment) !== true;
    case 'unknown':
    case 'attribute':
    case 'made':
      return value.kind === 'made' && !isAnswer(value) ? true : asked(test, environment);
    case 'reference':
      // What a module has that is not read may be anything; classes and constants of the framework are there.
      return (
        (/^[A-Z]/.test(value.path.at(-1) ?? '') && environment.world.library.owns(value)) ||
        asked(test, environment)
      );
    default:
      return true;
  }
}

/** A property of something that is not read, such as a variable of the environment, and what a function answers may be missing. */
function mayBeMissing(value: Value): boolean {
  return /^(?:unknown|attribute)$/.test(value.kind) || (value.kind === 'made' && isAnswer(value));
}

function isFlag(type: string | undefined): boolean {
  return type !== undefined && /\bbool(?:ean)?\b/i.test(type);
}

function isText(type: string | undefined): boolean {
  return type !== undefined && /^\*?(?:string|str)$/i.test(type.trim());
}

function asked(test: Expression, environment: Environment, given?: Given): boolean {
  const { file } = environment.owner;
  const written = writtenAt(test, environment);
  const name = given?.name ?? written;
  const id = given ? `${given.id}?` : `${environment.id}?${written}`;
  environment.world.note(
    (given && inputOf(given)) ?? { kind: 'condition', name, uri: file.uri, range: test.range },
    id,
  );
  const answer = environment.world.ask({
    id,
    answers: 2,
    usual: undefined,
    input: { name, answers: ['false', 'true'] },
  });
  return answer === 1;
}

/** Whether a place that is reached is reached for certain: it is in no case of several, and in nothing that runs after a failure. */
export function isSure(guards: readonly Guard[]): boolean {
  return guards.every(({ kind }) => kind !== 'uncertain');
}

/** Whether all conditions of a place hold; unknown ones are assumed to. */
export function isReached(guards: readonly Guard[], environment: Environment): boolean {
  return guards.every(guard => guard.kind !== 'test' || holds(guard.test, environment) === guard.holds);
}
