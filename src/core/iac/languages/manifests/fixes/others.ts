import { indentAt, insert, isFirstOnLine, replace, replaceValue } from '../../../formats/edit.ts';
import { printKey } from '../../../formats/print.ts';
import type { Entry } from '../../../formats/tree.ts';
import { entryAt } from '../resource.ts';
import { addField } from './placement.ts';
import { habitsAt, type Remedy, type Site } from './site.ts';

/** `kmsKeyId` → `kmsKeyID`. */
export function renameProperty({ trail, around }: Site): readonly Remedy[] {
  const { misspelt } = trail.reading;
  const { file, body } = trail.resource;
  const { key } = around.provider.properties;
  const { misspelling } = trail.declaration;
  if (!misspelt || !misspelling) {
    return [];
  }
  const quote = /^["']/.exec(file.text.slice(misspelt.keyRange.start, misspelt.keyRange.end))?.[0] ?? '';
  const name = quote === '' ? printKey(key, habitsAt(file, body)) : quote + key + quote;
  return [
    {
      action: { kind: 'rename-property', from: misspelt.key, to: key },
      changes: [{ file, edits: [replace(misspelt.keyRange, name)] }],
    },
  ];
}

/** Require the one input that leads to a key. */
export function requireInput({ finding, trail, around }: Site): readonly Remedy[] {
  const [input, ...others] = finding.when ?? [];
  const path = input?.value === undefined && others.length === 0 ? input?.input : undefined;
  const changes =
    finding.code === 'kms-key-conditional' && path !== undefined && !trail.instance
      ? around.provider.writes.requireInput(path, trail.resource)
      : undefined;
  return path !== undefined && changes ? [{ action: { kind: 'require-input', input: path }, changes }] : [];
}

/** A comment above the object; where the text can hold none, an annotation. */
export function ignoreHere({ finding, trail }: Site): readonly Remedy[] {
  const { instance, resource } = trail;
  const { file, body, entry, group } = instance?.caller ?? { entry: undefined, ...(instance ?? resource) };
  const action = { kind: 'ignore', code: finding.code } as const;
  const habits = habitsAt(file, body);
  const place =
    habits.format === 'yaml' ? placeOfComment(file.text, entry ? [entry] : body.entries) : undefined;
  if (place !== undefined) {
    const indent = indentAt(file.text, place);
    const content = `# cloudtrail-encryption:ignore ${finding.code}${habits.eol}${indent}`;
    return [{ action, changes: [{ file, edits: [insert(place, content)] }] }];
  }
  const path = ['metadata', 'annotations', 'cloudtrail-encryption/ignore'];
  const isObject = group !== '';
  const edits =
    !isObject || entryAt(body, path) ? undefined : addField(file.text, body, path, finding.code, habits);
  return edits ? [{ action, changes: [{ file, edits }] }] : [];
}

/** Above the first field that has a line of its own: after the dash of a list there is none. */
function placeOfComment(text: string, entries: readonly Entry[]): number | undefined {
  return entries.find(
    ({ keyRange: { start } }) => isFirstOnLine(text, start) && !/-\s*$/.test(before(text, start)),
  )?.keyRange.start;
}

function before(text: string, offset: number): string {
  return text.slice(Math.max(0, offset - 20), offset).replace(/^[\s\S]*[\r\n]/, '');
}

/** `${key.id}` → `${key.arn}`. */
export function useArn({ trail, around }: Site, written: string): readonly Remedy[] {
  const { entry } = trail.reading;
  const { file, body } = trail.resource;
  const arn = around.provider.writes.arnOf?.(written, trail.resource);
  if (arn === undefined || !entry) {
    return [];
  }
  const { start, end } = entry.valueRange;
  const habits = habitsAt(file, body);
  const place = file.text.slice(start, end).indexOf(written);
  const edits =
    place < 0
      ? replaceValue(file.text, entry, arn, indentAt(file.text, entry.keyRange.start), habits)
      : [replace({ start: start + place, end: start + place + written.length }, arn)];
  const reference = arn.replace(/^\$\{(.*)\}$/, '$1');
  return [{ action: { kind: 'use-arn', reference }, changes: [{ file, edits }] }];
}
