import { lineStart } from '../../../formats/edit.ts';
import type { DialectName } from '../dialect.ts';
import type { ProgramFile } from '../outline/outline.ts';
import type { Style } from './code.ts';
import type { Writer } from './writer.ts';
import { csharp } from './writers/csharp.ts';
import { go } from './writers/go.ts';
import { java } from './writers/java.ts';
import { javascript } from './writers/javascript.ts';
import { python } from './writers/python.ts';

const writers: Readonly<Record<DialectName, Writer>> = { javascript, python, java, go, csharp };

/** The habits of a text, derived from its content. */
export function styleOf({ dialect, program: { text } }: Pick<ProgramFile, 'dialect' | 'program'>): Style {
  const writer = writers[dialect.name];
  const { ends } = writer;
  const endsLines = ends === 'always' || (ends === 'habit' && /;[ \t]*(?:\/\/.*)?\r?$/m.test(text));
  return {
    writer,
    quote: count(text, /"/g) > count(text, /'/g) ? '"' : "'",
    unit: unitOf(text, writer),
    eol: text.includes('\r\n') ? '\r\n' : '\n',
    text,
    // Behind what makes an object, a brace starts a line of its own more often than not.
    ownsBraceLine: !/new\s[\w.<>]+(?:\(\))?[ \t]*\{[ \t]*\r?$/m.test(text),
    end: endsLines ? ';' : '',
    // A framework's own package, or what the CDK is called through.
    pointers: /"github\.com\/\w+\/\w+\/sdk\/v\d+\/go\/(\w+)"/.exec(text)?.[1] ?? 'jsii',
  };
}

function count(text: string, what: RegExp): number {
  return text.slice(0, 20_000).match(what)?.length ?? 0;
}

/** By what the first line that is deeper than the one above it is deeper. */
function unitOf(text: string, { deeper, unit: usual }: Writer): string {
  const found = deeper.exec(text);
  // Where tabs are usual, and there are some, other lines are those of a text.
  if (!found || (usual === '\t' && text.includes('\n\t'))) {
    return usual;
  }
  const outer = /^[ \t]*/.exec(text.slice(lineStart(text, found.index)))?.[0] ?? '';
  const inner = found[1] ?? '';
  const unit = inner.startsWith(outer) ? inner.slice(outer.length) : inner;
  return unit === '' ? '  ' : unit;
}
