import type { TextEdit } from '../../../fix.ts';
import { addEntry, indentAt, replace, replaceValue } from '../../../formats/edit.ts';
import type { Habits, Written } from '../../../formats/print.ts';
import { type Entry, entryOf, itemsOf, type MapNode, type TreeNode, textOf } from '../../../formats/tree.ts';
import { callOf } from '../evaluation/intrinsic.ts';
import { keyProperty } from '../trail.ts';

/** Writes a property, with the maps around it where they are missing. */
export function setProperty(
  text: string,
  body: TreeNode,
  path: readonly string[],
  value: Written,
  habits: Habits,
): TextEdit[] | undefined {
  const [name, ...rest] = path;
  const map = writable(body);
  if (name === undefined || !map) {
    return undefined;
  }
  const entry = map.entries.findLast(one => one.key === name);
  if (!entry && name === 'Properties' && entryOf(map, 'Fn::Transform')) {
    // The included file brings them.
    return undefined;
  }
  if (!entry) {
    return addEntry(text, map, name, wrap(rest, value), habits);
  }
  const indent = indentAt(text, entry.keyRange.start);
  if (rest.length === 0) {
    return replaceValue(text, entry, value, indent, habits);
  }
  const inner = entry.value;
  if (inner.kind === 'scalar' && inner.text === null && !inner.broken) {
    return replaceValue(text, entry, wrap(rest, value), indent, habits);
  }
  return callOf(inner) ? undefined : setProperty(text, inner, rest, value, habits);
}

function wrap(path: readonly string[], value: Written): Written {
  return path.reduceRight<Written>((inner, name) => ({ [name]: inner }), value);
}

/** A map that is here itself: what is merged in from elsewhere is not ours to change. */
function writable(node: TreeNode): MapNode | undefined {
  return node.kind === 'map' && node.tag === undefined ? node : undefined;
}

/** The name in its right spelling, in the quotes it has. */
export function rename(text: string, entry: Entry): TextEdit {
  const written = text.slice(entry.keyRange.start, entry.keyRange.end);
  const quote = /^["']/.exec(written)?.[0] ?? '';
  return replace(entry.keyRange, quote + keyProperty + quote);
}

/** A value as it can be written elsewhere, with its functions by their long names. */
export function writtenOf(node: TreeNode): Written | undefined {
  const call = callOf(node);
  const argument = call && writtenOf(call.argument);
  if (call) {
    return argument === undefined ? undefined : { [call.name]: argument };
  }
  const items = itemsOf(node)?.map(writtenOf);
  return items ? (items.every(item => item !== undefined) ? items : undefined) : textOf(node);
}
