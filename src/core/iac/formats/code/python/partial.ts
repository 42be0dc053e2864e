import { callingWith } from '../partial.ts';
import type { Call, Expression } from '../syntax.ts';

/** What the function `functools.partial` is called in a text: by itself, and as one of its module. */
export interface PartialNames {
  readonly own: ReadonlySet<string>;
  readonly modules: ReadonlySet<string>;
}

/** `functools.partial(Trail, self, key=key)` is the function that calls it with those and the rest. */
export function partialOf(call: Call, names: PartialNames): Expression {
  const [called, ...args] = call.args;
  return isPartial(call.callee, names) && called && called.name === undefined && !called.spread
    ? callingWith(called.value, args, call, ['positional', 'named'])
    : call;
}

function isPartial(callee: Expression, { own, modules }: PartialNames): boolean {
  return callee.kind === 'name'
    ? own.has(callee.name)
    : callee.kind === 'member' &&
        callee.name === 'partial' &&
        callee.object.kind === 'name' &&
        modules.has(callee.object.name);
}

/** Reads the imports of `functools`. */
export function partialNames(text: string): PartialNames {
  const own = new Set<string>();
  const modules = new Set<string>();
  if (text.includes('functools')) {
    for (const [, inside, line = inside] of text.matchAll(fromModule)) {
      for (const [, name = 'partial'] of (line ?? '').matchAll(/\bpartial\b(?:\s+as\s+(\w+))?/g)) {
        own.add(name);
      }
    }
    for (const [, name = 'functools'] of text.matchAll(wholeModule)) {
      modules.add(name);
    }
  }
  return { own, modules };
}

const fromModule = /^[ \t]*from[ \t]+functools[ \t]+import[ \t]+(?:\(([^)]*)\)|(.*))/gm;

const wholeModule = /^[ \t]*import[ \t](?:.*,)?[ \t]*functools\b(?:[ \t]+as[ \t]+(\w+))?/gm;
