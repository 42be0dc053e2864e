import type { TextEdit } from '../../fix.ts';
import type { Expression } from '../../formats/code/syntax.ts';
import { replace } from '../../formats/edit.ts';
import { spelled } from '../../programs/write/code.ts';
import { addProperty, replaceProperty } from '../../programs/write/edits.ts';
import { trailClasses } from '../constructs.ts';
import { classOf } from '../names.ts';
import { callOf, type Site } from './site.ts';

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
  const { misspelt } = trail.reading;
  if (misspelt && name !== undefined) {
    const written = spelled(name, style);
    const entry = style.language === 'python' ? `${written}=${key}` : `${written}: ${key}`;
    return misspelt.file === file ? [replace(misspelt.range, entry)] : undefined;
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
