import type { For } from '../../../formats/hcl/index.ts';
import type { Evaluator } from './evaluator.ts';
import { entriesOf } from './functions/collections.ts';
import { bound } from './operations.ts';
import type { Scope } from './scope.ts';
import { asText, type Bindings, failure, list, map, unknownValue, type Value } from './value.ts';

/** `[for … : …]` and `{for … : … => …}`; unknown where the collection, a key or a condition is. */
export function forExpression(
  evaluator: Evaluator,
  expression: For,
  scope: Scope,
  bindings: Bindings,
): Value {
  const collection = evaluator.evaluate(expression.collection, scope, bindings);
  const entries = entriesOf(collection);
  if (!entries) {
    return collection.kind === 'unknown' ? unknownValue(collection.cause) : failure;
  }
  const items: Value[] = [];
  const grouped = new Map<string, Value[]>();
  for (const [key, value] of entries) {
    if (evaluator.isExhausted) {
      return unknownValue('not-understood');
    }
    const inner = bound(bindings, expression.keyName, key, expression.valueName, value);
    const keep = expression.condition ? evaluator.decide(expression.condition, scope, inner) : true;
    if (keep === undefined) {
      return unknownValue('decided-at-deployment');
    }
    if (!keep) {
      continue;
    }
    const result = evaluator.evaluate(expression.value, scope, inner);
    if (!expression.key) {
      items.push(result);
      continue;
    }
    const name = asText(evaluator.evaluate(expression.key, scope, inner));
    if (name === undefined) {
      return unknownValue('decided-at-deployment');
    }
    const values = expression.grouped ? grouped.get(name) : undefined;
    if (values) {
      values.push(result);
    } else {
      grouped.set(name, [result]);
    }
  }
  if (!expression.key) {
    return list(items);
  }
  return map(
    [...grouped].map(([name, values]) => [name, expression.grouped ? list(values) : (values[0] ?? failure)]),
  );
}
