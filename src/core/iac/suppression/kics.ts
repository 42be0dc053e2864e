import { type LanguageTraits, languageTable } from '../languageTable.ts';
import { coveredByScanners, isRuleOf } from '../scannerRules.ts';
import type { Suppression } from '../suppression.ts';
import { type CommentLine, isInStackAbove, isInside, type Lines } from './commentLines.ts';
import type { SuppressionReader } from './tool.ts';

/**
 * KICS and its fork dd-iac-scan. At the head of the file, before anything but comments: `ignore`, `disable=IDs`, and
 * `enable=IDs`, which leaves no other rule on. Anywhere: `ignore-line` for the next line that is not empty, `ignore-block`
 * for the block below. (KICS documentation, "Using commands on scanned files as comments".)
 */
export const kics: SuppressionReader = {
  comments: lines => {
    const places = linesFor(lines);
    return lines.comments
      .filter(comment => holds(lines, places, comment))
      .map((comment): Suppression => ({ tool: 'kics', range: comment.range, codes: coveredByScanners }));
  },
};

function holds(lines: Lines, { blocks, reported }: KicsLines, comment: CommentLine): boolean {
  const [, command, list] =
    /^(?:kics-scan|dd-iac-scan)\s+([a-z-]+)(?:\s*=\s*(.*))?/i.exec(comment.text) ?? [];
  switch (command?.toLowerCase()) {
    case 'ignore':
      return isAtHead(lines, comment);
    case 'disable':
      return isAtHead(lines, comment) && namesOurRule(list);
    case 'enable':
      return isAtHead(lines, comment) && !namesOurRule(list);
    case 'ignore-line':
      return reported.some(({ line, top }) => line === comment.line || isInStackAbove(lines, comment, top));
    case 'ignore-block':
      return blocks.some(line => isInStackAbove(lines, comment, line));
    default:
      return false;
  }
}

/** Lines that comments of KICS may be meant for. */
interface KicsLines {
  /** The first lines of the trail's blocks. */
  readonly blocks: readonly number[];
  /**
   * Where KICS reports: a missing key at the header of the resource or at its properties, a wrong one at the attribute.
   * `top` is the first of the empty lines above.
   */
  readonly reported: readonly { readonly line: number; readonly top: number }[];
}

function linesFor(lines: Lines): KicsLines {
  const { keyAttribute } = lines.scope;
  const blocks = [...lines.targets, ...propertyLines(lines)];
  const reported = keyAttribute ? [lineOf(lines, keyAttribute.start)] : blocks;
  return { blocks, reported: reported.map(line => ({ line, top: overEmptyLines(lines, line) })) };
}

function namesOurRule(list: string | undefined): boolean {
  return (list ?? '').split(',').some(id => isRuleOf('kics', id.trim()));
}

/** The line that opens the properties of a CloudFormation resource, or the arguments of a task. */
function propertyLines(lines: Lines): readonly number[] {
  const { scope } = lines;
  const opening = openings[languageTable[scope.language].scannerDialect];
  const found = opening?.exec(scope.text.slice(scope.whole.start, scope.whole.end));
  return found ? [lineOf(lines, scope.whole.start + found.index + found[0].search(/\S/))] : [];
}

const openings: Readonly<Record<LanguageTraits['scannerDialect'], RegExp | undefined>> = {
  terraform: undefined,
  kubernetes: undefined,
  program: undefined,
  template: /^[ \t]*["']?Properties["']?[ \t]*:/m,
  task: /^[ \t]*["']?(?:[\w.]+\.)?cloudtrail["']?[ \t]*:/m,
};

function isAtHead(lines: Lines, comment: CommentLine): boolean {
  return comment.alone && !isInside(lines, comment) && comment.range.end <= lines.headEnd;
}

/** The line itself, or the first of the empty lines above it. */
function overEmptyLines(lines: Lines, line: number): number {
  let first = line;
  while (first > 0 && isEmpty(lines, first - 1)) {
    first--;
  }
  return first;
}

function isEmpty({ scope }: Lines, line: number): boolean {
  return scope.text.slice(scope.lines.startOf(line), scope.lines.startOf(line + 1)).trim() === '';
}

function lineOf(lines: Lines, offset: number): number {
  return lines.scope.lines.positionAt(offset).line;
}
