import type { TextRange } from '../../../../base/text.ts';
import type { TextEdit } from '../../../fix.ts';
import type { Call, Statement } from '../../../formats/code/syntax.ts';
import { insert, lineEnd, lineStart, replace } from '../../../formats/edit.ts';
import type { Place } from '../evaluation/value.ts';
import type { Owner, ProgramFile } from '../outline/outline.ts';
import type { Style } from './code.ts';
import type { Inputs } from './writer.ts';

/** The statement of an owner that a place is in: the innermost one. Undefined where there can be none beside it. */
export function statementAround(
  { declaration, file }: Owner,
  { start, end }: TextRange,
): Statement | undefined {
  let found: Statement | undefined;
  const look = (statements: readonly Statement[], isBody = false): void => {
    for (const statement of statements) {
      if (statement.range.start <= start && end <= statement.range.end) {
        found = isBody && statements.length === 1 && isBare(statement, file) ? undefined : statement;
        for (const inner of bodiesOf(statement)) {
          look(inner, true);
        }
      }
    }
  };
  look(declaration ? declaration.body : file.program.statements);
  return found && found.kind !== 'class' && found.kind !== 'function-statement' ? found : undefined;
}

/** Whether a statement is all that a condition or a loop has, without braces: another one beside it would be outside. */
function isBare(statement: Statement, { program: { text, comments } }: ProgramFile): boolean {
  let { start } = wholeOf(statement);
  for (const { range } of comments.filter(one => one.range.end <= start).toReversed()) {
    if (text.slice(range.end, start).trim() !== '') {
      break;
    }
    start = range.start;
  }
  return /(?:\)|\b(?:else|do))\s*$/.test(text.slice(Math.max(0, start - 200), start));
}

function bodiesOf(statement: Statement): readonly (readonly Statement[])[] {
  switch (statement.kind) {
    case 'if':
      return [statement.whenTrue, statement.whenFalse];
    case 'loop':
    case 'block':
      return [statement.body];
    default:
      return [];
  }
}

/** Whether lines can be put in front of a statement. */
export function hasOwnLine({ program: { text } }: ProgramFile, statement: Statement): boolean {
  const { start } = wholeOf(statement);
  return /^\uFEFF?[ \t]*(?:(?:export|default)[ \t]+)*$/.test(text.slice(lineStart(text, start), start));
}

/** A declaration with its word in front. */
export function wholeOf(statement: Statement): TextRange {
  return statement.kind === 'declare' ? statement.statement : statement.range;
}

/** Puts lines in front of a statement, and of the comments that are above it. */
export function linesBefore(
  file: ProgramFile,
  statement: Statement,
  lines: string,
  { eol }: Style,
): TextEdit {
  const { text, comments } = file.program;
  let place = lineStart(text, wholeOf(statement).start);
  for (const { range } of comments.filter(({ range }) => range.end <= place).toReversed()) {
    const start = lineStart(text, range.start);
    const isAbove = /^[ \t]*(?:\r\n|\r|\n)$/.test(text.slice(range.end, place));
    if (!isAbove || text.slice(start, range.start).trim() !== '') {
      break;
    }
    place = start;
  }
  return insert(place, `${indentOf(text, statement)}${lines}${eol}`);
}

/** Puts lines after a statement and the comment on its last line. */
export function linesBehind(
  file: ProgramFile,
  statement: Statement,
  lines: string,
  { eol }: Style,
): TextEdit {
  const { text } = file.program;
  return insert(lineEnd(text, wholeOf(statement).end), `${eol}${indentOf(text, statement)}${lines}`);
}

export function indentOf(text: string, statement: Statement): string {
  const { start } = wholeOf(statement);
  return /^[ \t]*/.exec(text.slice(lineStart(text, start), start))?.[0] ?? '';
}

/** Gives a property that is written already another value. */
export function replaceProperty({ value, range, name, isShorthand }: Place, code: string): TextEdit {
  return isShorthand || !value ? replace(range, `${name}: ${code}`) : replace(value.range, code);
}

/**
 * Adds a property to what a call passes by name: in an object at some position, or as an argument of that name. Undefined where
 * there is no place for it.
 */
export function addProperty(
  { program: { text } }: ProgramFile,
  call: Call,
  name: string,
  code: string,
  style: Style,
  position = 2,
  inputs?: Inputs,
): readonly TextEdit[] | undefined {
  return style.writer.addProperty(text, call, name, code, style, position, inputs);
}
