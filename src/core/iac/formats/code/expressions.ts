import type { SyntaxNode } from '@lezer/common';
import type { TextRange } from '../../../base/text.ts';
import { rangeOf } from './lezer.ts';
import type { Assign, Expression } from './syntax.ts';

/** `cfnTrail['kmsKeyId']` is `cfnTrail.kmsKeyId`. */
export function memberOrIndex(object: Expression, index: Expression, range: Expression['range']): Expression {
  return index.kind === 'literal' && typeof index.value === 'string'
    ? { kind: 'member', object, name: index.value, nameRange: index.range, range }
    : { kind: 'index', object, index, range };
}

export function unknownAt(node: SyntaxNode): Expression {
  return { kind: 'unknown', inside: [], range: rangeOf(node) };
}

/** Takes a property away from its object. */
export function removalOf(target: Expression, range: TextRange): Assign {
  return {
    kind: 'assign',
    target,
    value: { kind: 'literal', value: null, range },
    operator: 'removes',
    range,
  };
}
