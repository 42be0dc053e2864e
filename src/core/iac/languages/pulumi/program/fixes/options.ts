import type { Call, Expression } from '../../../../formats/code/syntax.ts';
import type { Environment } from '../../../programs/evaluation/environment.ts';
import { idOf, type Made } from '../../../programs/evaluation/value.ts';
import type { Binding, ProgramFile } from '../../../programs/outline/outline.ts';
import { camelCase } from '../../../programs/spelling.ts';
import { onlyBindingOf } from '../../../programs/write/choices.ts';
import { type Style, spelled } from '../../../programs/write/code.ts';
import { textAt } from '../../../programs/write/refer.ts';
import { classOf, nameOf } from '../names.ts';
import { isMerging } from '../options.ts';

/** What decides the account, the Region and the component of a resource, as the code beside it writes them. */
export interface Surroundings {
  readonly provider: string | undefined;
  readonly parent: string | undefined;
}

type Name = keyof Surroundings;

/** What a part of the options says: one option, or all of those that are kept somewhere and not read. */
interface Part {
  readonly says: Name | 'anything';
  /** How it is written beside the resource; undefined where that would create it again, or it is not known there. */
  readonly text: (name: Name) => string | undefined;
}

/**
 * The provider and the parent of a resource, for others that are created beside it; undefined where these cannot be
 * written there.
 */
export function surroundingsOf(made: Made, style: Style): Surroundings | undefined {
  const { call, environment, file } = made;
  const written = call && optionsIn(call, style);
  const parts = written && partsOfAll(written, { environment, file, style, made });
  const provider = parts && optionIn(parts, 'provider');
  const parent = parts && optionIn(parts, 'parent');
  return provider && parent ? { provider: provider.text, parent: parent.text } : undefined;
}

/** The same expressions, in whichever order they are compared. */
export function areSame(one: Surroundings, other: Surroundings): boolean {
  return one.provider === other.provider && one.parent === other.parent;
}

/** The later ones count. */
function optionIn(parts: readonly Part[], name: Name): { readonly text: string | undefined } | undefined {
  const found = parts.findLastIndex(({ says }) => says === name || says === 'anything');
  const part = parts[found];
  if (!part) {
    return { text: undefined };
  }
  // What is not read may lack it, and leave it to what is in front.
  const isHidden =
    part.says === 'anything' &&
    parts.slice(0, found).some(({ says }) => says === name || says === 'anything');
  const text = isHidden ? undefined : part.text(name);
  return text === undefined ? undefined : { text };
}

interface Reading {
  readonly environment: Environment;
  readonly file: ProgramFile;
  readonly style: Style;
  readonly made: Made;
  /** The variable that has what is read. */
  readonly holder?: string;
}

/** What a resource is given as its options: in Go, each is an argument of its own. */
function optionsIn({ args }: Call, { writer }: Style): readonly Expression[] {
  const named = args.find(({ name }) => name === 'opts' || name === 'options');
  return named
    ? [named.value]
    : args
        .slice(writer.language === 'go' ? 3 : 2)
        .filter(({ name }) => name === undefined)
        .map(({ value }) => value);
}

function partsOfAll(all: readonly Expression[], reading: Reading): readonly Part[] | undefined {
  const parts = all.map(one => partsOf(one, reading));
  return parts.every(one => one !== undefined) ? parts.flat() : undefined;
}

/** What an expression of options says, in order; undefined where that cannot be told. */
function partsOf(expression: Expression, reading: Reading): readonly Part[] | undefined {
  switch (expression.kind) {
    case 'literal':
      return [];
    case 'list':
      return partsOfAll(
        expression.items.map(one => (one.kind === 'spread' ? one.value : one)),
        reading,
      );
    case 'object': {
      const parts = expression.entries.map(one =>
        one.kind === 'spread'
          ? partsOf(one.value, reading)
          : one.name === undefined
            ? undefined
            : partsOfOption(one.name, one.value, reading),
      );
      return parts.every(one => one !== undefined) ? parts.flat() : undefined;
    }
    case 'call':
      return partsOfCall(expression, reading);
    case 'name': {
      const binding = onlyBindingOf(expression.name, reading.environment);
      const value = binding?.kind === 'value' && !binding.event.part ? binding.event.value : undefined;
      return value
        ? partsOf(value, { ...reading, ...(reading.holder === undefined && { holder: expression.name }) })
        : partsNotRead(expression, reading, binding !== undefined && isThere(binding));
    }
    case 'member':
      return partsNotRead(expression, reading, false);
    default:
      return undefined;
  }
}

