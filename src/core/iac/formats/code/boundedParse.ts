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
      const tree = parse.advance();
      if (tree) {
        return tree;
      }
      const depth = parse.stacks.reduce((most, { stack }) => Math.max(most, stack.length), 0);
      if (depth > deepest) {
        return undefined;
      }
      work += (depth > usualStack ? depth : 0) + (parse.recovering > 0 ? recovery : 0);
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

/** What the library knows of a parse that is under way. */
interface Inside {
  /** The ways in which the text may still be read, each with three numbers for everything that is open. */
  readonly stacks: readonly { readonly stack: readonly number[] }[];
  /** More than 0 behind an error. */
  readonly recovering: number;
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

/** What the search for a way to go on costs behind an error, in the same unit. */
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
