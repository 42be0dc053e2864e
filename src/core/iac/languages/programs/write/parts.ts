import type { Expression } from '../../../formats/code/syntax.ts';
import type { ProgramFile } from '../outline/outline.ts';
import type { Raw } from './code.ts';
import { textAt } from './refer.ts';

/** A text of a program as parts of another one: what is written out in it is written out there, too. */
export function partsOfText(written: Expression, file: ProgramFile): readonly (string | Raw)[] {
  if (written.kind === 'literal') {
    return [String(written.value)];
  }
  const parts = written.kind === 'template' && !written.tag ? written.parts : [written];
  return parts.map(part =>
    typeof part === 'string' ? part : { raw: pointerAt(part, file) + textAt(file, part) },
  );
}

/** In Go, what a pointer is made of is no pointer itself. */
function pointerAt({ range: { start } }: Expression, { program: { text } }: ProgramFile): string {
  return text[start - 1] === '&' ? '&' : '';
}
