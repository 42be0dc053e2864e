import type { Binary, Conditional } from '../../../formats/hcl/index.ts';
import type { Input } from '../../../worlds/answers.ts';
import { stepsFor } from './budget.ts';
import type { Evaluator } from './evaluator.ts';
import { arithmetic, compareBound, questionId, unknownFrom } from './operations.ts';
import { asBool, asNumber, equal } from './readValue.ts';
import type { Scope } from './scope.ts';
import { asText, type Bindings, bool, failure, number, sizeOf, unknownValue, type Value } from './value.ts';

/** The branch that is taken; where it is not known, what both evaluate to. */
export function conditionalValue(
  evaluator: Evaluator,
  conditional: Conditional,
  scope: Scope,
  bindings: Bindings,
): Value {
  const holds = evaluator.decide(conditional.condition, scope, bindings);
  if (holds === undefined) {
    const yes = evaluator.evaluate(conditional.yes, scope, bindings);
    const no = evaluator.evaluate(conditional.no, scope, bindings);
    return equal(yes, no) === true ? yes : unknownValue('decided-at-deployment');
  }
  return evaluator.evaluate(holds ? conditional.yes : conditional.no, scope, bindings);
}

/** Logic asks the world about what it cannot know; so does a comparison, if the two sides are not known to be equal or not. */
export function binaryValue(evaluator: Evaluator, binary: Binary, scope: Scope, bindings: Bindings): Value {
  const { operator } = binary;
  if (operator === '&&' || operator === '||') {
    const stop = operator === '||';
    const left = evaluator.decide(binary.left, scope, bindings);
    if (left === stop) {
      return bool(stop);
    }
    const right = evaluator.decide(binary.right, scope, bindings);
    if (right === stop) {
      return bool(stop);
    }
    return left === undefined || right === undefined ? unknownValue('decided-at-deployment') : bool(!stop);
  }
  const left = evaluator.settle(evaluator.evaluate(binary.left, scope, bindings));
  const right = evaluator.settle(evaluator.evaluate(binary.right, scope, bindings));
  if (left.kind === 'error' || right.kind === 'error') {
    return failure;
  }
  const bounded = compareBound(operator, left, right);
  if (bounded !== undefined) {
    return bool(bounded);
  }
  if (operator === '==' || operator === '!=') {
    evaluator.spend(stepsFor(Math.min(sizeOf(left), sizeOf(right))) - 1);
    const same = equal(left, right) ?? asked(evaluator, binary, left, right, scope, bindings);
    return same === undefined ? unknownFrom(left, right) : bool((operator === '==') === same);
  }
  const [first, second] = [asNumber(left), asNumber(right)];
  if (first === undefined || second === undefined) {
    return left.kind === 'unknown' || right.kind === 'unknown' ? unknownFrom(left, right) : failure;
  }
  return arithmetic(operator, first, second);
}

/** Two sides that may be equal or not: the same question wherever the same two are compared. */
function asked(
  evaluator: Evaluator,
  binary: Binary,
  left: Value,
  right: Value,
  scope: Scope,
  bindings: Bindings,
): boolean | undefined {
  const notUnderstood = [left, right].some(one => one.kind === 'unknown' && one.cause === 'not-understood');
  if (notUnderstood || (left.kind !== 'unknown' && right.kind !== 'unknown')) {
    return undefined;
  }
  const id = `${questionId(binary.left, scope, bindings)} == ${questionId(binary.right, scope, bindings)}`;
  const answer = evaluator.world.choose(id, 2, inputCompared(left, right) ?? inputCompared(right, left));
  return answer === undefined ? undefined : answer === 0;
}

/** The input that is compared, and what makes the two equal. */
function inputCompared(input: Value, other: Value): Input | undefined {
  const literal = other.kind === 'null' ? '' : asText(other);
  return input.kind === 'unknown' && input.mustBeGiven !== undefined && literal !== undefined
    ? { name: input.mustBeGiven, answers: [literal, undefined] }
    : undefined;
}

export function unaryValue(operator: '!' | '-', operand: Value): Value {
  if (operand.kind === 'unknown' || operand.kind === 'error') {
    return operand.kind === 'error' ? operand : unknownValue(operand.cause);
  }
  if (operator === '!') {
    const value = asBool(operand);
    return value === undefined ? failure : bool(!value);
  }
  const value = asNumber(operand);
  return value === undefined ? failure : number(-value);
}
