import type { PartialParse, Tree, TreeFragment } from '@lezer/common';
import type { LRParser } from '@lezer/lr';

/** A text is nested, or broken, more than any program: to read it would take longer than anybody waits. */
export class NoProgram extends Error {
  constructor() {
    super('The text is nested too deep, or has too many errors, to be read as a program.');
  }
}

/**
 * The tree of a text, without what is in more brackets than in any program. Throws `NoProgram` where it takes more work than any
 * program, with all the errors that somebody makes while typing.
 */
export function boundedParse(parser: LRParser, text: string, fragments: readonly TreeFragment[]): Tree {
  const tree = treeOf(parser, text, fragments, deepestStack) ?? treeOf(parser, shallow(text));
  if (!tree) {
    throw new NoProgram();
  }
  return tree;
}

/** Undefined where more is open at once than `deepest`, or than the stack has room for. */
function treeOf(
  parser: LRParser,
  text: string,
  fragments: readonly TreeFragment[] = [],
  deepest = Number.POSITIVE_INFINITY,
): Tree | undefined {
  const parse = parser.startParse(text, fragments) as PartialParse & Inside;
  try {
    for (let work = 0; work <= mostWork; ) {
      const from = parse.parsedPos;
      const tree = parse.advance();
      if (tree) {
        return tree;
      }
      const depth = depthOf(parse);
      if (depth > deepest) {
        return undefined;
      }
      const looked = lookedAt(parse, from);
      work += (depth > usualStack ? depth : 0) + looked / 16;
      work += parse.recovering > 0 ? recovery + looked : 0;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) {
      throw error;
    }
    // The parser calls itself for each level, and how many it can depends on what else is under way.
    return undefined;
  }
  throw new NoProgram();
}

function depthOf({ stacks }: Inside): number {
  let most = 0;
  for (const { stack } of stacks) {
    most = Math.max(most, stack.length);
  }
  return most;
}

/** How many characters were looked at for a token that was read just now. */
function lookedAt({ tokens }: Inside, from: number): number {
  let most = 0;
  for (const { start, lookAhead } of tokens.tokens) {
    most = start < from ? most : Math.max(most, lookAhead - start);
  }
  return most;
}

/** What the library knows of a parse that is under way. */
interface Inside {
  /** The ways in which the text may still be read, each with three numbers for everything that is open. */
  readonly stacks: readonly { readonly stack: readonly number[] }[];
  /** More than 0 behind an error. */
  readonly recovering: number;
  /** What was read last in each of the ways of reading a token: from where, and up to where that was looked at. */
  readonly tokens: { readonly tokens: readonly { readonly start: number; readonly lookAhead: number }[] };
}

/**
 * With each token of what can be read in several ways, the library copies all that is open; from 2,800 things on it
 * lets go of some, and goes through all of them with each token. A call that is open is up to five things.
 */
const deepestStack = 3 * 1500;

/** So much is open in no program that a person writes; below, a token takes as long as any. */
const usualStack = 3 * 300;

/** In numbers that are open while a token is read, each of about a tenth of a microsecond. */
const mostWork = 15_000_000;

/** What the search for a way to go on costs behind an error, in the same unit; it reads tokens again and again. */
const recovery = 400;

/** A text with blanks, in as many characters, for what is in more brackets than are looked at. */
function shallow(text: string): string {
  let depth = 0;
  return text.replaceAll(/[()[\]{}]|[^()[\]{}]+/g, part => {
    const before = depth;
    depth = Math.max(0, depth + ('([{'.includes(part) ? 1 : ')]}'.includes(part) ? -1 : 0));
    return Math.max(before, depth) <= deepestBrackets ? part : part.replaceAll(/[^\r\n]/g, ' ');
  });
}

const deepestBrackets = 250;
