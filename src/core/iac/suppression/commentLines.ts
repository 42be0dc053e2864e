import { onceFor } from '../../base/onceFor.ts';
import type { TextLines, TextRange } from '../../base/text.ts';
import type { LanguageId } from '../languageTable.ts';

/** A comment of a document. */
export interface Comment {
  /** With its marks. */
  readonly range: TextRange;
  /** Without them; a block comment keeps its line breaks. */
  readonly text: string;
}

/** A text as its parser gives it. All its comments, in order: looked for when they are asked for. */
export interface Commented {
  readonly comments: readonly Comment[];
  /** What is indented deeper than the line that opens a block belongs to it. */
  readonly isIndented?: true;
}

/** One trail in one text, for whose sake its comments are read. */
export interface CommentedTrail {
  readonly language: LanguageId;
  readonly text: string;
  readonly lines: TextLines;
  readonly parsed: Commented;
  /** The first line of the declaration. */
  readonly header: TextRange;
  /** The whole declaration, from its header to its last character. */
  readonly whole: TextRange;
  /** The attribute that names the key. */
  readonly keyAttribute: TextRange | undefined;
  /** The call that makes the trail, when it is in this text: a module's. */
  readonly moduleCall?: TextRange;
}

/** One line of a comment. Scanners read comments by lines, also those of a block comment. */
export interface CommentLine {
  readonly line: number;
  /** Nothing but the comment is on its line. */
  readonly alone: boolean;
  /** Trimmed, without the marks of comments. */
  readonly text: string;
  readonly range: TextRange;
}

/** The scope with its comments by line, and where the trail's parts start and end. */
export interface Lines extends FileLines {
  readonly scope: CommentedTrail;
  /** First lines of what a comment may be put at: the resource, its key attribute, the module call. */
  readonly targets: readonly number[];
  readonly first: number;
  readonly last: number;
}

/** What the comments of a file result in, whichever trail they are read for. */
interface FileLines {
  /** Those that may speak to a scanner, in order. */
  readonly comments: readonly CommentLine[];
  /** The lines that hold nothing but comments. */
  readonly alone: ReadonlySet<number>;
  /** Where the comments end that precede anything else. */
  readonly headEnd: number;
}

export function linesOf(scope: CommentedTrail): Lines {
  const lineAt = (offset: number) => scope.lines.positionAt(offset).line;
  const starts = [scope.header, scope.keyAttribute, scope.moduleCall].flatMap(range => range?.start ?? []);
  const file = linesOfFile(scope);
  const first = lineAt(scope.whole.start);
  const last = lineAt(Math.max(scope.whole.start, scope.whole.end - 1));
  return {
    ...file,
    scope,
    targets: [...new Set(starts.map(lineAt))],
    first,
    last: scope.parsed.isIndented ? lastIndented(scope, file.alone, first, last) : last,
  };
}

/** The last of the comments behind a block that are indented as deep as what is in it. */
function lastIndented(
  { text, lines, whole }: CommentedTrail,
  alone: FileLines['alone'],
  first: number,
  end: number,
): number {
  const opening = text.slice(lines.startOf(first), whole.start);
  let last = end;
  for (let line = end + 1; line < lines.count && /^\s*(?:-\s+)*$/.test(opening); line++) {
    const written = text.slice(lines.startOf(line), lines.startOf(line + 1));
    const isDeeper = written.search(/\S/) > `${opening}.`.search(/\S/);
    if (written.trim() !== '' && !(isDeeper && alone.has(line))) {
      break;
    }
    last = written.trim() === '' ? last : line;
  }
  return last;
}

/** Read once for all trails of a file. */
const known = new WeakMap<Commented, FileLines>();

const silent: FileLines = { comments: [], alone: new Set(), headEnd: 0 };

function linesOfFile(scope: CommentedTrail): FileLines {
  const lines = known.get(scope.parsed) ?? (mayTell(scope.text) ? readLines(scope) : silent);
  known.set(scope.parsed, lines);
  return lines;
}

function readLines(scope: CommentedTrail): FileLines {
  const all = scope.parsed.comments.flatMap(comment => commentLines(comment, scope));
  return {
    comments: all.filter(({ text }) => mayTell(text)),
    alone: new Set(all.filter(({ alone }) => alone).map(({ line }) => line)),
    headEnd: headEndOf(scope),
  };
}

/** Whether a text may hold a comment that silences something. */
export function mayTell(text: string): boolean {
  return /ignore|skip|nosem|kics-scan|dd-iac-scan/i.test(text);
}

function headEndOf({ text, parsed }: CommentedTrail): number {
  let end = 0;
  for (const { range } of parsed.comments) {
    if (text.slice(end, range.start).replace(/^---/m, '').replace('\uFEFF', '').trim() !== '') {
      break;
    }
    end = range.end;
  }
  return end;
}

/** Whether the line is at a target: on its line, or alone in the stack of comments directly above it. */
export function isAtTarget(lines: Lines, comment: CommentLine): boolean {
  return lines.targets.some(target => comment.line === target || isInStackAbove(lines, comment, target));
}

/** Whether the comment and all lines between it and the target hold nothing but comments. */
export function isInStackAbove(lines: Lines, comment: CommentLine, target: number): boolean {
  return comment.alone && comment.line < target && comment.line >= stackAbove(lines, target);
}

/** The first line of the comments that are above a line without anything between them. */
function stackAbove(lines: Lines, target: number): number {
  const stacks = knownStacks(lines);
  let first = stacks.get(target);
  if (first === undefined) {
    first = target;
    while (lines.alone.has(first - 1)) {
      first--;
    }
    stacks.set(target, first);
  }
  return first;
}

const knownStacks = onceFor((_: Lines) => new Map<number, number>());

/** Whether the line belongs to the declaration, its first and last line included. */
export function isInside(lines: Lines, comment: CommentLine): boolean {
  return lines.first <= comment.line && comment.line <= lines.last;
}

function commentLines(comment: Comment, scope: CommentedTrail): CommentLine[] {
  const first = scope.lines.positionAt(comment.range.start).line;
  const parts = comment.text.split(/\r\n|\r|\n/);
  const marked = scope.text.slice(comment.range.start, comment.range.end);
  let from = 0;
  return parts.map((part, index) => {
    const text = part.replace(/^[\s#/*;]+/, '').trimEnd();
    const found = marked.indexOf(text, from);
    const range =
      found < 0 || text === ''
        ? comment.range
        : { start: comment.range.start + found, end: comment.range.start + found + text.length };
    from = Math.max(found, from);
    return { line: first + index, alone: index > 0 || standsAlone(comment, scope, first), text, range };
  });
}

function standsAlone(comment: Comment, scope: CommentedTrail, line: number): boolean {
  return scope.text.slice(scope.lines.startOf(line), comment.range.start).trim().replace('\uFEFF', '') === '';
}
