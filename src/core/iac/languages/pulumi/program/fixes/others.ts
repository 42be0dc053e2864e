import type { TextEdit } from '../../../../fix.ts';
import { replace } from '../../../../formats/edit.ts';
import { requireInput as requireInputOf } from '../../../programs/fixes/others.ts';
import { passedFor } from '../../../programs/fixes/passing.ts';
import type { Remedy } from '../../../programs/fixes/site.ts';
import type { ProgramFile } from '../../../programs/outline/outline.ts';
import { spelled } from '../../../programs/write/code.ts';
import { textAt } from '../../../programs/write/refer.ts';
import type { Site } from './site.ts';

/** Takes away what makes the input of the key one that may be left out: `config.get` becomes `config.require`. */
export function requireInput(site: Site): Remedy[] {
  return requireInputOf(site, () => [], requiringSetting);
}

function requiringSetting(
  { program: { text } }: ProgramFile,
  { start, end }: { readonly start: number; readonly end: number },
): TextEdit | undefined {
  const call = text.slice(start, end);
  const found = /\.(get|Get)(?=(?:_?[sS]ecret)?\s*\()/.exec(call);
  if (!found) {
    return undefined;
  }
  // What is required has no other value to fall back on.
  const fallback = /^\s*\.orElse\([^()]*\)/.exec(text.slice(end))?.[0] ?? '';
  const verb = found[1] === 'Get' ? '.Require' : '.require';
  const behind = fallback === '' ? start + found.index + '.get'.length : end + fallback.length;
  const rest = fallback === '' ? '' : call.slice(found.index + '.get'.length);
  return replace({ start: start + found.index, end: behind }, verb + rest);
}

/** `key.id` → `key.arn`, and the ARN of the key behind an alias. */
export function useArn(site: Site): Remedy[] {
  const { trail, file, style } = site;
  const { property } = trail.reading;
  const written = property?.file === file ? property.value : undefined;
  const value = trail.call ? passedFor(site)?.value : written;
  if (value?.kind !== 'member') {
    return [];
  }
  const isAlias =
    /alias/i.test(textAt(file, value.object)) || /^(?:name|aliasName|alias_name|arn)$/.test(value.name);
  const right = spelled(isAlias ? 'targetKeyArn' : 'arn', style);
  const reference = `${textAt(file, value.object)}.${right}`;
  return [
    {
      action: { kind: 'use-arn', reference },
      changes: [{ file, edits: [replace(value.nameRange, right)] }],
    },
  ];
}
