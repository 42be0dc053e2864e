import { TextLines, type TextRange } from '../../../base/text.ts';
import { labelCounts } from './header.ts';
import { type JsonMember, type JsonNode, readJson } from './lazyJson.ts';
import type { Attribute, Block, Body, Expression, HclComment, HclFile, Label } from './syntax.ts';
import { templateParts } from './template.ts';

/**
 * Reads a text in Terraform's JSON syntax into the same tree (Terraform documentation, "JSON Configuration Syntax"):
 * objects under the names of blocks are blocks, strings are templates, and `//` members are comments. A member of a
 * block's body that holds objects is both an attribute and blocks: only the reader of its resource type knows which.
 */
export function parseHclJson(text: string): HclFile {
  const root = readJson(text);
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

function topLevel(text: string, member: JsonMember): Block[] {
  const count = labelCounts.get(member.name);
  return count === undefined ? [] : labelled(text, member.name, [], member, count);
}

function labelled(
  text: string,
  type: string,
  labels: readonly Label[],
  member: JsonMember,
  count: number,
): Block[] {
  const objects = objectsIn(member.value);
  if (count === 0) {
    return objects.map(object => new JsonBlock(text, type, labels, member, object));
  }
  return objects.flatMap(object =>
    members(object).flatMap(next => {
      const label = { text: next.name, range: rangeOf(next.key) };
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
  readonly #object: JsonNode;
  #body: Body | undefined;

  constructor(text: string, type: string, labels: readonly Label[], member: JsonMember, object: JsonNode) {
    this.#text = text;
    this.#object = object;
    this.type = type;
    this.labels = labels;
    this.header = rangeOf(member.key);
    const { end } = object;
    this.range = { start: member.key.offset, end };
    this.closed = text.charCodeAt(end - 1) === 125;
    this.inner = { start: object.offset + 1, end: this.closed ? end - 1 : end };
  }

  get body(): Body {
    this.#body ??= new JsonBody(this.#text, this.#object);
    return this.#body;
  }
}

class JsonBody implements Body {
  readonly #text: string;
  readonly #members: readonly JsonMember[];
  #attributes: readonly Attribute[] | undefined;
  #blocks: readonly Block[] | undefined;

  constructor(text: string, object: JsonNode) {
    this.#text = text;
    this.#members = members(object);
  }

  get attributes(): readonly Attribute[] {
    this.#attributes ??= this.#members.map(member => attribute(this.#text, member));
    return this.#attributes;
  }

  get blocks(): readonly Block[] {
    this.#blocks ??= this.#members.flatMap(member =>
      labelled(this.#text, member.name, [], member, labelledInside.get(member.name) ?? 0),
    );
    return this.#blocks;
  }
}

function attribute(text: string, member: JsonMember): Attribute {
  const nameRange = rangeOf(member.key);
  const range = { start: nameRange.start, end: member.value.end };
  let value: Expression | undefined;
  return {
    name: member.name,
    nameRange,
    range,
    get value() {
      value ??= expression(text, member.value, 0);
      return value;
    },
  };
}

const deepest = 200;

function expression(text: string, node: JsonNode, depth: number): Expression {
  const range = rangeOf(node);
  if (depth > deepest) {
    return { kind: 'broken', range };
  }
  switch (node.type) {
    case 'string':
      return stringTemplate(text, node, range);
    case 'number':
    case 'boolean':
      return {
        kind: 'literal',
        value: node.type === 'boolean' ? node.value === true : Number(node.value),
        range,
      };
    case 'null':
      return { kind: 'literal', value: null, range };
    case 'array':
      return {
        kind: 'tuple',
        items: node.items.map(child => expression(text, child, depth + 1)),
        range,
      };
    case 'object':
      return {
        kind: 'object',
        items: members(node).map(member => ({
          key: stringTemplate(text, member.key, rangeOf(member.key)),
          value: expression(text, member.value, depth + 1),
          range: { start: member.key.offset, end: member.value.end },
        })),
        range,
      };
    default:
      return { kind: 'broken', range };
  }
}

function stringTemplate(text: string, node: JsonNode, range: TextRange): Expression {
  const closed = text.charCodeAt(range.end - 1) === 34 && range.end - range.start > 1;
  const inner = { start: range.start + 1, end: closed ? range.end - 1 : range.end };
  const value = String(node.value ?? '');
  const plain = text.slice(inner.start, inner.end) === value;
  const parts = plain
    ? templateParts(text, inner, 'json')
    : placed(templateParts(value, { start: 0, end: value.length }, 'json'), offsetsIn(text, inner));
  return { kind: 'template', form: 'json', parts, range, inner, closed };
}

/** Where each character of a string with escapes stands in the text, and where the string ends. */
function offsetsIn(text: string, { start, end }: TextRange): readonly number[] {
  const offsets: number[] = [];
  for (let offset = start; offset < end; ) {
    offsets.push(offset);
    const isEscape = text.charCodeAt(offset) === 92;
    offset += isEscape ? (text.charCodeAt(offset + 1) === 117 ? 6 : 2) : 1;
  }
  return [...offsets, end];
}

/** A tree that was read from a string's value, with its ranges where they stand in the text. */
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
function objectsIn(node: JsonNode | undefined): readonly JsonNode[] {
  if (node?.type === 'object') {
    return [node];
  }
  return node?.type === 'array' ? node.items.filter(child => child.type === 'object') : [];
}

function members(object: JsonNode): readonly JsonMember[] {
  return object.members.filter(({ name }) => name !== '//');
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

function rangeOf({ offset, end }: JsonNode): TextRange {
  return { start: offset, end };
}
