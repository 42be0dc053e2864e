import type { Expression, Statement } from '../../formats/code/syntax.ts';
import type { Site } from './outline/outline.ts';
import { statementAround, wholeOf } from './write/edits.ts';

/** Where the code of a call begins: with the statement or the field of a class that is given what it makes, else with itself. */
export function beginningOf({ owner, call }: Site): number {
  const { start } = call.range;
  const field = owner.classDeclaration?.members.find(
    one =>
      one.kind === 'field' &&
      one.range.start <= start &&
      start < one.range.end &&
      one.value?.range.start === start,
  );
  const statement = owner.kind === 'class' ? undefined : statementAround(owner, call.range);
  const isGiven = statement && valueIn(statement)?.range.start === start;
  return field?.range.start ?? (isGiven ? wholeOf(statement).start : start);
}

function valueIn(statement: Statement): Expression | undefined {
  switch (statement.kind) {
    case 'declare':
    case 'assign':
    case 'return':
      return statement.value;
    case 'expression':
      return statement.expression;
    default:
      return undefined;
  }
}
