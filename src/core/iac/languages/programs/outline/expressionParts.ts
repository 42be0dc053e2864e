import type { Expression } from '../../../formats/code/syntax.ts';
import type { Guard } from './outline.ts';

/** The expressions that one is made of and that may hold calls, each with the condition under which it is reached. */
export function eachPart(expression: Expression, take: (part: Expression, guard?: Guard) => void): void {
  switch (expression.kind) {
    case 'literal':
    case 'name':
    case 'self':
    case 'result':
    case 'function':
    case 'class-expression':
      return;
    case 'template':
      takeIf(expression.tag, take);
      for (const part of expression.parts) {
        takeIf(typeof part === 'string' ? undefined : part, take);
      }
      return;
    case 'list':
      for (const item of expression.items) {
        take(item.kind === 'spread' ? item.value : item);
      }
      return;
    case 'object':
      takeIf(expression.type, take);
      for (const entry of expression.entries) {
        if (entry.kind === 'spread' || entry.hasCalls) {
          take(entry.value);
        }
      }
      return;
    case 'member':
      take(expression.object);
      return;
    case 'index':
      take(expression.object);
      take(expression.index);
      return;
    case 'call':
      take(expression.callee);
      takeIf(expression.initializer, take);
      for (const argument of expression.args) {
        if (argument.hasCalls) {
          take(argument.value);
        }
      }
      return;
    case 'conditional': {
      const { test, yes, no } = expression;
      take(test);
      take(yes, { kind: 'test', test, holds: true });
      take(no, { kind: 'test', test, holds: false });
      return;
    }
    case 'operation': {
      const { left, right, operator } = expression;
      take(left);
      const isGate = operator === '&&' || operator === '||';
      take(right, isGate ? { kind: 'test', test: left, holds: operator === '&&' } : undefined);
      return;
    }
    case 'not':
      take(expression.operand);
      return;
    case 'unknown':
      for (const part of expression.inside) {
        take(part);
      }
      return;
  }
}

function takeIf(part: Expression | undefined, take: (part: Expression) => void): void {
  if (part) {
    take(part);
  }
}
