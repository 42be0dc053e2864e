import type { TextRange } from '../../../../base/text.ts';
import type { Expression } from '../../../formats/code/syntax.ts';
import type { HandedSite, Site } from './outline.ts';

/** What a call is handed at some places: its arguments, what is in them, and what a method is called on. */
export function handedBy(site: Site, isAt: (range: TextRange) => boolean): readonly HandedSite[] {
  const { call, owner, guards } = site;
  const { callee, args, range } = call;
  if (!isAt(range)) {
    return [];
  }
  const handed = (
    object: Expression,
    argument: HandedSite['argument'],
    isWithin = false,
  ): readonly HandedSite[] =>
    !isAt(object.range)
      ? []
      : isWay(object)
        ? [{ owner, guards, object, call, argument, range, ...(isWithin && { isWithin: true }) }]
        : partsOf(object).flatMap(part => handed(part, argument, true));
  return [
    ...(callee.kind === 'member' && isWay(callee.object) ? handed(callee.object, -1) : []),
    ...args.flatMap((one, index) =>
      one.spread === undefined && isAt(one.range) ? handed(one.value, one.name ?? index) : [],
    ),
  ];
}

/** What a list or an object that is written out holds. */
function partsOf(value: Expression): readonly Expression[] {
  switch (value.kind) {
    case 'list':
      return value.items.flatMap(one => (one.kind === 'spread' ? [] : [one]));
    case 'object':
      return value.entries.flatMap(one => (one.kind === 'spread' ? [] : [one.value]));
    default:
      return [];
  }
}

export function isAround(places: readonly number[]): (range: TextRange) => boolean {
  return ({ start, end }) => places.some(place => start <= place && place < end);
}

/** A name, or a way from one: what stands for an object that is somewhere else. */
export function isWay({ kind }: Expression): boolean {
  return kind === 'name' || kind === 'member';
}
