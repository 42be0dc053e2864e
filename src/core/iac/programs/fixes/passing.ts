import type { TextEdit } from '../../fix.ts';
import { replace } from '../../formats/edit.ts';
import { behind } from '../write/behind.ts';
import { addProperty } from '../write/edits.ts';
import { passedInput, type Site } from './site.ts';

/** Edits that pass a key to what makes the trail, as the input that decides; `position` is that of the object of inputs. */
export function passKey(site: Site, key: string, position?: number): readonly TextEdit[] | undefined {
  const { trail, file, style } = site;
  const { name: input, isProperty } = passedInput(site) ?? {};
  const call = trail.call?.call;
  if (input === undefined || !call) {
    return undefined;
  }
  for (const { name, value } of call.args) {
    if (name === input) {
      return [replace(value.range, key)];
    }
    const entry =
      value.kind === 'object'
        ? value.entries.find(one => one.kind === 'entry' && one.name === input)
        : undefined;
    if (entry?.kind === 'entry') {
      return [replace(entry.value.range, entry.isShorthand ? `${input}: ${key}` : key)];
    }
  }
  const last = call.args.at(-1);
  return style.writer.namesArguments && last && !isProperty
    ? behind(file.program.text, last.range, `${input}: ${key}`)
    : addProperty(file, call, input, key, style, position);
}
