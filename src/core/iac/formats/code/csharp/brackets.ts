import type { Tokens } from './tokens.ts';

/** Where the brackets of a text end, by the index of the token that opens each. */
export interface Brackets {
  /** The closing token; where it is missing, the first one that belongs to something else. */
  endOf(open: number): number;
  /** Brackets that nobody opened or closed. */
  readonly flaws: number;
}

interface Open {
  readonly at: number;
  readonly sign: string;
  /** How many brackets stay open where a word starts a member in it: those of the types around it. */
  readonly floor: number;
  /** Whether statements or members are in it, which end with a semicolon. */
  readonly holdsStatements: boolean;
}

const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const openers: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/**
 * Pairs brackets. One that is missing costs the statement, or the member of a class, that it is missing in: a semicolon, or
 * a line that starts a statement, closes what is open in the one before, and a word that starts a member closes the bodies
 * of statements around it.
 */
export function bracketsOf({ text, kinds, starts, ends }: Tokens): Brackets {
  const partners = new Map<number, number>();
  const open: Open[] = [];
  const counts: Record<string, number> = {};
  let flaws = 0;
  let isHeadOfType = false;
  /** The opening one of the brackets that were closed last. */
  let closed = 0;
  const written = (at: number): string => text.slice(starts[at], ends[at]);
  const closeTo = (length: number, by: number): void => {
    for (const { at, sign } of open.splice(length)) {
      partners.set(at, by);
      counts[sign] = (counts[sign] ?? 1) - 1;
      flaws++;
    }
  };
  /** Whether a line starts here, and the one above it ended with a value: a statement without its end. */
  const followsValue = (at: number): boolean =>
    at > 0 &&
    (kinds[at - 1] !== 'sign' || /^[)}\]]$/.test(written(at - 1))) &&
    /[\r\n]/.test(text.slice(ends[at - 1], starts[at]));
  /** `new Key(…) { … }`: a class is in front of the brackets, and its word in front of that. */
  const makesObject = (bracket: number): boolean => {
    let at = bracket - 1;
    while (at > bracket - longestPath && /^[\w.<>:,?[\]]+$/.test(written(at)) && written(at) !== 'new') {
      at--;
    }
    // `where T : new()` is a condition of what it stands in front of the body of.
    const isCondition = open.length === open.at(-1)?.floor && /^[,:]$/.test(written(at - 1));
    return written(at) === 'new' && !isCondition;
  };
  for (let at = 0; at < kinds.length; at++) {
    const one = written(at);
    if (kinds[at] === 'name') {
      isHeadOfType ||= typeWords.has(one);
      if (memberWords.has(one) && !accessors.has(written(at + 1))) {
        closeTo(open.at(-1)?.floor ?? 0, at);
      } else if (statementWords.has(one) && followsValue(at) && !open.at(-1)?.holdsStatements) {
        closeTo(open.findLastIndex(({ holdsStatements }) => holdsStatements) + 1, at);
      }
      continue;
    }
    if (kinds[at] !== 'sign') {
      continue;
    }
    if (one in closers) {
      const before = at > 0 ? written(at - 1) : ';';
      const isOfType = one === '{' && isHeadOfType;
      const holdsStatements =
        one === '{'
          ? isOfType || (beginsBody(before) && !(before === ')' && makesObject(closed)))
          : one === '(' && before === 'for';
      const floor = isOfType ? open.length + 1 : (open.at(-1)?.floor ?? 0);
      open.push({ at, sign: one, floor, holdsStatements });
      counts[one] = (counts[one] ?? 0) + 1;
    } else if (one in openers) {
      const opener = openers[one] ?? '';
      const wanted = counts[opener] ? open.findLastIndex(({ sign }) => sign === opener) : -1;
      const own = open[wanted];
      if (own) {
        closeTo(wanted + 1, at);
        closeTo(wanted, at);
        closed = own.at;
        flaws--;
      } else {
        flaws++;
      }
    } else if (one === ';' && !accessors.has(at > 0 ? written(at - 1) : '')) {
      closeTo(open.findLastIndex(({ holdsStatements }) => holdsStatements) + 1, at);
    }
    isHeadOfType &&= one !== ';' && one !== '{' && one !== '}';
  }
  closeTo(0, kinds.length);
  return { endOf: at => partners.get(at) ?? kinds.length, flaws };
}

/** Tokens in the name of a class, at most. */
const longestPath = 40;

const typeWords = new Set(['class', 'struct', 'record', 'interface', 'namespace', 'enum']);
const accessors = new Set(['get', 'set', 'init', 'add', 'remove']);
/** Words that start a statement, and are in no expression after a value. */
const statementWords = new Set(['var', 'return', 'if', 'foreach', 'for', 'while', 'try']);
const memberWords = new Set(['public', 'private', 'protected', 'internal']);

/** What is in front of the braces of a body. */
function beginsBody(before: string): boolean {
  return /^(?:[;{})\]:]|=>|else|try|finally|do|get|set|init|unsafe|checked|unchecked)$/.test(before);
}
