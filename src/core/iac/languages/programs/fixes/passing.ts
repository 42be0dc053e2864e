import type { TextEdit } from '../../../fix.ts';
import type { Expression, Parameter } from '../../../formats/code/syntax.ts';
import { replace } from '../../../formats/edit.ts';
import { classAround, type Owner } from '../outline/outline.ts';
import { behind } from '../write/behind.ts';
import {
  addProperty,
  hasOwnLine,
  indentOf,
  linesBefore,
  replaceProperty,
  statementAround,
} from '../write/edits.ts';
import { unusedName } from '../write/refer.ts';
import { keyPoint, passedInput, type Site } from './site.ts';

/** Edits that pass a key to what makes the trail, as the input that decides; `position` is that of the object of inputs. */
export function passKey(site: Site, key: string, position?: number): readonly TextEdit[] | undefined {
  const { trail, file, style } = site;
  const { name: input, object, isProperty } = passedInput(site) ?? {};
  const call = trail.call?.call;
  if (input === undefined || !call) {
    return undefined;
  }
  const passed = passedFor(site);
  if (passed) {
    return [replace(passed.value.range, passed.isShorthand ? `${input}: ${key}` : key)];
  }
  const last = call.args.at(-1);
  if (!last || isProperty) {
    const { type } = parametersOf(trail.site.owner)[placeOf(object, site)] ?? {};
    return addProperty(file, call, input, key, style, position, { type });
  }
  return style.writer.language === 'python'
    ? addProperty(file, call, input, key, style, position)
    : style.writer.namesArguments
      ? behind(file.program.text, last.range, `${input}: ${key}`)
      : // By its place among the others: none in front is left out.
        placeOf(input, site) === call.args.length
        ? behind(file.program.text, last.range, key)
        : undefined;
}

/** What is passed for the input that decides, where the call says it: by name, in an object of inputs, by its place. */
export function passedFor(
  site: Site,
): { readonly value: Expression; readonly isShorthand: boolean } | undefined {
  const { name: input, isProperty } = passedInput(site) ?? {};
  const args = site.trail.call?.call.args ?? [];
  if (input === undefined) {
    return undefined;
  }
  for (const { name, value } of args) {
    if (name === input) {
      return { value, isShorthand: false };
    }
    const entry =
      value.kind === 'object'
        ? value.entries.find(one => one.kind === 'entry' && one.name === input)
        : undefined;
    if (entry?.kind === 'entry') {
      return { value: entry.value, isShorthand: entry.isShorthand === true };
    }
  }
  const given = isProperty ? undefined : args[placeOf(input, site)];
  return given && given.name === undefined ? { value: given.value, isShorthand: false } : undefined;
}

/** The place of a parameter of what makes the trail. */
function placeOf(name: string | undefined, { trail }: Site): number {
  return parametersOf(trail.site.owner).findIndex(
    ({ target }) => target.kind === 'name' && target.name === name,
  );
}

/** What makes an object of the class around an owner takes. */
function parametersOf(owner: Owner): readonly Parameter[] {
  return classAround(owner)?.methods.get('constructor')?.declaration?.parameters ?? [];
}

/**
 * Edits that keep what may be given, and give the key where nothing is, in statements in front of where the trail gets it: for
 * a language that has no expression for it. `otherwise` are the lines that say what the key is, by the name of the variable.
 */
export function fallBackInFront(
  site: Site,
  given: string,
  type: string | undefined,
  otherwise: (variable: string, indent: string) => readonly string[],
): readonly TextEdit[] | undefined {
  const { file, style, trail } = site;
  const { property } = trail.reading;
  const { owner, range } = keyPoint(site);
  const statement = statementAround(owner, range);
  if (
    !style.writer.orElseLines ||
    !property ||
    property.file !== file ||
    !statement ||
    !hasOwnLine(file, statement)
  ) {
    return undefined;
  }
  const name = unusedName(site, style.writer.variable(lowered(property.name)));
  const indent = indentOf(file.program.text, statement);
  const lines = style.writer.orElseLines({ name, type }, given, otherwise(name, indent + style.unit), style);
  return [
    linesBefore(file, statement, lines.join(style.eol + indent), style),
    replaceProperty(property, name),
  ];
}

/** `EncryptionKey` → `encryptionKey`. */
function lowered(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
