import type { SyntaxNode } from '@lezer/common';
import type { TextRange } from '../../../base/text.ts';
import { rangeOf } from './lezer.ts';
import type { Assign, Call, Expression, ObjectExpression, Operation } from './syntax.ts';

/** `cfnTrail['kmsKeyId']` is `cfnTrail.kmsKeyId`. */
export function memberOrIndex(object: Expression, index: Expression, range: Expression['range']): Expression {
  return index.kind === 'literal' && typeof index.value === 'string'
    ? { kind: 'member', object, name: index.value, nameRange: index.range, range }
    : { kind: 'index', object, index, range };
}

export function unknownAt(node: SyntaxNode): Expression {
  return { kind: 'unknown', inside: [], range: rangeOf(node) };
}

/** Operators that languages whose syntax comes from C write alike. */
export const operatorsOfC: Readonly<Record<string, Operation['operator']>> = {
  '||': '||',
  '&&': '&&',
  '==': '==',
  '!=': '!=',
  '+': '+',
};

/** An object with what is in others, of which the last one counts: all of it, or what counts as true. */
export function mergedOf(values: readonly [Expression, ...Expression[]], isFilled = false): ObjectExpression {
  const entries = values.map(value => ({ kind: 'spread' as const, value, isFilled, range: value.range }));
  const range = { start: values[0].range.start, end: entries.at(-1)?.range.end ?? values[0].range.end };
  return { kind: 'object', form: 'braces', entries, range };
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

/** What a method does to the list that it is called on: it appends what it is passed. */
export function appendingOf({ callee, args, range }: Call): Assign | undefined {
  const items = args.map(({ value, spread, range }) =>
    spread ? ({ kind: 'spread', value, range } as const) : value,
  );
  return callee.kind === 'member'
    ? {
        kind: 'assign',
        target: callee.object,
        value: { kind: 'list', items, range },
        operator: 'appends',
        range,
      }
    : undefined;
}

/** A method changes what it is called on, and what is in it then is not known. */
export function changeOf({ callee, args, range }: Call): Assign | undefined {
  const value: Expression = { kind: 'unknown', inside: args.map(one => one.value), range };
  return callee.kind === 'member'
    ? { kind: 'assign', target: callee.object, value, operator: 'merges', range }
    : undefined;
}
