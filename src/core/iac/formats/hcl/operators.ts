import { commentAt } from './skip.ts';
import type { BinaryOperator } from './syntax.ts';

/** The operator that is here, if any; ` ` and `/*` start comments. */
export function operatorAt(text: string, position: number, limit: number): BinaryOperator | undefined {
  // Most expressions end here.
  if (!beginnings.has(text.charCodeAt(position)) || commentAt(text, position, limit)) {
    return undefined;
  }
  const operator = operators.find(one => text.startsWith(one, position));
  return operator && position + operator.length <= limit ? operator : undefined;
}

/** Operators of a higher one bind their operands more tightly. */
export function precedenceOf(operator: BinaryOperator): number {
  return precedence[operator];
}

const precedence: Readonly<Record<BinaryOperator, number>> = {
  '||': 1,
  '&&': 2,
  '==': 3,
  '!=': 3,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '%': 6,
};

/** The longest first. */
const operators = (Object.keys(precedence) as BinaryOperator[]).sort(
  (left, right) => right.length - left.length,
);
const beginnings = new Set(operators.map(operator => operator.charCodeAt(0)));
