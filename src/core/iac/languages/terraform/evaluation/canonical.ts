import type { Expression, TemplatePart } from '../../../formats/hcl/index.ts';

/** An expression as text without spaces and comments, so that the same question asked twice is one question. */
export function canonical(expression: Expression): string {
  return written(expression, 0);
}

/** What is nested deeper is distinguished by its place. */
const deepest = 500;

function written(expression: Expression, depth: number): string {
  if (depth > deepest) {
    return `…@${expression.range.start}-${expression.range.end}`;
  }
  const inner = (one: Expression) => written(one, depth + 1);
  switch (expression.kind) {
    case 'literal':
      return String(expression.value);
    case 'template': {
      const [only, ...others] = expression.parts;
      // Nothing but an interpolation is what is in it, which JSON can write in no other way.
      return only?.kind === 'interpolation' && others.length === 0
        ? inner(only.expression)
        : JSON.stringify(expression.parts.map(one => part(one, depth)));
    }
    case 'variable':
      return expression.name;
    case 'member':
      return `${inner(expression.object)}.${expression.name}`;
    case 'index':
      return `${inner(expression.object)}[${inner(expression.key)}]`;
    case 'splat': {
      const steps = expression.steps.map(step => (step.kind === 'member' ? step.name : inner(step.key)));
      return `${inner(expression.object)}[*].${steps.join('.')}`;
    }
    case 'call':
      return `${expression.name}(${expression.args.map(inner).join()})`;
    case 'conditional':
      return `(${inner(expression.condition)}?${inner(expression.yes)}:${inner(expression.no)})`;
    case 'binary':
      return `(${inner(expression.left)}${expression.operator}${inner(expression.right)})`;
    case 'unary':
      return `${expression.operator}${inner(expression.operand)}`;
    case 'tuple':
      return `[${expression.items.map(inner).join()}]`;
    case 'object':
      return `{${expression.items.map(item => `${inner(item.key)}=${inner(item.value)}`).join()}}`;
    case 'for':
      return `for(${expression.keyName},${expression.valueName},${inner(expression.collection)},${inner(expression.value)})`;
    case 'parentheses':
      return inner(expression.inner);
    case 'broken':
      return `broken@${expression.range.start}`;
  }
}

function part(one: TemplatePart, depth: number): string {
  const inner = (expression: Expression) => written(expression, depth + 1);
  const each = (other: TemplatePart) => part(other, depth + 1);
  switch (one.kind) {
    case 'text':
      return one.text;
    case 'interpolation':
      return `\${${inner(one.expression)}}`;
    case 'if':
      return `%{if ${inner(one.condition)}}${one.yes.map(each).join('')}%{else}${one.no.map(each).join('')}`;
    case 'for':
      return `%{for ${inner(one.collection)}}${one.body.map(each).join('')}`;
  }
}
