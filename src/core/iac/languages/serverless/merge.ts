import type { TextRange } from '../../../base/text.ts';
import {
  type Entry,
  entriesOf,
  follow,
  itemsOf,
  type ListNode,
  type MapNode,
  type TreeNode,
} from '../../formats/tree.ts';
import type { MovedEntry, Piece, TemplateFile } from '../cloudformation/template.ts';
import { fileOf } from '../cloudformation/template.ts';

/** The value of a variable; the piece itself if it is not one, or not known. */
export type Open = (piece: Piece) => Piece;

/**
 * What several pieces result in when each is merged into the ones before it: maps name by name, lists item by item, and
 * of everything else the last counts, as with lodash's `merge`. `levels` is how many maps deep it goes; below them the
 * last counts as a whole.
 */
export function merge(pieces: readonly Piece[], open: Open, levels = deepest): Piece {
  const [first, ...others] = pieces.map(open);
  return others.reduce((left, right) => mergeTwo(left, right, open, levels), first ?? nothing(pieces));
}

const deepest = 40;

function mergeTwo(left: Piece, right: Piece, open: Open, levels: number): Piece {
  const [one, other] = [follow(left.root), follow(right.root)];
  if (levels > 0 && one.kind === 'map' && other.kind === 'map') {
    return { file: right.file, root: mergeMaps(left, right, open, levels) };
  }
  const items = [itemsOf(one), itemsOf(other)] as const;
  if (levels > 0 && items[0] && items[1]) {
    return { file: right.file, root: mergeLists(left, right, items[0], items[1], open, levels) };
  }
  // What could not be read may be a map: nothing is lost, and there may be more.
  if (isVariable(other) && one.kind === 'map') {
    return { file: left.file, root: withMore(one, left.file, other, right.file) };
  }
  return isVariable(one) && other.kind === 'map'
    ? { file: right.file, root: withMore(other, right.file, one, left.file) }
    : right;
}

function mergeMaps(left: Piece, right: Piece, open: Open, levels: number): MapNode {
  const found = new Map<string, MovedEntry>();
  for (const piece of [left, right]) {
    for (const entry of entriesOf(piece.root)) {
      const moved = new Moved(entry, fileOf(entry, piece.file));
      const before = found.get(entry.key);
      found.set(entry.key, before ? mergeEntries(before, moved, open, levels - 1) : moved);
    }
  }
  return mapOf([...found.values()], right.root.range);
}

/** The entry is where the later of the two is. */
function mergeEntries(left: MovedEntry, right: MovedEntry, open: Open, levels: number): MovedEntry {
  const value = merge(
    [
      { file: left.file, root: left.value },
      { file: right.file, root: right.value },
    ],
    open,
    levels,
  );
  // What the later text brings is its own; a merged map knows the place of each entry.
  return new Moved(right, right.file, value.root);
}

function mergeLists(
  left: Piece,
  right: Piece,
  one: readonly TreeNode[],
  other: readonly TreeNode[],
  open: Open,
  levels: number,
): ListNode {
  const items = Array.from({ length: Math.max(one.length, other.length) }, (_, index) => {
    const [before, after] = [one[index], other[index]];
    return before && after
      ? mergeTwo({ file: left.file, root: before }, { file: right.file, root: after }, open, levels - 1).root
      : (after ?? before);
  });
  return {
    kind: 'list',
    items: items.filter(item => item !== undefined),
    flow: false,
    tag: undefined,
    range: right.root.range,
  };
}

/** Under its own name, a variable shows readers of properties that there may be more. */
function withMore(map: TreeNode, file: TemplateFile, variable: TreeNode, from: TemplateFile): MapNode {
  const key = variable.kind === 'scalar' ? (variable.text ?? '') : '';
  const { range } = variable;
  const more: MovedEntry = { key, keyRange: range, value: variable, valueRange: range, range, file: from };
  return mapOf([...entriesOf(map).map(entry => new Moved(entry, fileOf(entry, file))), more], map.range);
}

function isVariable(node: TreeNode): boolean {
  return node.kind === 'scalar' && node.text?.startsWith('${') === true;
}

export function mapOf(entries: readonly Entry[], range: TextRange): MapNode {
  return { kind: 'map', entries, flow: false, tag: undefined, range };
}

/** An entry with the text it is in; its value is read on demand. */
export class Moved implements MovedEntry {
  readonly file: TemplateFile;
  readonly #entry: Entry;
  readonly #value: TreeNode | undefined;

  constructor(entry: Entry, file: TemplateFile, value?: TreeNode) {
    this.#entry = entry;
    this.#value = value;
    this.file = file;
  }

  get key(): string {
    return this.#entry.key;
  }

  get keyRange(): TextRange {
    return this.#entry.keyRange;
  }

  get value(): TreeNode {
    return this.#value ?? this.#entry.value;
  }

  get valueRange(): TextRange {
    return this.#entry.valueRange;
  }

  get range(): TextRange {
    return this.#entry.range;
  }
}

function nothing([first]: readonly Piece[]): Piece {
  if (!first) {
    throw new RangeError('Nothing to merge');
  }
  return first;
}
