import type { Tree } from '@lezer/common';
import { placeBefore, type TextEdit, textAfter } from '../../../fix.ts';
import { indentAt, insert, lineEnd, replace } from '../../edit.ts';
import { type UnusedVariable, unusedVariables } from './unused.ts';

/** Edits that assign to nothing what no other variable reads once these edits are made. */
export function withoutUnused(
  edits: readonly TextEdit[],
  { tree, text }: { readonly tree: Tree; readonly text: string },
  treeOf: (text: string) => Tree,
): readonly TextEdit[] {
  const after = textAfter(text, edits);
  if (after === undefined) {
    return [];
  }
  const former = new Set(unusedVariables(tree, text).map(({ range }) => range.start));
  const at = (place: number) => placeBefore(place, edits);
  const now = unusedVariables(treeOf(after), after).filter(({ range }) => {
    const place = at(range.start);
    return place !== undefined && !former.has(place);
  });
  return now.flatMap(one => {
    const together = now.filter(({ short }) => short && short.sign.start === one.short?.sign.start);
    return assignedToNothing(one, together, at, text);
  });
}

/** `together`: those of its declaration that nothing reads. */
function assignedToNothing(
  variable: UnusedVariable,
  together: readonly UnusedVariable[],
  at: (place: number) => number | undefined,
  text: string,
): readonly TextEdit[] {
  const { name, range, short, statement, isAssigned } = variable;
  const place = at(range.start);
  const sign = short && at(short.sign.start);
  if (place !== undefined && short && sign !== undefined && !isAssigned) {
    // Without a new name, nothing is declared.
    const isLast = together.length === short.declared && together[0] === variable;
    return [
      replace({ start: place, end: place + name.length }, '_'),
      ...(isLast ? [replace({ start: sign, end: sign + ':='.length }, '=')] : []),
    ];
  }
  const end = statement && at(statement.end);
  if (place === undefined || end === undefined) {
    return [];
  }
  const line = text.includes('\r\n') ? '\r\n' : '\n';
  return [insert(lineEnd(text, end), `${line}${indentAt(text, place)}_ = ${name}`)];
}
