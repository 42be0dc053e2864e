import { onOneLine } from './show.ts';

/*
 * Text as it is, in Markdown: CommonMark with the tables, strikethrough and formulas that GitHub and VS Code add.
 */

/**
 * For what VS Code renders: hovers and tooltips. Unlike `MarkdownString.appendText`, it leaves spaces as they are, so
 * that lines can break. The dollar sign becomes an entity, because VS Code looks for `$(icon)` after it has resolved
 * Markdown's escapes.
 */
export function escapeMarkdown(text: string): string {
  return onOneLine(text)
    .replace(/[\\`*_{}[\]()#+\-.!|<>~&]/g, '\\$&')
    .replaceAll('$', '&#36;');
}

/** For documents that people also read as text: only what means something within a line is escaped. */
export function inLine(text: string): string {
  return onOneLine(text)
    .replace(/[\\`*[\]<|~$]/g, '\\$&')
    .replace(/(?<![A-Za-z\d])_|_(?![A-Za-z\d])/g, '\\_')
    .replace(/&(?=#|\w+;)/g, '\\&');
}

/** The lines of a table; its cells are texts, not Markdown. */
export function table(titles: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return [titles, titles.map(() => '---'), ...rows].map(tableRow);
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.map(inLine).join(' | ')} |`;
}

/** Inline code. What could end it or draw an icon in it is escaped. */
export function code(text: string): string {
  return /^[^`$|\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+$/u.test(text) && text.trim() === text
    ? `\`${text}\``
    : escapeMarkdown(text);
}

/** A block of code, between fences that nothing inside can close. */
export function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
