import type { TextRange } from '../../../../../base/text.ts';
import type { TextEdit } from '../../../../fix.ts';
import type { List as ListExpression } from '../../../../formats/code/syntax.ts';
import { addBehind, indentAt, isFirstOnLine, lineStart, replace } from '../../../../formats/edit.ts';
import type { Made } from '../../../programs/evaluation/value.ts';
import type { Owner } from '../../../programs/outline/outline.ts';
import { asData, type Code, print, type Style } from '../../../programs/write/code.ts';
import { hasOwnLine, indentOf, linesBefore, statementAround } from '../../../programs/write/edits.ts';
import { textAt } from '../../../programs/write/refer.ts';
import { dialectOf, type Printed, type Writing } from './dialect.ts';
import { surroundingsOf } from './options.ts';
import { PolicyCode } from './policyCode.ts';
import { Names, type Site } from './site.ts';

/** What a policy is made of, where that is written apart from the key. */
export interface Ground {
  readonly owner: Owner;
  readonly range: TextRange;
  /** How it becomes JSON, where a call of the program makes it that. */
  readonly printed?: Printed | undefined;
}

/**
 * Edits that write parts of a policy, with the lines that these need in front of the key, or of the data that the policy is
 * made of, and with what has to change where that is printed.
 */
export function written(
  site: Site,
  key: Made,
  write: (code: PolicyCode, writing: Writing) => readonly TextEdit[] | undefined,
  ground?: Ground,
): readonly TextEdit[] {
  const statement = key.call && statementAround(key.environment.owner, key.call.range);
  const around = surroundingsOf(key, site.style);
  const owner = ground?.owner ?? key.environment.owner;
  const front = ground ? statementAround(owner, ground.range) : statement;
  if (!statement || !front || !hasOwnLine(site.file, front) || !around) {
    return [];
  }
  const writing: Writing = { site, statement, around, names: new Names(site) };
  const dialect = dialectOf(site);
  const code = new PolicyCode(writing, { statement: front, owner });
  const edits = dialect.mayWrite(writing) ? write(code, writing) : undefined;
  const printed = ground?.printed;
  const lifted = printed ? dialect.lifted(printed, code.values, writing) : [];
  // What the key is created by may not be known there yet.
  const isTooEarly = front !== statement && (around.provider ?? around.parent) !== undefined;
  if (!edits || edits.length === 0 || !lifted || (isTooEarly && code.lines.length > 0)) {
    return [];
  }
  const all = [...linesInFront(site, front, code.lines), ...edits, ...lifted];
  const own = code.lines.length > 0 ? dialect.behind(writing) : [];
  return [...all, ...own, ...writing.names.edits(all.map(({ content }) => content).join('\n'))];
}

export function linesInFront(
  site: Site,
  statement: Writing['statement'],
  lines: readonly string[],
): readonly TextEdit[] {
  const { file, style } = site;
  const joint = style.eol + indentOf(file.program.text, statement);
  return lines.length === 0 ? [] : [linesBefore(file, statement, lines.join(joint), style)];
}

type List = Pick<ListExpression, 'items' | 'range'>;

/** Statements behind those of a list, written as these. */
export function appended(
  site: Site,
  list: List,
  statements: readonly Code[],
  as: Style = asData(site.style),
): readonly TextEdit[] | undefined {
  const last = list.items.at(-1);
  const { text } = site.file.program;
  if (!last || statements.length === 0) {
    return undefined;
  }
  const indent = indentAt(text, lineOf(last, text) ?? list.range.start);
  const style = { ...as, text: textAt(site.file, list) };
  return added(
    site,
    list,
    statements.map(one => print(one, style, indent)),
  );
}

/** Adds items after the last one of a list, which may have to start otherwise to hold them too. */
export function added(site: Site, list: List, items: readonly string[]): readonly TextEdit[] {
  const { file, style } = site;
  const { text } = file.program;
  const [first, last] = [list.items[0], list.items.at(-1)];
  if (!first || !last) {
    return [];
  }
  const line = lineOf(last, text);
  const before = line === undefined ? ' ' : style.eol + indentAt(text, line);
  const open = { start: list.range.start, end: first.range.start };
  const all = [...list.items.map(one => textAt(file, one)), ...items];
  const wide = style.writer.widened?.(textAt(file, { range: open }), all);
  return [
    ...(wide === undefined ? [] : [replace(open, wide)]),
    ...addBehind(text, last.range.end, before, items.join(`,${before}`)),
  ];
}

/** Where the line is below which others start: that of the item, or the last one of a chain. */
function lineOf({ range: { start, end } }: List['items'][number], text: string): number | undefined {
  const isChain = /^[ \t]*\./.test(text.slice(lineStart(text, end), end));
  return isFirstOnLine(text, start) ? start : isChain ? end : undefined;
}
