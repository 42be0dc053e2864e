import { itemsOf, type TreeNode, textOf, valueAt } from '../../formats/tree.ts';
import { fieldAt, textAt } from '../manifests/resource.ts';
import { literalOf, none, text, unknownValue, type Value } from '../manifests/value.ts';

/** A value after the transforms of its patch (Crossplane documentation, "Function Patch and Transform", "Transform types"). */
export function transformed(value: Value, transforms: readonly TreeNode[]): Value {
  return transforms.reduce<Value>(applied, value);
}

/** A format of Go with the verb `%s`, or `%d`, for each value. */
export function format(pattern: string | undefined, values: readonly Value[]): Value {
  const parts = pattern?.split(/%[sdv]/);
  if (parts?.length !== values.length + 1 || pattern?.includes('%%')) {
    return unknownValue('not-understood');
  }
  const known = values.filter(value => value.kind === 'text');
  return known.length < values.length
    ? unknownValue()
    : text(...parts.flatMap((part, index) => [part, ...(known[index]?.parts ?? [])]));
}

function applied(value: Value, transform: TreeNode): Value {
  switch (textOf(valueAt(transform, 'type'))) {
    case 'convert':
      return value;
    case 'map':
      return chosen(value, valueAt(transform, 'map'));
    case 'match':
      return matched(value, valueAt(transform, 'match'));
    case 'string':
      return worded(value, valueAt(transform, 'string'));
    default:
      return unknownValue('not-understood');
  }
}

/** Crossplane fails where the map has no such key; the result is not known. */
function chosen(value: Value, map: TreeNode | undefined): Value {
  const literal = literalOf(value);
  const node = literal === undefined ? undefined : valueAt(map, literal);
  return node ? written(node) : unknownValue();
}

function matched(value: Value, match: TreeNode | undefined): Value {
  const literal = literalOf(value);
  for (const pattern of itemsOf(valueAt(match, 'patterns')) ?? []) {
    const isLiteral = (textAt(pattern, 'type') ?? 'literal') === 'literal';
    if (!isLiteral || literal === undefined) {
      return unknownValue('not-understood');
    }
    if (textAt(pattern, 'literal') === literal) {
      const result = valueAt(pattern, 'result');
      return result ? written(result) : unknownValue('not-understood');
    }
  }
  const fallback = valueAt(match, 'fallbackValue');
  return textAt(match, 'fallbackTo') === 'Input' ? value : fallback ? written(fallback) : unknownValue();
}

function worded(value: Value, string: TreeNode | undefined): Value {
  const pattern = textOf(fieldAt(string, 'fmt'));
  const type = textOf(valueAt(string, 'type')) ?? 'Format';
  return type === 'Format' && pattern !== undefined && value.kind === 'text'
    ? format(pattern, [value])
    : unknownValue('not-understood');
}

function written(node: TreeNode): Value {
  if (node.kind !== 'scalar') {
    return { kind: 'written', node };
  }
  return node.broken ? unknownValue('not-understood') : node.text === null ? none : text(node.text);
}
