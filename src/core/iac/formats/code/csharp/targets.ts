import type { TextRange } from '../../../../base/text.ts';
import type { Expression, Statement } from '../syntax.ts';
import type { Source } from './cursor.ts';
import type { Type } from './scope.ts';

/** What `new(…)` makes is of the type that is wanted where it stands (C# 9, "Target-typed new expressions"). */
export function targeted(
  value: Expression,
  written: Type,
  source: Source,
  classOf: (type: Type) => Expression,
): Expression {
  const type = withoutNull(written, source);
  const again = (part: Expression) => targeted(part, type, source, classOf);
  switch (value.kind) {
    case 'call':
      return value.isNew && value.callee.kind === 'unknown' ? { ...value, callee: classOf(type) } : value;
    case 'conditional':
      return { ...value, yes: again(value.yes), no: again(value.no) };
    case 'operation':
      return value.operator === '??'
        ? { ...value, left: again(value.left), right: again(value.right) }
        : value;
    case 'unknown':
      return { ...value, inside: value.inside.map(again) };
    case 'list': {
      const item = typeOfItems(type, source);
      const items = value.items.map(one =>
        one.kind === 'spread' || !item ? one : targeted(one, item, source, classOf),
      );
      return { ...value, items };
    }
    default:
      return value;
  }
}

/** The statements of a function that returns a type. */
export function returning(
  statements: readonly Statement[],
  target: (value: Expression, range: TextRange) => Statement,
): Statement[] {
  return statements.map((one): Statement => {
    switch (one.kind) {
      case 'return':
        return one.value ? target(one.value, one.range) : one;
      case 'if':
        return {
          ...one,
          whenTrue: returning(one.whenTrue, target),
          whenFalse: returning(one.whenFalse, target),
        };
      case 'loop':
      case 'block':
        return { ...one, body: returning(one.body, target) };
      default:
        return one;
    }
  });
}

/** What a task gives; any other type is itself. */
export function awaited(type: Type, source: Source): Type {
  return source.at(type[0]) === 'Task' ? (typeOfItems(type, source) ?? type) : type;
}

/** Of `Trail[]` and of `List<Trail>`; of `Dictionary<string, Trail>`, that of its values. */
export function typeOfItems(type: Type, source: Source): Type | undefined {
  const [from, end] = withoutNull(type, source);
  if (source.at(end - 1) === ']' && source.at(end - 2) === '[') {
    return [from, end - 2];
  }
  let open = from;
  while (open < end && source.at(open) !== '<') {
    open++;
  }
  return source.at(end - 1) === '>' && open < end ? source.parts(open + 1, end - 1).at(-1) : undefined;
}

/** `Trail` of `Trail?`. */
function withoutNull([from, to]: Type, source: Source): Type {
  return source.at(to - 1) === '?' ? [from, to - 1] : [from, to];
}
