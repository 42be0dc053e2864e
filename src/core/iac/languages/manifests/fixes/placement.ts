import type { TextEdit } from '../../../fix.ts';
import {
  addEntries,
  addItems,
  indentAt,
  isFirstOnLine,
  isSpaced,
  lineEnd,
  replace,
  replaceValue,
} from '../../../formats/edit.ts';
import {
  type Habits,
  printAfterKey,
  printFlow,
  printJsonLine,
  printKey,
  type Written,
} from '../../../formats/print.ts';
import type { Entry, MapNode } from '../../../formats/tree.ts';
import { firstBranch, isInBranch } from '../engine.ts';
import type { Field, FileEdits, NewResource } from '../provider.ts';
import { entryAt, fieldAt, namesOf, type Resource } from '../resource.ts';
import { keyPlaces } from '../trail.ts';
import { habitsAt, type Site } from './site.ts';

/** Names the key of a trail by a field, in the place of what names it so far. Undefined where no edit of this text does. */
export function placeKey({ trail, around, finding }: Site, [name, value]: Field): FileEdits | undefined {
  const { resource, reading, instance, input } = trail;
  if (instance) {
    const place = input === undefined ? undefined : resource.template?.placeIn(instance, input);
    const edits =
      place &&
      addField(instance.file.text, instance.body, place, value, habitsAt(instance.file, instance.body));
    return edits && { file: instance.file, edits };
  }
  const { file, body } = resource;
  const habits = habitsAt(file, body, resource.entry);
  const present = [
    ...new Set([...keyPlaces(resource, around).map(path => entryAt(body, namesOf(path))), reading.misspelt]),
  ];
  const [entry, ...others] = present.filter(one => one !== undefined);
  if (others.length > 0 || (entry && isInBranch(file.text, body.range.start, entry.keyRange.start))) {
    return undefined;
  }
  const { fallBack } = around.provider.writes;
  if (entry && finding.code === 'kms-key-conditional' && fallBack) {
    return typeof value === 'string' ? fallBack(entry, value, resource) : undefined;
  }
  const edits = entry
    ? replaceEntry(file.text, entry, name, value, habits)
    : addField(file.text, body, namesOf(around.provider.placesOf(name, resource)[0] ?? name), value, habits);
  return edits && { file, edits };
}

function replaceEntry(text: string, entry: Entry, name: string, value: Written, habits: Habits): TextEdit[] {
  const indent = indentAt(text, entry.keyRange.start);
  if (entry.key === name && typeof value === 'string') {
    return replaceValue(text, entry, value, indent, habits);
  }
  if (habits.format === 'yaml' && !isFirstOnLine(text, entry.keyRange.start)) {
    return [replace(entry.range, `${printKey(name, habits)}: ${printFlow(value, habits)}`)];
  }
  const isJson = habits.format === 'json';
  const written = isJson ? ` ${printJsonLine(value, habits)}` : printAfterKey(value, indent, habits);
  return [replace(entry.range, `${printKey(name, habits)}${habits.colon}${written}`)];
}

/** Sets a field, with the maps around it where they are missing. */
export function addField(
  text: string,
  map: MapNode,
  [name, ...rest]: readonly string[],
  value: Written,
  habits: Habits,
): TextEdit[] | undefined {
  if (name === undefined) {
    return undefined;
  }
  const entry = entryAt(map, [name]);
  if (!entry) {
    return addUnconditionally(text, map, [name, wrapped(rest, value)], habits);
  }
  const indent = indentAt(text, entry.keyRange.start);
  if (entry.value.kind === 'map' && rest.length > 0) {
    return addField(text, entry.value, rest, value, habits);
  }
  const isEmpty = entry.value.kind === 'scalar' && entry.value.text === null && !entry.value.broken;
  return rest.length === 0 || isEmpty
    ? replaceValue(text, entry, wrapped(rest, value), indent, habits)
    : undefined;
}

/** After the last field, or the last one that precedes the branches of a template engine. */
function addUnconditionally(
  text: string,
  map: MapNode,
  entry: Field,
  habits: Habits,
): TextEdit[] | undefined {
  const next = firstBranch(text, map.range.start, map.range.end);
  const behind = map.entries.findLast(({ range }) => next === undefined || range.end <= next);
  return behind || map.entries.length === 0 ? addEntries(text, map, [entry], habits, behind) : undefined;
}

function wrapped(path: readonly string[], value: Written): Written {
  return path.reduceRight<Written>((inner, name) => ({ [name]: inner }), value);
}

/**
 * Puts resources beside a trail: after its item in a template, or in a list of objects; else as documents after its own.
 * Undefined in JSON, of which a text holds one object.
 */
export function addResources({ trail, around }: Site, added: readonly NewResource[]): FileEdits | undefined {
  const { resource } = trail;
  const { file, template, manifest } = resource;
  const habits = habitsAt(file, resource.body, resource.entry);
  const items = added.map(one => (template ? around.provider.writes.item(one, resource) : one.manifest));
  const list = template?.list ?? (manifest.isItem ? fieldAt(manifest.document.root, 'items') : undefined);
  if (list?.kind === 'map') {
    const entries = added.map((one): [string, Written] => [
      one.name,
      around.provider.writes.item(one, resource),
    ]);
    const spaced = isSpaced(file.text, list);
    return { file, edits: addEntries(file.text, list, entries, habits, resource.entry, spaced) };
  }
  if (list) {
    return list.kind === 'list' ? { file, edits: addItems(file.text, list, items, habits) } : undefined;
  }
  if (habits.format === 'json') {
    return undefined;
  }
  const end = endOfDocument(resource);
  const isOpen = end > 0 && !/[\r\n]/.test(file.text.charAt(end - 1));
  const documents = items.map(item => `---${habits.eol}${printDocument(item, habits)}${habits.eol}`);
  return {
    file,
    edits: [{ offset: end, length: 0, content: (isOpen ? habits.eol : '') + documents.join('') }],
  };
}

/** After the last line of a manifest and the comments below it; what an engine says there may end a branch around it. */
function endOfDocument({ manifest: { file, document, body } }: Resource): number {
  const { text } = file;
  const rest = /^(?:---|\.\.\.)(?=\s|$)/m.exec(text.slice(body.range.end, document.range.end + 4));
  const limit = rest ? body.range.end + rest.index : document.range.end;
  const branch = firstBranch(text, body.range.end, limit);
  const written = text.slice(0, branch ?? limit).trimEnd().length;
  const end = lineEnd(text, Math.max(written, body.range.end));
  return text.startsWith('\r\n', end) ? end + 2 : end < text.length ? end + 1 : end;
}

function printDocument(value: Written, habits: Habits): string {
  const printed = printAfterKey(value, '', { ...habits, format: 'yaml' });
  // As the value of a key it would stand one level deeper.
  return printed
    .slice(habits.eol.length)
    .split(habits.eol)
    .map(line => (line.startsWith(habits.unit) ? line.slice(habits.unit.length) : line))
    .join(habits.eol);
}
