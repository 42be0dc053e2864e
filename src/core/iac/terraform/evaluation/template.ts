import { hole } from '../../../trail/keyPolicy/index.ts';
import type { Template, TemplatePart } from '../../formats/hcl/index.ts';
import type { Evaluator } from './evaluator.ts';
import { entriesOf } from './functions/collections.ts';
import { bound } from './operations.ts';
import type { Scope } from './scope.ts';
import { type Bindings, partial, partsOf, type Value } from './value.ts';

type Parts = readonly (string | typeof hole)[];

/** A template: nothing but an interpolation is that value itself, anything else is text, with holes for what is unknown. */
export function templateValue(
  evaluator: Evaluator,
  { parts }: Template,
  scope: Scope,
  bindings: Bindings,
): Value {
  const [only] = parts;
  if (parts.length === 1 && only?.kind === 'interpolation') {
    return evaluator.evaluate(only.expression, scope, bindings);
  }
  return partial(textOf(evaluator, parts, scope, bindings));
}

function textOf(
  evaluator: Evaluator,
  parts: readonly TemplatePart[],
  scope: Scope,
  bindings: Bindings,
): Parts {
  return parts.flatMap(part => partText(evaluator, part, scope, bindings));
}

function partText(evaluator: Evaluator, part: TemplatePart, scope: Scope, bindings: Bindings): Parts {
  switch (part.kind) {
    case 'text':
      return [part.text];
    case 'interpolation':
      return partsOf(evaluator.evaluate(part.expression, scope, bindings));
    case 'if': {
      const holds = evaluator.decide(part.condition, scope, bindings);
      return holds === undefined ? [hole] : textOf(evaluator, holds ? part.yes : part.no, scope, bindings);
    }
    case 'for': {
      const entries = entriesOf(evaluator.evaluate(part.collection, scope, bindings));
      return (
        entries?.flatMap(([key, value]) => {
          const inner = bound(bindings, part.keyName, key, part.valueName, value);
          return textOf(evaluator, part.body, scope, inner);
        }) ?? [hole]
      );
    }
  }
}
