import { type Expression, literalText, type Template } from '../../formats/hcl/index.ts';
import { canonical } from '../evaluation/canonical.ts';

/**
 * An expression that gives a key for some inputs only, with another key where it gives none: in the empty branch of a
 * choice, else behind it. `text` is the text in native syntax that the expression's ranges count in.
 */
export function filled(text: string, expression: Expression, key: string): string {
  const inner = unwrapped(expression);
  const gap = gapIn(inner);
  if (gap) {
    return text.slice(inner.range.start, gap.range.start) + key + text.slice(gap.range.end, inner.range.end);
  }
  return `coalesce(${text.slice(inner.range.start, inner.range.end)}, ${key})`;
}

/** Without the parentheses, and without the quotes around a single interpolation. */
export function unwrapped(expression: Expression): Expression {
  if (expression.kind === 'parentheses') {
    return unwrapped(expression.inner);
  }
  const only = expression.kind === 'template' ? onlyPart(expression) : undefined;
  return only?.kind === 'interpolation' ? unwrapped(only.expression) : expression;
}

/** The branch that is nothing, where the other one is a key for sure. */
function gapIn(expression: Expression): Expression | undefined {
  if (expression.kind !== 'conditional') {
    return undefined;
  }
  const { condition, yes, no } = expression;
  if (isNothing(no) && (isKey(yes) || isCheck(condition, '!=', yes))) {
    return no;
  }
  return isNothing(yes) && (isKey(no) || isCheck(condition, '==', no)) ? yes : undefined;
}

/** Whether a condition asks of the value itself that it is something: `var.key != null ? var.key : null`. */
function isCheck(condition: Expression, operator: '==' | '!=', value: Expression): boolean {
  const asked = unwrapped(condition);
  return (
    asked.kind === 'binary' &&
    asked.operator === operator &&
    isNothing(asked.right) &&
    canonical(asked.left) === canonical(value)
  );
}

function isNothing(expression: Expression): boolean {
  return (expression.kind === 'literal' && expression.value === null) || literalText(expression) === '';
}

function isKey(expression: Expression): boolean {
  const isReference = /^(?:data\.)?aws\w*\.[\w-]+(?:\[[^\][]*\])?\.\w+$/;
  return isReference.test(canonical(unwrapped(expression))) || (literalText(expression) ?? '') !== '';
}

function onlyPart({ form, parts }: Template) {
  return form === 'quoted' && parts.length === 1 ? parts[0] : undefined;
}
