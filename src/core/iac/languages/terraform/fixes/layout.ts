import type { TextEdit } from '../../../fix.ts';

/** How a text is laid out, so that what is added looks as if its author had written it. */
export interface Layout {
  readonly lineBreak: string;
  /** One step of indentation. */
  readonly step: string;
}

export function layoutOf(text: string): Layout {
  const indent = /^([ \t]+)\S/m.exec(text)?.[1];
  return {
    lineBreak: text.includes('\r\n') ? '\r\n' : '\n',
    step: indent?.startsWith('\t') ? '\t' : ' '.repeat(indent && indent.length <= 8 ? indent.length : 2),
  };
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Before the line break that ends the line, or at the end of the text. */
export function lineStop(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  const stop = end === -1 ? text.length : end;
  return stop > offset && text.charAt(stop - 1) === '\r' ? stop - 1 : stop;
}

/** The spaces that a line starts with. */
export function indentAt(text: string, offset: number): string {
  const start = lineStart(text, offset);
  return /^[ \t]*/.exec(text.slice(start, offset + 1))?.[0] ?? '';
}

/** Blocks after another one, a blank line between, and one before what follows at once. */
export function linesBehind(text: string, offset: number, lines: readonly string[], indent = ''): TextEdit {
  const { lineBreak } = layoutOf(text);
  const stop = lineStop(text, offset);
  const content = ['', ...lines].map(line => `${lineBreak}${line === '' ? '' : indent + line}`).join('');
  const crowded = /^\r?\n[ \t]*[^\s]/.test(text.slice(stop, stop + 200));
  return { offset: stop, length: 0, content: crowded ? content + lineBreak : content };
}
