import type { TextRange } from '../../../../base/text.ts';
import type { TextEdit } from '../../../fix.ts';
import type { Expression, If, Statement } from '../../../formats/code/syntax.ts';
import { replace } from '../../../formats/edit.ts';
import { bindingsOf } from '../outline/classes.ts';
import type { Owner } from '../outline/outline.ts';
import { asksFor, isNoKey } from '../write/choices.ts';
import { hasOwnLine, indentOf, linesBefore } from '../write/edits.ts';
import type { Site } from './site.ts';

/*
 * A key that is given in a statement of its own, which runs under a condition: `if (encrypt) { props.encryptionKey = key; }`,
 * `if (encrypt) { chosen = key; }`.
 */

export interface UnderTest {
  readonly whole: If;
  /** Gives the key, and is all that runs under the condition. */
  readonly giving: Statement;
  /** What it gives. */
  readonly key: Expression;
  /** The condition asks for the key, or for what it is made of: without the condition, it may be missing. */
  readonly isAsked: boolean;
}

/** Where the key of a trail is given under a condition alone; undefined where it is given otherwise. */
export function underTest({ trail, file }: Site): UnderTest | undefined {
  const { property } = trail.reading;
  if (trail.call || property?.file !== file || !property.value) {
    return undefined;
  }
  const { owner } = property.environment;
  const { value: key, range } = onlyGivenTo(property.value, owner) ?? { ...property, value: property.value };
  const found = ifAround(owner.declaration?.body ?? file.program.statements, range);
  if (!found || !hasOwnLine(file, found.whole) || found.whole.whenFalse.length > 0) {
    return undefined;
  }
  return { ...found, key, isAsked: asksFor(found.whole.test, key, { file }).length > 0 };
}

/** What a variable that is declared without a value is given, where that is one thing alone. */
function onlyGivenTo(
  value: Expression,
  owner: Owner,
): { readonly value: Expression; readonly range: TextRange } | undefined {
  const [declared, given, ...others] = value.kind === 'name' ? bindingsOf(value.name, owner) : [];
  return declared?.kind === 'value' &&
    given?.kind === 'value' &&
    others.length === 0 &&
    (!declared.event.value || isNoKey(declared.event.value)) &&
    given.event.owner === owner &&
    given.event.value
    ? { value: given.event.value, range: given.event.range }
    : undefined;
}

function ifAround(
  statements: readonly Statement[],
  place: TextRange,
): Pick<UnderTest, 'whole' | 'giving'> | undefined {
  for (const statement of statements) {
    if (statement.range.start > place.start || place.end > statement.range.end) {
      continue;
    }
    switch (statement.kind) {
      case 'if': {
        const { whenTrue, whenFalse } = statement;
        const [giving, ...others] = whenTrue;
        // In Python, what gives a name a value declares it.
        const isAlone = others.length === 0 && /^(?:assign|declare|expression)$/.test(giving?.kind ?? '');
        return (
          ifAround([...whenTrue, ...whenFalse], place) ??
          (giving && isAlone && giving.range.start <= place.start && place.end <= giving.range.end
            ? { whole: statement, giving }
            : undefined)
        );
      }
      case 'loop':
      case 'block':
        return ifAround(statement.body, place);
      default:
        return undefined;
    }
  }
  return undefined;
}

/** Gives the key, or other code for it, whatever the condition is; comments stay. */
export function withoutTest({ file }: Site, { whole, giving, key }: UnderTest, code?: string): TextEdit {
  const { text, comments } = file.program;
  const inside = comments.filter(
    ({ range }) => range.start > whole.test.range.end && range.end <= whole.range.end,
  );
  const start = Math.min(giving.range.start, ...inside.map(({ range }) => range.start));
  const end = Math.max(endOf(giving, text), ...inside.map(({ range }) => range.end));
  const { range } = key;
  const body =
    text.slice(start, range.start) +
    (code ?? text.slice(range.start, range.end)) +
    text.slice(range.end, end);
  const outer = `\n${indentOf(text, whole)}`;
  return replace(writtenRange(whole, text), body.replaceAll(`\n${indentOf(text, giving)}`, outer));
}

/** Gives another key in front of the condition, which replaces it where it holds. */
export function inFrontOfTest(site: Site, under: UnderTest, code: string): TextEdit {
  const { text } = site.file.program;
  const { giving, key } = under;
  const written =
    text.slice(giving.range.start, key.range.start) + code + text.slice(key.range.end, endOf(giving, text));
  return linesBefore(site.file, under.whole, written, site.style);
}

/** The end of a statement with its semicolon. */
function endOf({ range: { end } }: Statement, text: string): number {
  return end + (/^[ \t]*;/.exec(text.slice(end))?.[0].length ?? 0);
}

/** A statement without the end of its last line, which is a part of it in Python. */
function writtenRange({ range: { start, end } }: Statement, text: string): TextRange {
  return { start, end: start + text.slice(start, end).trimEnd().length };
}
