import { insert, lineStart, replace } from '../../../formats/edit.ts';
import { keyArgument } from '../trail.ts';
import { habitsAt, type Remedy, type Site } from './site.ts';

/** `kms_key` → `kms_key_id`. */
export function renameArgument(site: Site): Remedy[] {
  const { misspelt } = site.trail.reading;
  const entry = misspelt?.file === site.file ? misspelt.entry : undefined;
  if (!entry || site.trail.isCall) {
    return [];
  }
  const raw = site.file.text.slice(entry.keyRange.start, entry.keyRange.end);
  const edits = [replace(entry.keyRange, raw.replace(entry.key, keyArgument))];
  const action = { kind: 'rename-property', from: entry.key, to: keyArgument } as const;
  return [{ action, changes: [{ file: site.file, edits }] }];
}

/** A comment above the task, or above what brings it in. */
export function ignoreHere(site: Site): Remedy[] {
  const { node, file, finding } = site;
  const { text } = file;
  const at = node.flow ? node.range.start : (node.entries[0]?.keyRange.start ?? node.range.start);
  const line = lineStart(text, at);
  const [, mark = '', indent = ''] = /^(\uFEFF?)([ ]*)/.exec(text.slice(line, at)) ?? [];
  const { eol } = habitsAt(file, node);
  const content = `${indent}# cloudtrail-encryption:ignore ${finding.code}${eol}`;
  const action = { kind: 'ignore', code: finding.code } as const;
  return [{ action, changes: [{ file, edits: [insert(line + mark.length, content)] }] }];
}
