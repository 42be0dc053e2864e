import type { TextEdit } from '../../fix.ts';
import type { Expression } from '../../formats/code/syntax.ts';
import { replace } from '../../formats/edit.ts';
import type { Environment } from '../../programs/environment.ts';
import type { Place } from '../../programs/value.ts';
import { addProperty, replaceProperty } from '../../programs/write/edits.ts';
import { trailClasses } from '../constructs.ts';
import { classOf } from '../names.ts';
import { callOf, type Site, textAt } from './site.ts';

/** Edits that give a trail its key; undefined where the code leaves no place for it. */
export function placeKey(site: Site, key: string): readonly TextEdit[] | undefined {
  const { trail, file, style } = site;
  if (trail.call) {
    const input = passedInput(site);
    const passed = input === undefined ? undefined : passedAs(site, input);
    return input === undefined
      ? undefined
      : passed
        ? [replace(passed.range, key)]
        : addProperty(file, trail.call.call, input, key, style);
  }
  const { property, made } = trail.reading;
  const [name] = trailClasses[classOf(made) ?? ''] ?? [];
  if (property) {
    return property.file === file ? [replaceProperty(property, key)] : undefined;
  }
  return name === undefined || made.call !== site.place.call
    ? undefined
    : addProperty(file, callOf(site), name, key, style);
}

/** The input that decides about the key of a trail that an object makes. */
export function passedInput({ trail }: Site): string | undefined {
  const input = trail.reading.related.find(({ kind }) => kind === 'variable-default')?.name;
  return input?.slice(input.lastIndexOf('.') + 1);
}

function passedAs({ trail }: Site, input: string): Expression | undefined {
  for (const { name, value } of trail.call?.call.args ?? []) {
    if (name === input) {
      return value;
    }
    const entry =
      value.kind === 'object'
        ? value.entries.find(one => one.kind === 'entry' && one.name === input)
        : undefined;
    if (entry) {
      return entry.value;
    }
  }
  return undefined;
}

/** What stands for a property's value: the expression itself, or what the name in its place is given once and for all. */
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
  for (let one: Environment | undefined = environment; one; one = one.parent) {
    const bindings = one.owner.kind === 'class' ? [] : (one.owner.names.get(name) ?? []);
    const [only, ...more] = bindings;
    if (only) {
      return more.length === 0 && only.kind === 'value' && !only.event.part ? only.event.value : undefined;
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
export function isCheckOf({ test, key }: OneSided, site: Site): boolean {
  const [asked, given] = [textAt(site.file, test), textAt(site.file, key)];
  return given.startsWith(asked) || asked.startsWith(given);
}
