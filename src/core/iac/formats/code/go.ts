import type { Tree } from '@lezer/common';
import { parser } from '@lezer/go';
import { ContextTracker, type InputStream, type LRParser } from '@lezer/lr';
import { Statements } from './go/statements.ts';
import { unusedVariables } from './go/unused.ts';
import { withoutUnused } from './go/withoutUnused.ts';
import { lezerGrammar } from './lezer.ts';

export const go = lezerGrammar(
  endingLines(parser),
  (root, text) => new Statements(text).statementsIn(root),
  undefined,
  { refused: (tree, text) => unusedVariables(tree, text).length, consequences: withoutUnused },
);

/**
 * A line that ends with `true`, `false` or `nil` ends a statement (Go specification, "Semicolons"). The grammar's tracker takes
 * these for keywords, behind which none ends: `on := true` would swallow the line below it.
 */
function endingLines(grammar: LRParser): LRParser {
  const { context: tracker } = grammar as unknown as { readonly context: Tracker };
  return grammar.configure({
    contextTracker: new ContextTracker<boolean>({
      start: tracker.start,
      strict: tracker.strict,
      shift: (context, term, stack, input) => tracker.shift(context, term, stack, input) || isConstant(input),
      reuse: (_, node, __, input) => !isRow(node) && endsLine(input, node.length),
    }),
  });
}

/** Several statements, or declarations, of which each is ended; a part of a list starts with its comma. */
function isRow(node: Tree): boolean {
  return node.type.isAnonymous && node.topNode.firstChild?.name !== ',';
}

/** Whether a line that ends with what is taken over, and starts here, ends a statement. The grammar's tracker does not look at it. */
function endsLine(input: InputStream, length: number): boolean {
  const [before = '', last = ''] = [2, 1].map(back =>
    String.fromCharCode(Math.max(input.peek(length - back), 0)),
  );
  return /[\p{L}\p{N}_)\]}"'`]/u.test(last) || /^(?:\+\+|--)$/.test(before + last);
}

/** As the library keeps it. */
interface Tracker {
  readonly start: boolean;
  readonly strict: boolean;
  shift(context: boolean, term: number, stack: unknown, input: InputStream): boolean;
}

/** Whether a token that starts here is one of the constants that look like names. */
function isConstant(input: InputStream): boolean {
  const word = constants.get(input.peek(0));
  return word?.every((code, at) => input.peek(at) === code) === true && !isNamePart(input.peek(word.length));
}

/** By their first character: every token is asked. */
const constants: ReadonlyMap<number, readonly number[]> = new Map(
  ['true', 'false', 'nil'].map(word => [
    word.charCodeAt(0),
    Array.from(word, letter => letter.charCodeAt(0)),
  ]),
);

function isNamePart(code: number): boolean {
  return code > 0 && /[\w$]/.test(String.fromCharCode(code));
}
