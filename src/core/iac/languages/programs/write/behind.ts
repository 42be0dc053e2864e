import type { TextRange } from '../../../../base/text.ts';
import type { TextEdit } from '../../../fix.ts';
import { addBehind, indentAt, isFirstOnLine } from '../../../formats/edit.ts';

/** Adds something after a part between brackets, on a line of its own where the part has one. */
export function behind(text: string, { start, end }: TextRange, written: string): TextEdit[] {
  const isOwnLine = isFirstOnLine(text, start);
  const before = isOwnLine ? `${text.includes('\r\n') ? '\r\n' : '\n'}${indentAt(text, start)}` : ' ';
  return addBehind(text, end, before, written);
}
