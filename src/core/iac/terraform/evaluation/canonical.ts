import type { Expression, TemplatePart } from '../../formats/hcl/index.ts';

/** An expression as text without blanks and comments, so that the same question asked twice is one question. */
export function canonical(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return String(expression.value);
    case 'template':
      return JSON.stringify(expression.parts.map(part));
    case 'variable':
      return expression.name;
    case 'member':
      return `${canonical(expression.object)}.${expression.name}`;
    case 'index':
      return `${canonical(expression.object)}[${canonical(expression.key)}]`;
    case 'splat': {
      const steps = expression.steps.map(step => (step.kind === 'member' ? step.name : canonical(step.key)));
      return `${canonical(expression.object)}[*].${steps.join('.')}`;
    }
    case 'call':
      return `${expression.name}(${expression.args.map(canonical).join()})`;
    case 'conditional':
      return `(${canonical(expression.condition)}?${canonical(expression.yes)}:${canonical(expression.no)})`;
    case 'binary':
      return `(${canonical(expression.left)}${expression.operator}${canonical(expression.right)})`;
    case 'unary':
      return `${expression.operator}${canonical(expression.operand)}`;
    case 'tuple':
      return `[${expression.items.map(canonical).join()}]`;
    case 'object':
      return `{${expression.items.map(item => `${canonical(item.key)}=${canonical(item.value)}`).join()}}`;
    case 'for':
      return `for(${expression.keyName},${expression.valueName},${canonical(expression.collection)},${canonical(expression.value)})`;
    case 'parentheses':
      return canonical(expression.inner);
    case 'broken':
      return `broken@${expression.range.start}`;
  }
}

function part(one: TemplatePart): string {
  switch (one.kind) {
    case 'text':
      return one.text;
    case 'interpolation':
      return `\${${canonical(one.expression)}}`;
    case 'if':
      return `%{if ${canonical(one.condition)}}${one.yes.map(part).join('')}%{else}${one.no.map(part).join('')}`;
    case 'for':
      return `%{for ${canonical(one.collection)}}${one.body.map(part).join('')}`;
  }
}
