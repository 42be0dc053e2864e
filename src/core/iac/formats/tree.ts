import { onceFor } from '../../base/onceFor.ts';
import type { TextRange } from '../../base/text.ts';

/**
 * One tolerant tree for YAML and JSON. Every position is an offset of the whole text; what could not be read is a
 * scalar marked `broken`, never a hole in the tree. Values are kept as text: `yes`, `0123` and `2012-10-17` mean
 * different things to different readers, and the caller knows what it expects.
 */
export type TreeNode = MapNode | ListNode | ScalarNode | AliasNode;

interface Placed {
  /** The value itself, without tag, anchor, trailing spaces and comments. */
  readonly range: TextRange;
  /** A YAML tag as written, such as `!Ref`. */
  readonly tag: string | undefined;
}

export interface MapNode extends Placed {
  readonly kind: 'map';
  readonly entries: readonly Entry[];
  /** Written between braces: all JSON, and YAML's flow style. */
  readonly flow: boolean;
}

export interface ListNode extends Placed {
  readonly kind: 'list';
  readonly items: readonly TreeNode[];
  readonly flow: boolean;
}

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

export interface ScalarNode extends Placed {
  readonly kind: 'scalar';
  /** `null` for a null that is written out or left empty. */
  readonly text: string | null;
  readonly style: ScalarStyle;
  /** Half-typed or malformed: its meaning is not known. */
  readonly broken: boolean;
}

/** `*name`. The target is shared, never copied, so that a tree of aliases stays as small as its text. */
export interface AliasNode extends Placed {
  readonly kind: 'alias';
  readonly name: string;
  readonly target: TreeNode | undefined;
}

export interface Entry {
  readonly key: string;
  /** Quotes included. */
  readonly keyRange: TextRange;
  readonly value: TreeNode;
  /** From the tag or anchor to the end of the value; empty, after the colon, where nothing is written. */
  readonly valueRange: TextRange;
  /** From the key to the end of the value. */
  readonly range: TextRange;
}

export interface Comment {
  readonly range: TextRange;
  /** Without the marks. */
  readonly text: string;
}

/** One document of a text; YAML may hold several. */
export interface TreeDocument {
  readonly format: 'json' | 'yaml';
  readonly root: TreeNode | undefined;
  readonly range: TextRange;
}

/** A text that was read as JSON or YAML. */
export interface TreeText {
  readonly documents: readonly TreeDocument[];
  /** All comments, in order. */
  readonly comments: readonly Comment[];
  /** What is indented deeper than the line that opens a block belongs to it. */
  readonly isIndented?: true;
  /** The lines of the text by what is in them; undefined for what is read as a whole. */
  readonly stretches?: () => Stretches | undefined;
}

/** Lines of a text that are read one by one, on demand. */
export interface Stretches {
  /** What comes before the first. */
  readonly frame: string;
  readonly all: readonly Stretch[];
}

export interface Stretch {
  readonly range: TextRange;
  /** Without a comment after a key. */
  readonly content: string;
  readonly isRead: boolean;
}

/** The node behind an alias; an alias to itself or to nothing stays what it is. */
export function follow(node: TreeNode): TreeNode {
  let current = node;
  for (let step = 0; current.kind === 'alias' && current.target && step < 32; step++) {
    current = current.target;
  }
  return current;
}

/** The entry of a name as YAML resolves it: the map's own (the last one wins), else one merged in by `<<`. */
export function entryOf(map: TreeNode | undefined, key: string): Entry | undefined {
  return map ? findEntry(map, key, 0) : undefined;
}

export function valueAt(map: TreeNode | undefined, key: string): TreeNode | undefined {
  const entry = entryOf(map, key);
  return entry && follow(entry.value);
}

/** A map with other entries in the place of a node. Nodes and entries may be read on demand: a copy by `...` would miss that. */
export function mapLike(node: TreeNode, entries: readonly Entry[]): MapNode {
  const flow = node.kind === 'map' && node.flow;
  return { kind: 'map', entries, flow, tag: undefined, range: node.range };
}

/** An entry under another name. */
export function renamed({ keyRange, value, valueRange, range }: Entry, key: string): Entry {
  return { key, keyRange, value, valueRange, range };
}

/** The text of a scalar; `undefined` for null and for everything that is not a scalar. */
export function textOf(node: TreeNode | undefined): string | undefined {
  const target = node && follow(node);
  return target?.kind === 'scalar' && !target.broken ? (target.text ?? undefined) : undefined;
}

/**
 * All entries that a map has, merged ones after its own. Of two with the same name the last counts, as in JSON and as
 * YAML's readers take it. A merge of something that is not there stays, under its own name.
 */
export function entriesOf(node: TreeNode | undefined): readonly Entry[] {
  const map = node && follow(node);
  if (map?.kind !== 'map') {
    return [];
  }
  return effective(map);
}

/** The same map is needed in every world. */
const effective = onceFor(effectiveOf);

function effectiveOf(map: MapNode): readonly Entry[] {
  const { entries } = map;
  if (entries.some(isMerge)) {
    const found = new Map<string, Entry>();
    collect(map, found, new Set(), 0);
    return [...found.values()];
  }
  if (!hasTwins(entries)) {
    return entries;
  }
  const last = new Map(entries.map(entry => [entry.key, entry]));
  return entries.filter(entry => last.get(entry.key) === entry);
}

/** Most maps are small, and need no set. */
function hasTwins(entries: readonly Entry[]): boolean {
  return entries.length > 8
    ? new Set(entries.map(({ key }) => key)).size < entries.length
    : entries.some(({ key }, index) => entries.findIndex(one => one.key === key) < index);
}

export function mapOf(node: TreeNode | undefined): MapNode | undefined {
  const target = node && follow(node);
  return target?.kind === 'map' ? target : undefined;
}

export function itemsOf(node: TreeNode | undefined): readonly TreeNode[] | undefined {
  const target = node && follow(node);
  return target?.kind === 'list' ? target.items : undefined;
}

const mergeDepth = 16;

function findEntry(node: TreeNode, key: string, depth: number): Entry | undefined {
  const map = follow(node);
  if (map.kind !== 'map' || depth > mergeDepth) {
    return undefined;
  }
  const { entries } = map;
  for (let index = entries.length - 1; index >= 0; index--) {
    const entry = entries[index];
    if (entry?.key === key) {
      return entry;
    }
  }
  for (const merged of entries) {
    for (const source of isMerge(merged) ? sourcesOf(merged) : []) {
      const found = findEntry(source, key, depth + 1);
      if (found) {
        return found;
      }
    }
  }
  return undefined;
}

function collect(map: MapNode, found: Map<string, Entry>, seen: Set<TreeNode>, depth: number): void {
  if (depth > mergeDepth || seen.has(map)) {
    return;
  }
  seen.add(map);
  const own = new Map(map.entries.filter(entry => !isMerge(entry)).map(entry => [entry.key, entry]));
  for (const [key, entry] of own) {
    if (!found.has(key)) {
      found.set(key, entry);
    }
  }
  for (const merged of map.entries.filter(isMerge)) {
    for (const source of sourcesOf(merged)) {
      const target = follow(source);
      if (target.kind === 'map') {
        collect(target, found, seen, depth + 1);
      } else {
        found.set(merged.key, merged);
      }
    }
  }
}

function isMerge(entry: Entry): boolean {
  return entry.key === '<<';
}

function sourcesOf(entry: Entry): readonly TreeNode[] {
  const value = follow(entry.value);
  return value.kind === 'list' ? value.items : [value];
}
