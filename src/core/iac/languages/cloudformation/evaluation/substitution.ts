import { type TreeNode, valueAt } from '../../../formats/tree.ts';
import { deployment } from './reference.ts';
import { none, type Opaque, TextBuilder, text, unknownOf, type Value } from './value.ts';

/** What the names in a string are looked up in. */
export interface SubstitutionContext {
  /** Variables of a framework that precedes CloudFormation, put in; `undefined` where there are none. */
  resolved(written: string): Value | undefined;
  literal(written: string): Value;
  evaluate(node: TreeNode): Value;
  /** `Key`, `Key.Arn`, `AWS::Region`. */
  named(name: string): Value;
}

/** A string of `Fn::Sub`, with a map of its own variables or without. */
export function substitute(
  written: string,
  variables: TreeNode | undefined,
  context: SubstitutionContext,
): Value {
  const resolved = context.resolved(written);
  if (resolved && resolved.kind !== 'text') {
    return unknownOf(resolved);
  }
  const parts = new TextBuilder();
  const known = new Map<string, Value>();
  for (const piece of resolved?.parts.flatMap(pieces) ?? pieces(written)) {
    if (typeof piece !== 'string') {
      parts.add([piece]);
      continue;
    }
    const name = /^\$\{([^{}]*)\}$/.exec(piece)?.[1]?.trim();
    if (name === undefined || name.startsWith('!')) {
      const literal = context.literal(name === undefined ? piece : `\${${name.slice(1)}}`);
      if (literal.kind !== 'text') {
        return unknownOf(literal);
      }
      parts.add(literal.parts);
      continue;
    }
    const own = variables && valueAt(variables, name);
    const value = known.get(name) ?? (own ? context.evaluate(own) : context.named(name));
    known.set(name, value);
    if (value.kind !== 'text') {
      return value.kind === 'none' && written === piece ? none : unknownOf(value);
    }
    parts.add(value.parts);
  }
  return parts.value;
}

/** A literal, with loop variables put in and dynamic references distinguished. */
export function readLiteral(written: string, loops: ReadonlyMap<string, Value>): Value {
  if (!written.includes('{')) {
    return text(written);
  }
  const parts = new TextBuilder();
  for (const piece of written.split(/(\{\{resolve:[^{}]*\}\}|[$&]\{[^{}]*\})/)) {
    const loop = /^[$&]\{(.*)\}$/.exec(piece)?.[1];
    const value = loop === undefined ? undefined : loops.get(loop);
    if (value?.kind === 'text') {
      parts.add(value.parts);
    } else if (value) {
      return value;
    } else if (piece.startsWith('{{resolve:')) {
      parts.add([deployment(piece, piece.slice(2, -2))]);
    } else {
      parts.add([piece]);
    }
  }
  return parts.value;
}

/** A text and the variables in it. */
function pieces(part: string | Opaque): (string | Opaque)[] {
  return typeof part === 'string' ? part.split(/(\$\{[^{}]*\})/) : [part];
}
