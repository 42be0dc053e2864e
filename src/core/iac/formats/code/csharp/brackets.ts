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
export function bracketsOf(tokens: Tokens): Brackets {
  const { text, count } = tokens;
  /** One more than the closing token of each that opens; 0 for the others. */
  const partners = new Int32Array(count);
  const open: Open[] = [];
  const counts: Record<string, number> = {};
  let flaws = 0;
  let isHeadOfType = false;
  /** The opening one of the brackets that were closed last. */
  let closed = 0;
  const written = (at: number): string => tokens.at(at);
  const closeTo = (length: number, by: number): void => {
    while (open.length > length) {
      const last = open.pop();
      if (last) {
        partners[last.at] = by + 1;
        counts[last.sign] = (counts[last.sign] ?? 1) - 1;
        flaws++;
      }
    }
  };
  /** Whether a line starts here, and the one above it ended with a value: a statement without its end. */
  const followsValue = (at: number): boolean =>
    at > 0 &&
    (tokens.kind(at - 1) !== 'sign' || /^[)}\]]$/.test(written(at - 1))) &&
    /[\r\n]/.test(text.slice(tokens.end(at - 1), tokens.start(at)));
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
  for (let at = 0; at < count; at++) {
    const kind = tokens.kind(at);
    const first = text.charCodeAt(tokens.start(at));
    if (kind === 'name' ? !beginsWord(first) : kind !== 'sign' || !matters(first)) {
      continue;
    }
    const one = written(at);
    if (kind === 'name') {
      isHeadOfType ||= typeWords.has(one);
      if (memberWords.has(one) && !accessors.has(written(at + 1))) {
        closeTo(open.at(-1)?.floor ?? 0, at);
      } else if (statementWords.has(one) && followsValue(at) && !open.at(-1)?.holdsStatements) {
        closeTo(open.findLastIndex(({ holdsStatements }) => holdsStatements) + 1, at);
      }
      continue;
    }
    if (one in closers) {
      const before = at > 0 ? written(at - 1) : ';';
      const isOfType = one === '{' && isHeadOfType;
      const holdsStatements =
        one === '{'
          ? isOfType ||
            accessors.has(written(at + 1)) ||
            (beginsBody(before) && !(before === ')' && makesObject(closed)))
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
  closeTo(0, count);
  return { endOf: at => (partners[at] || count + 1) - 1, flaws };
}

/** Tokens in the name of a class, at most. */
const longestPath = 40;

const typeWords = new Set(['class', 'struct', 'record', 'interface', 'namespace', 'enum']);
const accessors = new Set(['get', 'set', 'init', 'add', 'remove']);
/** Words that start a statement, and are in no expression after a value. */
const statementWords = new Set(['var', 'return', 'if', 'foreach', 'for', 'while', 'try']);
const memberWords = new Set(['public', 'private', 'protected', 'internal']);

/** Whether one of these words may start with a letter: most names do not, and need no look. */
function beginsWord(letter: number): boolean {
  return (wordBegins[letter] ?? 0) > 0;
}

const wordBegins = new Uint8Array(128);
for (const word of [...typeWords, ...statementWords, ...memberWords]) {
  wordBegins[word.charCodeAt(0)] = 1;
}

/** Brackets and semicolons, by their first character. */
function matters(sign: number): boolean {
  return (signBegins[sign] ?? 0) > 0;
}

const signBegins = new Uint8Array(128);
for (const sign of '()[]{};') {
  signBegins[sign.charCodeAt(0)] = 1;
}

/** What is in front of the braces of a body. */
function beginsBody(before: string): boolean {
  return /^(?:[;{})\]:]|=>|else|try|catch|finally|do|get|set|init|add|remove|delegate|unsafe|checked|unchecked)$/.test(
    before,
  );
}
