import { TextLines, type TextRange } from '../../../base/text.ts';
import { parseJson } from '../json/index.ts';
import type { Entry, MapNode, TreeNode } from '../tree.ts';
import { backslash, closeBrace, quote } from './characters.ts';
import { labelCounts } from './header.ts';
import { templateParts } from './parser.ts';
import type { Attribute, Block, Body, Expression, HclComment, HclFile, Label } from './syntax.ts';

/**
 * Reads a text in Terraform's JSON syntax into the same tree (Terraform documentation, "JSON Configuration Syntax"):
 * objects under the names of blocks are blocks, strings are templates, and ` ` members are comments. A member of a block's
 * body that holds objects is both an attribute and blocks: only the reader of its resource type knows which. Every member
 * of a name that appears several times in an object is a block of its own (HCL JSON Syntax Specification).
 */
export function parseHclJson(text: string): HclFile {
  const root = parseJson(text).documents[0]?.root;
  const blocks = objectsIn(root).flatMap(object => members(object).flatMap(member => topLevel(text, member)));
  const comments = commentsIn(text);
  const attributes = objectsIn(root).flatMap(object =>
    members(object).map(member => attribute(text, member)),
  );
  let lines: TextLines | undefined;
  return {
    syntax: 'json',
    text,
    body: { attributes, blocks },
    comments,
    get lines() {
      lines ??= new TextLines(text);
      return lines;
    },
  };
}

/** Members of a body that have a name between them and their body. */
const labelledInside: ReadonlyMap<string, number> = new Map([
  ['dynamic', 1],
  ['provisioner', 1],
  ['backend', 1],
]);

/** Blocks of the tools around Terraform, by how many labels each has. */
const otherCounts: ReadonlyMap<string, number> = new Map([
  ['include', 1],
  ['dependency', 1],
  ['feature', 1],
  ['unit', 1],
  ['stack', 1],
  ['component', 1],
  ['deployment', 1],
]);

function topLevel(text: string, member: Entry): Block[] {
  const count = labelCounts.get(member.key) ?? otherCounts.get(member.key);
  return count === undefined ? [] : labelled(text, member.key, [], member, count);
}

function labelled(
  text: string,
  type: string,
  labels: readonly Label[],
  member: Entry,
  count: number,
): Block[] {
  const objects = objectsIn(member.value);
  if (count === 0) {
    return objects.map(object => new JsonBlock(text, type, labels, member, object));
  }
  return objects.flatMap(object =>
    members(object).flatMap(next => {
      const label = { text: next.key, range: next.keyRange };
      return labelled(text, type, [...labels, label], next, count - 1);
    }),
  );
}

class JsonBlock implements Block {
  readonly type: string;
  readonly labels: readonly Label[];
  readonly header: TextRange;
  readonly range: TextRange;
  readonly inner: TextRange;
  readonly closed: boolean;
  readonly #text: string;
  readonly #object: MapNode;
  #body: Body | undefined;

  constructor(text: string, type: string, labels: readonly Label[], member: Entry, object: MapNode) {
    this.#text = text;
    this.#object = object;
    this.type = type;
    this.labels = labels;
    this.header = member.keyRange;
    const { start, end } = object.range;
    this.range = { start: member.keyRange.start, end };
    this.closed = text.charCodeAt(end - 1) === closeBrace;
    this.inner = { start: start + 1, end: this.closed ? end - 1 : end };
  }

  get body(): Body {
    this.#body ??= new JsonBody(this.#text, this.#object);
    return this.#body;
  }

  get isRead(): boolean {
    return this.#body !== undefined;
  }
}

class JsonBody implements Body {
  readonly #text: string;
  readonly #members: readonly Entry[];
  #attributes: readonly Attribute[] | undefined;
  #blocks: readonly Block[] | undefined;

  constructor(text: string, object: MapNode) {
    this.#text = text;
    this.#members = members(object);
  }

  get attributes(): readonly Attribute[] {
    this.#attributes ??= this.#members.map(member => attribute(this.#text, member));
    return this.#attributes;
  }