/** Whether what a name is given elsewhere is surely there. */
function isThere(binding: Binding): boolean {
  return (
    binding.kind === 'import' ||
    (binding.kind === 'parameter' &&
      !binding.parameter.isOptional &&
      binding.parameter.byDefault === undefined)
  );
}

function partsOfCall(call: Call, reading: Reading): readonly Part[] | undefined {
  const { args, callee } = call;
  const name = nameOfFunction(callee, reading);
  const isAppended = callee.kind === 'name' && callee.name === 'append';
  if (isAppended || (name !== undefined && isMerging(name))) {
    return partsOfAll(
      args.map(({ value }) => value),
      reading,
    );
  }
  if (name === undefined) {
    return undefined;
  }
  if (reading.style.writer.language === 'go') {
    const [first] = args;
    return first ? partsOfOption(name.replace(/^pulumi\./, ''), first.value, reading) : [];
  }
  const parts = args.map(one =>
    one.name === undefined ? undefined : partsOfOption(one.name, one.value, reading),
  );
  return /^pulumi\.\w*Options$/.test(name) && parts.every(one => one !== undefined)
    ? parts.flat()
    : undefined;
}

function nameOfFunction(callee: Expression, { environment }: Reading): string | undefined {
  const called = environment.evaluate(callee);
  return called.kind === 'reference' ? nameOf(called) : classOf(called);
}

function partsOfOption(written: string, value: Expression, reading: Reading): readonly Part[] {
  const name = camelCase(written.charAt(0).toLowerCase() + written.slice(1));
  if (name !== 'provider' && name !== 'parent') {
    return [];
  }
  return value.kind === 'literal' && value.value === null
    ? []
    : [{ says: name, text: () => textOf(name, value, reading) }];
}

function textOf(name: Name, value: Expression, reading: Reading): string | undefined {
  const { environment, file, made, holder, style } = reading;
  const isHere = environment.owner.file === file && isWrittenAlike(value, environment, made);
  return isHere ? textAt(file, value) : holder === undefined ? undefined : memberOf(holder, name, style);
}

/** Whether an expression can be written where a resource is created, and has the same value there. */
export function isWrittenAlike(value: Expression, environment: Environment, made: Made): boolean {
  return createsNothing(value) && isSameIn(made, value, environment);
}

function isSameIn(made: Made, value: Expression, environment: Environment): boolean {
  const id = environment === made.environment ? 'same' : idOf(environment.evaluate(value));
  return id === 'same' || (id !== undefined && id === idOf(made.environment.evaluate(value)));
}

function createsNothing(value: Expression): boolean {
  switch (value.kind) {
    case 'name':
    case 'self':
    case 'literal':
      return true;
    case 'member':
      return createsNothing(value.object);
    case 'index':
      return createsNothing(value.object) && createsNothing(value.index);
    case 'call':
      return (
        !value.isNew &&
        value.callee.kind === 'member' &&
        /^(?:[gG]et|String)$/.test(value.callee.name) &&
        createsNothing(value.callee.object) &&
        value.args.every(one => createsNothing(one.value))
      );
    default:
      return false;
  }
}

/** Options that are handed in. */
function partsNotRead(
  expression: Expression,
  { environment, file, style, made, holder }: Reading,
  isSure: boolean,
): readonly Part[] | undefined {
  if (environment.owner.file !== file) {
    return undefined;
  }
  // Behind a variable, another one is only known to be the same where both are.
  const written = environment === made.environment ? textAt(file, expression) : holder;
  return [
    {
      says: 'anything',
      text: name => (written === undefined ? undefined : memberOf(written, name, style, isSure)),
    },
  ];
}

/** An option of an object that may be missing; in Java and Go, options are asked for otherwise. */
function memberOf(of: string, name: Name, style: Style, isThere = true): string | undefined {
  const member = spelled(name, style);
  switch (style.writer.language) {
    case 'javascript':
    case 'csharp':
      return `${of}${isThere ? '' : '?'}.${member}`;
    case 'python':
      return isThere ? `${of}.${member}` : `${of}.${member} if ${of} else None`;
    case 'java':
    case 'go':
      return undefined;
  }
}
