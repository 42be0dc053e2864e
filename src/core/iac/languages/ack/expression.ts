import { itemsOf, type TreeNode, textOf, valueAt } from '../../formats/tree.ts';
import type { Template } from '../manifests/resource.ts';
import type { Scope } from '../manifests/scope.ts';
import { literalOf, none, text, unknownValue, type Value } from '../manifests/value.ts';

/*
 * Expressions in CEL, as far as keys depend on them: fields of the custom resource and of other items, literals, a comparison,
 * a negation, a choice between two of those.
 */

/** The ids of the items of a graph. */
export function itemsNamed(list: TreeNode): ReadonlySet<string> {
  return new Set((itemsOf(list) ?? []).flatMap(item => textOf(valueAt(item, 'id')) ?? []));
}

const deepest = 10;

/** What an expression evaluates to; unknown for anything else. */
export function evaluate(
  written: string,
  template: Template,
  items: ReadonlySet<string>,
  scope: Scope,
  depth = 0,
): Value {
  const expression = written.trim();
  const inner = (one: string) => evaluate(one, template, items, scope, depth + 1);
  if (depth > deepest) {
    return unknownValue('not-understood');
  }
  if (/^["']/.test(expression) && endOfText(expression, 0) === expression.length) {
    return text(expression.slice(1, -1).replace(/\\(.)/gs, (_, one: string) => escapes[one] ?? one));
  }
  if (/^(?:true|false)$/.test(expression)) {
    return text(expression);
  }
  const choice = choiceIn(expression);
  if (choice) {
    const condition = literalOf(inner(choice.condition));
    return condition === 'true' || condition === 'false'
      ? inner(condition === 'true' ? choice.one : choice.other)
      : unknownValue();
  }
  const comparison = /^([\w.?]+)\s*([!=]=)\s*("[^"]*"|'[^']*'|true|false)$/.exec(expression);
  if (comparison) {
    const [left, right] = [inner(comparison[1] ?? ''), literalOf(inner(comparison[3] ?? ''))];
    const same = literalOf(left) === undefined ? isOther(left) : literalOf(left) === right;
    return same === undefined ? unknownValue() : text(String(same === (comparison[2] === '==')));
  }
  if (expression.startsWith('!')) {
    const negated = literalOf(inner(expression.slice(1)));
    return negated === 'true' ? text('false') : negated === 'false' ? text('true') : unknownValue();
  }
  const [, path, fallback] = /^schema\.(spec[\w.?]*?)(?:\.orValue\((.*)\))?$/.exec(expression) ?? [];
  if (path !== undefined) {
    return (
      scope.input(template, path.replaceAll('?', '')) ?? (fallback === undefined ? none : inner(fallback))
    );
  }
  const [, item] = /^(\w+)\.[\w.?]+$/.exec(expression) ?? [];
  return item !== undefined && items.has(item)
    ? { kind: 'text', parts: [{ name: expression, item }] }
    : unknownValue('not-understood');
}

/** An input can be any value other than the literals that it is compared with. */
function isOther(value: Value): false | undefined {
  return value.kind === 'text' ? false : undefined;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** `condition ? one : other`, outside of texts and brackets. */
function choiceIn(
  expression: string,
): { readonly condition: string; readonly one: string; readonly other: string } | undefined {
  let question = -1;
  let depth = 0;
  for (let at = 0; at < expression.length; at++) {
    const character = expression.charAt(at);
    if (character === '"' || character === "'") {
      at = endOfText(expression, at) - 1;
    } else if ('([{'.includes(character)) {
      depth++;
    } else if (')]}'.includes(character)) {
      depth--;
    } else if (character === '?' && depth === 0 && question < 0 && expression.charAt(at - 1) !== '.') {
      question = at;
    } else if (character === ':' && depth === 0 && question >= 0) {
      return {
        condition: expression.slice(0, question),
        one: expression.slice(question + 1, at),
        other: expression.slice(at + 1),
      };
    }
  }
  return undefined;
}

/** After the closing quote of a text, or the end of the expression. */
function endOfText(expression: string, start: number): number {
  const quote = expression.charAt(start);
  let at = start + 1;
  while (at < expression.length && expression.charAt(at) !== quote) {
    at += expression.charAt(at) === '\\' ? 2 : 1;
  }
  return Math.min(at + 1, expression.length);
}
