import { addEntry, addItems, indentAt, insert, isFirstOnLine, lineStart } from '../../../formats/edit.ts';
import { follow, mapOf, valueAt } from '../../../formats/tree.ts';
import { keyProperty } from '../trail.ts';
import { rename } from './property.ts';
import { habitsAt, type Remedy, type Site } from './site.ts';

/** `KmsKeyId` → `KMSKeyId`. */
export function renameProperty(site: Site): Remedy[] {
  const { misspelt } = site.trail.reading;
  if (!misspelt || site.trail.stack) {
    return [];
  }
  const edits = [rename(misspelt.file.text, misspelt.entry)];
  const action = { kind: 'rename-property', from: misspelt.entry.key, to: keyProperty } as const;
  return [{ action, changes: [{ file: misspelt.file, edits }] }];
}

/** A comment above the resource; where the text can hold none, an entry in its `Metadata`. */
export function ignoreHere(site: Site): Remedy[] {
  const { resource, finding } = site;
  const { file, entry } = resource;
  const action = { kind: 'ignore', code: finding.code } as const;
  const habits = habitsAt(file, entry);
  if (habits.format === 'yaml' && isFirstOnLine(file.text, entry.keyRange.start)) {
    const place = placeOfComment(site);
    const indent = indentAt(file.text, place);
    const content = `# cloudtrail-encryption:ignore ${finding.code}${habits.eol}${indent}`;
    return [{ action, changes: [{ file, edits: [insert(place, content)] }] }];
  }
  const body = follow(resource.body);
  if (body.kind !== 'map') {
    return [];
  }
  const metadata = valueAt(body, 'Metadata');
  const own = valueAt(metadata, ownMetadata);
  const list = valueAt(own, 'ignore');
  const ours = { ignore: [finding.code] };
  const edits =
    list?.kind === 'list'
      ? addItems(file.text, list, [finding.code], habits)
      : own
        ? undefined
        : mapOf(metadata)?.kind === 'map' && metadata?.kind === 'map'
          ? addEntry(file.text, metadata, ownMetadata, ours, habits)
          : addEntry(file.text, body, 'Metadata', { [ownMetadata]: ours }, habits);
  return edits ? [{ action, changes: [{ file, edits }] }] : [];
}

/** Above the resource; after the dash of a list there is no line of its own, so it is inside then. */
function placeOfComment({ resource }: Site): number {
  const { entry, file, body } = resource;
  const start = entry.keyRange.start;
  const first = body.kind === 'map' && !body.flow ? body.entries[0] : undefined;
  const isBehindDash = file.text.slice(lineStart(file.text, start), start).includes('-');
  return isBehindDash && first ? first.keyRange.start : start;
}

const ownMetadata = 'cloudtrail-encryption';
