import { hole } from '../../../../trail/keyPolicy/index.ts';
import type { Template, TemplatePart } from '../../../formats/hcl/index.ts';
import { largestValue, stepsFor } from './budget.ts';
import type { Evaluator } from './evaluator.ts';
import { entriesOf } from './functions/collections.ts';
import { bound } from './operations.ts';
import { partsOf } from './readValue.ts';
import type { Scope } from './scope.ts';
import { type Bindings, partial, type Value } from './value.ts';

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

/** Ends when there is more text than is gone on with. */
function textOf(
  evaluator: Evaluator,
  parts: readonly TemplatePart[],
  scope: Scope,
  bindings: Bindings,
): Parts {
  const written: (string | typeof hole)[] = [];
  let size = 0;
  for (const part of parts) {
    for (const piece of partText(evaluator, part, scope, bindings)) {
      written.push(piece);
      size += typeof piece === 'string' ? piece.length : 1;
    }
    if (size > largestValue) {
      break;
    }
  }
  return written;
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
    case 'for':
      return repeated(evaluator, part, scope, bindings);
  }
}

function repeated(
  evaluator: Evaluator,
  part: TemplatePart & { readonly kind: 'for' },
  scope: Scope,
  bindings: Bindings,
): Parts {
  const entries = entriesOf(evaluator.evaluate(part.collection, scope, bindings));
  if (!entries) {
    return [hole];
  }
  const written: (string | typeof hole)[] = [];
  for (const [key, value] of entries) {
    const inner = bound(bindings, part.keyName, key, part.valueName, value);
    const text = textOf(evaluator, part.body, scope, inner);
    const size = text.reduce((sum, piece) => sum + (typeof piece === 'string' ? piece.length : 1), 0);
    if (!evaluator.spend(stepsFor(size))) {
      return [hole];
    }
    written.push(...text);
  }
  return written;
}
