import type { Expression } from '../../../formats/code/syntax.ts';
import type { Environment } from '../evaluation/environment.ts';
import type { Place } from '../evaluation/value.ts';
import type { Binding, Event, Owner, ProgramFile } from '../outline/outline.ts';
import { textAt } from './refer.ts';

/** An expression where it is written. */
export interface Written {
  readonly expression: Expression;
  readonly environment: Environment;
  /** The function that it is in, or one around that. */
  readonly owner: Owner;
}

/** The expression of a property's value: the expression itself, or the only value of the name in its place. */
export function writtenFor({ value, environment }: Place): Written | undefined {
  let written = value && { expression: value, environment, owner: environment.owner };
  for (let depth = 0; written?.expression.kind === 'name' && depth < 4; depth++) {
    const event = onlyEvent(written.expression.name, environment);
    if (!event?.value) {
      break;
    }
    written = { expression: event.value, environment, owner: event.owner };
  }
  return written;
}

function onlyEvent(name: string, environment: Environment): Event | undefined {
  const only = onlyBindingOf(name, environment);
  return only?.kind === 'value' && !only.event.part ? only.event : undefined;
}

/** What gives a name its value, where that is one thing alone. */
export function onlyBindingOf(name: string, environment: Environment): Binding | undefined {
  for (let one: Environment | undefined = environment; one; one = one.parent) {
    const [only, ...more] = one.owner.kind === 'class' ? [] : (one.owner.names.get(name) ?? []);
    if (only) {
      return more.length === 0 ? only : undefined;
    }
  }
  return undefined;
}

/** A choice of which one side gives no key. */
export interface OneSided {
  readonly whole: Expression;
  readonly test: Expression;
  readonly key: Expression;
}

export function oneSided(expression: Expression): OneSided | undefined {
  if (expression.kind === 'conditional') {
    const { test, yes, no } = expression;
    return isNoKey(yes) === isNoKey(no)
      ? undefined
      : { whole: expression, test, key: isNoKey(yes) ? no : yes };
  }
  return expression.kind === 'operation' && expression.operator === '&&'
    ? { whole: expression, test: expression.left, key: expression.right }
    : undefined;
}

export function isNoKey(expression: Expression): boolean {
  return expression.kind === 'literal' && (expression.value === null || expression.value === '');
}

/** Whether a test asks for nothing but the key that it is about. */
export function isCheckOf({ test, key }: OneSided, { file }: { readonly file: ProgramFile }): boolean {
  const [asked, given] = [textAt(file, test), textAt(file, key)];
  return startsWith(given, asked) || startsWith(asked, given);
}

/** Whether a text starts with a whole expression: `key_arn` does not start with `key`. */
function startsWith(text: string, start: string): boolean {
  return text.startsWith(start) && !/^[\w$]/.test(text.slice(start.length));
}

/**
 * Whether a test asks whether something is there of which the key is made: `arn ? Key.fromKeyArn(this, 'Key', arn) : undefined`. What
 * is itself the key, and must be given though it may be empty, can be used without the test.
 */
export function usesWhatIsAsked({ test, key }: OneSided, at: { readonly file: ProgramFile }): boolean {
  const isPlain = test.kind === 'name' || test.kind === 'member';
  return asksFor(test, key, at).some(asked => isPlain || asked !== textAt(at.file, key));
}

/** What a test asks for, as far as a key is made of it: `arn` of `arn != null`. */
export function asksFor(
  test: Expression,
  key: Expression,
  { file }: { readonly file: ProgramFile },
): readonly string[] {
  const made = textAt(file, key);
  return subjectsOf(test)
    .map(subject => textAt(file, subject))
    .filter(asked => new RegExp(`(?<![\\w$.])${escaped(asked)}(?![\\w$])`).test(made));
}

function escaped(text: string): string {
  return text.replaceAll(/[.$?()[\]]/g, '\\$&');
}

/** What a test asks for: `arn` of `arn`, `arn != null`, `arn.isPresent()`. What is compared with something is there. */
function subjectsOf(test: Expression): readonly Expression[] {
  switch (test.kind) {
    case 'name':
    case 'member':
      return [test];
    case 'not':
      return subjectsOf(test.operand);
    case 'operation': {
      const { operator, left, right } = test;
      const sides = [left, right];
      return operator === '&&' || operator === '||'
        ? sides.flatMap(subjectsOf)
        : sides.some(isNoKey)
          ? sides.filter(one => !isNoKey(one))
          : [];
    }
    case 'call':
      return [
        ...(test.callee.kind === 'member' ? [test.callee.object] : []),
        ...test.args.map(({ value }) => value),
      ].filter(({ kind }) => kind === 'name' || kind === 'member');
    default:
      return [];
  }
}
