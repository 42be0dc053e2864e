import type { SyntaxNode } from '@lezer/common';
import { rangeOf } from './lezer.ts';
import type { Expression } from './syntax.ts';

/** `cfnTrail['kmsKeyId']` is `cfnTrail.kmsKeyId`. */
export function memberOrIndex(object: Expression, index: Expression, range: Expression['range']): Expression {
  return index.kind === 'literal' && typeof index.value === 'string'
    ? { kind: 'member', object, name: index.value, nameRange: index.range, range }
    : { kind: 'index', object, index, range };
}

export function unknownAt(node: SyntaxNode): Expression {
  return { kind: 'unknown', inside: [], range: rangeOf(node) };
}
