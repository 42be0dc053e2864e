import type { TextRange } from '../../../base/text.ts';
import type { Attribute, Block, Body, Expression, Label } from '../../formats/hcl/index.ts';
import { type Entry, entriesOf, follow, type MapNode, mapOf, type TreeNode } from '../../formats/tree.ts';

/*
 * Values of a plan in the form of the code that they came from, so that the evaluator of Terraform reads them. Texts are
 * what they are: `${…}` in one is not an interpolation.
 */

/** Deeper than any value of a provider. */
const deepest = 100;

/** A value that Terraform has evaluated. */
export function literalOf(node: TreeNode, depth = 0): Expression {
  const { range } = node;
  if (depth > deepest) {
    return { kind: 'broken', range };
  }
  switch (node.kind) {
    case 'scalar':
      return node.style === 'double'
        ? textLiteral(node.text ?? '', range)
        : node.broken
          ? { kind: 'broken', range }
          : { kind: 'literal', value: wordOf(node.text), range };
    case 'list':
      return { kind: 'tuple', items: node.items.map(item => literalOf(item, depth + 1)), range };
    case 'map':
      return {
        kind: 'object',
        items: entriesOf(node).map(entry => ({
          key: textLiteral(entry.key, entry.keyRange),
          value: literalOf(entry.value, depth + 1),
          range: entry.range,
        })),
        range,
      };
    case 'alias':
      return { kind: 'broken', range };
  }
}

function wordOf(word: string | null): number | boolean | null {
  return word === 'true' || word === 'false' ? word === 'true' : word === null ? null : Number(word);
}

export function textLiteral(text: string, range: TextRange): Expression {
  const parts = text === '' ? [] : [{ kind: 'text' as const, text, range }];
  return { kind: 'template', form: 'json', parts, range, inner: range, closed: true };
}

/** `aws_kms_key.logs.arn`, whatever characters its names have. */
export function referenceTo(names: readonly string[], range: TextRange): Expression {
  const [root = '', ...steps] = names;
  return steps.reduce<Expression>((object, name) => ({ kind: 'member', object, name, range }), {
    kind: 'variable',
    name: root,
    range,
  });
}

export function attributeNamed(name: string, value: Expression, range: TextRange = value.range): Attribute {
  return { name, nameRange: range, value, range };
}

/** An object of a plan as a block. `header`: what is underlined of it. */
export function blockOf(
  type: string,
  labels: readonly Label[],
  header: TextRange,
  range: TextRange,
  body: Body,
): Block {
  const inner = { start: Math.min(range.start + 1, range.end), end: Math.max(range.end - 1, range.start) };
  return { type, labels, header, range, inner, closed: true, body, isRead: true };
}

/** What is in an object: each member an attribute, and those that hold objects nested blocks as well. */
export function bodyOf(object: MapNode): Body {
  let attributes: readonly Attribute[] | undefined;
  let blocks: readonly Block[] | undefined;
  return {
    get attributes() {
      attributes ??= entriesOf(object).map(entry => attributeOfEntry(entry));
      return attributes;
    },
    get blocks() {
      blocks ??= entriesOf(object).flatMap(entry =>
        objectsIn(entry.value).map(one => blockOf(entry.key, [], entry.keyRange, one.range, bodyOf(one))),
      );
      return blocks;
    },
  };
}

export function attributeOfEntry(entry: Entry): Attribute {
  let value: Expression | undefined;
  return {
    name: entry.key,
    nameRange: entry.keyRange,
    range: entry.range,
    get value() {
      value ??= literalOf(entry.value);
      return value;
    },
  };
}

function objectsIn(node: TreeNode): readonly MapNode[] {
  const value = follow(node);
  return (value.kind === 'list' ? value.items : [value]).flatMap(one => mapOf(one) ?? []);
}
