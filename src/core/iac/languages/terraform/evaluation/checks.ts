import { attributeOf, blocksOf, type Expression, literalText } from '../../../formats/hcl/index.ts';
import { bodiesOf, bodyWith, type Declared } from '../modules/module.ts';
import { canonical } from './canonical.ts';
import type { Value } from './value.ts';

/**
 * The conditions of a variable's `validation` blocks (Terraform documentation, "Custom Conditions"): when one fails, the
 * plan ends. `check` blocks only warn.
 */
export function validationsOf(variable: Declared): readonly Expression[] {
  return conditionsOf(blocksOf(bodyWith(variable, 'validation'), 'validation'));
}

/**
 * The conditions of a resource's `lifecycle { precondition { … } }` blocks, which end the plan likewise, and of its
 * `postcondition` blocks, which do so where the planned values decide them; these know the resource as `self`.
 */
export function lifecycleConditionsOf(resource: Declared): readonly Expression[] {
  const lifecycles = bodiesOf(resource).flatMap(body => blocksOf(body, 'lifecycle'));
  return conditionsOf(
    lifecycles.flatMap(({ body }) => [...blocksOf(body, 'precondition'), ...blocksOf(body, 'postcondition')]),
  );
}

/** Number of values that are compared one by one. */
const mostAllowed = 32;

/**
 * The values that the validations of a variable limit it to, as `contains(["a", "b"], var.x)` and
 * `var.x == "a" || var.x == "b"` do; undefined where they do not.
 */
export function allowedValues(
  variable: Declared,
  evaluate: (expression: Expression) => Value,
): readonly Value[] | undefined {
  const name = `var.${variable.name}`;
  for (const condition of validationsOf(variable).flatMap(one => operands(one, '&&'))) {
    const values = listed(condition, name, evaluate) ?? alternatives(condition, name, evaluate);
    if (values && values.length <= mostAllowed && values.every(isKnownText)) {
      return values;
    }
  }
  return undefined;
}

function conditionsOf(blocks: readonly { readonly body: Parameters<typeof attributeOf>[0] }[]): Expression[] {
  return blocks.flatMap(({ body }) => attributeOf(body, 'condition')?.value ?? []);
}

/** The operands of a chain of one operator, however deep its parentheses are. */
function operands(condition: Expression, operator: '&&' | '||'): readonly Expression[] {
  const found: Expression[] = [];
  const waiting = [condition];
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    const inner = bare(one);
    if (inner.kind === 'binary' && inner.operator === operator) {
      waiting.push(inner.right, inner.left);
    } else {
      found.push(inner);
    }
  }
  return found;
}

function listed(
  condition: Expression,
  name: string,
  evaluate: (expression: Expression) => Value,
): readonly Value[] | undefined {
  const [items, item] = condition.kind === 'call' && condition.name === 'contains' ? condition.args : [];
  if (!items || !item || canonical(item) !== name) {
    return undefined;
  }
  const all = evaluate(items);
  return all.kind === 'list' ? all.items : undefined;
}

function alternatives(
  condition: Expression,
  name: string,
  evaluate: (expression: Expression) => Value,
): readonly Value[] | undefined {
  const others = operands(condition, '||').map(one => {
    const sides = one.kind === 'binary' && one.operator === '==' ? [one.left, one.right] : [];
    const other = sides.find(side => canonical(side) !== name);
    return sides.some(side => canonical(side) === name) ? other : undefined;
  });
  return others.every(other => other !== undefined) ? others.map(evaluate) : undefined;
}

/** Without parentheses, and without the quotes that JSON puts around an expression. */
function bare(expression: Expression): Expression {
  if (expression.kind === 'parentheses') {
    return bare(expression.inner);
  }
  const [only] = expression.kind === 'template' ? expression.parts : [];
  return only?.kind === 'interpolation' && literalText(expression) === undefined
    ? bare(only.expression)
    : expression;
}

function isKnownText(value: Value): boolean {
  return value.kind === 'string' || value.kind === 'number';
}
