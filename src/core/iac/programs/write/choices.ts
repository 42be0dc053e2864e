import type { Expression } from '../../formats/code/syntax.ts';
import type { Environment } from '../environment.ts';
import type { Binding, ProgramFile } from '../outline.ts';
import type { Place } from '../value.ts';
import { textAt } from './refer.ts';

/** The expression of a property's value: the expression itself, or the only value of the name in its place. */
export function writtenFor({
  value,
  environment,
}: Place): { readonly expression: Expression; readonly environment: Environment } | undefined {
  let expression = value;
  for (let depth = 0; expression?.kind === 'name' && depth < 4; depth++) {
    const found = onlyValue(expression.name, environment);
    if (!found) {
      break;
    }
    expression = found;
  }
  return expression && { expression, environment };
}

function onlyValue(name: string, environment: Environment): Expression | undefined {
  const only = onlyBindingOf(name, environment);
  return only?.kind === 'value' && !only.event.part ? only.event.value : undefined;
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

function isNoKey(expression: Expression): boolean {
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

/** Whether a test asks whether something is there of which the key is made: `arn ? Key.fromKeyArn(this, 'Key', arn) : undefined`. */
export function usesWhatIsAsked({ test, key }: OneSided, { file }: { readonly file: ProgramFile }): boolean {
  const [asked, made] = [textAt(file, test), textAt(file, key)];
  return (
    (test.kind === 'name' || test.kind === 'member') &&
    made.split(asked).length > 1 &&
    new RegExp(`(?<![\\w$.])${asked.replaceAll(/[.$?()[\]]/g, '\\$&')}(?![\\w$])`).test(made)
  );
}
