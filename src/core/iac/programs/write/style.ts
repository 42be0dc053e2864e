import { lineStart } from '../../formats/edit.ts';
import type { ProgramFile } from '../outline.ts';
import type { Style } from './code.ts';

/** The habits of a text, told from what stands in it. */
export function styleOf({ uri, program: { text } }: ProgramFile): Style {
  const language = /\.py$/i.test(uri) ? 'python' : 'javascript';
  return {
    language,
    quote: count(text, /"/g) > count(text, /'/g) ? '"' : "'",
    unit: unitOf(text, language),
    eol: text.includes('\r\n') ? '\r\n' : '\n',
    end: language === 'javascript' && /;[ \t]*(?:\/\/.*)?\r?$/m.test(text) ? ';' : '',
  };
}

function count(text: string, what: RegExp): number {
  return text.slice(0, 20_000).match(what)?.length ?? 0;
}

/** By what the first line that stands deeper than the one above it is deeper. */
function unitOf(text: string, language: Style['language']): string {
  const opens =
    language === 'python' ? /:[ \t]*(?:#.*)?\r?\n([ \t]+)\S/m : /\{[ \t]*(?:\/\/.*)?\r?\n([ \t]+)\S/m;
  const found = opens.exec(text);
  if (!found) {
    return language === 'python' ? '    ' : '  ';
  }
  const outer = /^[ \t]*/.exec(text.slice(lineStart(text, found.index)))?.[0] ?? '';
  const inner = found[1] ?? '';
  const unit = inner.startsWith(outer) ? inner.slice(outer.length) : inner;
  return unit === '' ? '  ' : unit;
}