  get blocks(): readonly Block[] {
    this.#blocks ??= this.#members.flatMap(member =>
      labelled(this.#text, member.key, [], member, labelledInside.get(member.key) ?? 0),
    );
    return this.#blocks;
  }
}

function attribute(text: string, { key, keyRange, range, value: node }: Entry): Attribute {
  let value: Expression | undefined;
  return {
    name: key,
    nameRange: keyRange,
    range,
    get value() {
      value ??= expression(text, node, 0);
      return value;
    },
  };
}

const deepest = 200;

function expression(text: string, node: TreeNode, depth: number): Expression {
  const { range } = node;
  if (depth > deepest) {
    return { kind: 'broken', range };
  }
  switch (node.kind) {
    case 'scalar':
      if (node.style === 'double') {
        return stringTemplate(text, node.text ?? '', range);
      }
      return node.broken ? { kind: 'broken', range } : { kind: 'literal', value: literal(node.text), range };
    case 'list':
      return { kind: 'tuple', items: node.items.map(item => expression(text, item, depth + 1)), range };
    case 'map':
      return {
        kind: 'object',
        items: members(node).map(({ key, keyRange, value, range }) => ({
          key: stringTemplate(text, key, keyRange),
          value: expression(text, value, depth + 1),
          range,
        })),
        range,
      };
    case 'alias':
      return { kind: 'broken', range };
  }
}

function literal(word: string | null): number | boolean | null {
  return word === 'true' || word === 'false' ? word === 'true' : word === null ? null : Number(word);
}

function stringTemplate(text: string, value: string, range: TextRange): Expression {
  const closed = text.charCodeAt(range.end - 1) === quote && range.end - range.start > 1;
  const inner = { start: range.start + 1, end: closed ? range.end - 1 : range.end };
  const plain = text.slice(inner.start, inner.end) === value;
  const parts = plain
    ? templateParts(text, inner, 'json')
    : placed(templateParts(value, { start: 0, end: value.length }, 'json'), offsetsIn(text, inner));
  return { kind: 'template', form: 'json', parts, range, inner, closed };
}

/** Where each character of a string with escapes is in the text, and where the string ends. */
function offsetsIn(text: string, { start, end }: TextRange): readonly number[] {
  const offsets: number[] = [];
  for (let offset = start; offset < end; ) {
    offsets.push(offset);
    const isEscape = text.charCodeAt(offset) === backslash;
    offset += isEscape ? (text.charCodeAt(offset + 1) === 117 ? 6 : 2) : 1;
  }
  return [...offsets, end];
}

/** A tree that was read from a string's value, with its ranges where they are in the text. */
function placed<T>(tree: T, offsets: readonly number[]): T {
  if (Array.isArray(tree)) {
    return tree.map(item => placed(item, offsets)) as T;
  }
  if (typeof tree !== 'object' || tree === null) {
    return tree;
  }
  if ('start' in tree && 'end' in tree) {
    const at = (offset: unknown) => offsets[Number(offset)] ?? offsets.at(-1) ?? 0;
    return { start: at(tree.start), end: at(tree.end) } as T;
  }
  return Object.fromEntries(Object.entries(tree).map(([name, item]) => [name, placed(item, offsets)])) as T;
}

/** A block may be given as an object or as a list of objects. */
function objectsIn(node: TreeNode | undefined): readonly MapNode[] {
  const nodes = node?.kind === 'list' ? node.items : node ? [node] : [];
  return nodes.filter(one => one.kind === 'map');
}

function members(object: MapNode): readonly Entry[] {
  return object.entries.filter(({ key }) => key !== '//');
}

/** Terraform passes over members named `//` (its documentation, "Comment Properties"). */
function commentsIn(text: string): readonly HclComment[] {
  if (!text.includes('"//"')) {
    return [];
  }
  return [...text.matchAll(/"\/\/"\s*:\s*"((?:[^"\\\n]|\\.)*)"/g)].map(match => ({
    range: { start: match.index, end: match.index + match[0].length },
    text: match[1] ?? '',
  }));
}
