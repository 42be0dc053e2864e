import type { Tokens } from './tokens.ts';

/** Where the brackets of a text end, by the index of the token that opens each. */
export interface Brackets {
  /** The closing token; where it is missing, the first one that belongs to something else. */
  endOf(open: number): number;
  /** Brackets that nobody opened or closed. */
  readonly flaws: number;
}

/** What is open at a place, from the outermost bracket in; columns of numbers, since every call opens one. */
class OpenBrackets {
  readonly #at: number[] = [];
  readonly #sign: number[] = [];
  /** How many brackets stay open where a word starts a member in it: those of the types around it. */
  readonly #floor: number[] = [];
  /** Whether statements or members are in it, which end with a semicolon. */
  readonly #holdsStatements: boolean[] = [];
  readonly #counts = new Int32Array(128);

  get length(): number {
    return this.#at.length;
  }

  get floor(): number {
    return this.#floor.at(-1) ?? 0;
  }

  get holdsStatements(): boolean {
    return this.#holdsStatements.at(-1) ?? false;
  }

  push(at: number, sign: number, floor: number, holdsStatements: boolean): void {
    this.#at.push(at);
    this.#sign.push(sign);
    this.#floor.push(floor);
    this.#holdsStatements.push(holdsStatements);
    this.#counts[sign] = this.count(sign) + 1;
  }

  /** Closes the innermost one, and answers which token opened it. */
  pop(): number {
    const sign = this.#sign.pop() ?? 0;
    this.#floor.pop();
    this.#holdsStatements.pop();
    this.#counts[sign] = this.count(sign) - 1;
    return this.#at.pop() ?? 0;
  }

  count(sign: number): number {
    return this.#counts[sign] ?? 0;
  }

  /** How many are around the innermost one of a sign; -1 where there is none. */
  lastOf(sign: number): number {
    return this.count(sign) > 0 ? this.#sign.lastIndexOf(sign) : -1;
  }

  /** How many are open up to the innermost one that holds statements. */
  get ofStatements(): number {
    return this.#holdsStatements.lastIndexOf(true) + 1;
  }
}

/** The closing brackets, by their codes, with those that open. */
const openers: ReadonlyMap<number, number> = new Map(
  ['()', '[]', '{}'].map(pair => [pair.charCodeAt(1), pair.charCodeAt(0)]),
);
const [roundBracket, squareBracket, curlyBracket] = [...openers.values()];
const semicolon = ';'.charCodeAt(0);

/**
 * Pairs brackets. One that is missing costs the statement, or the member of a class, that it is missing in: a semicolon, or
 * a line that starts a statement, closes what is open in the one before, and a word that starts a member closes the bodies
 * of statements around it.
 */
export function bracketsOf(tokens: Tokens): Brackets {
  const { text, count } = tokens;
  /** One more than the closing token of each that opens; 0 for the others. */
  const partners = new Int32Array(count);
  const open = new OpenBrackets();
  let flaws = 0;
  let isHeadOfType = false;
  /** The opening one of the brackets that were closed last. */
  let closed = 0;
  const written = (at: number): string => tokens.at(at);
  const closeTo = (length: number, by: number): void => {
    while (open.length > length) {
      partners[open.pop()] = by + 1;
      flaws++;
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
    const isCondition = open.length > 0 && open.length === open.floor && /^[,:]$/.test(written(at - 1));
    return written(at) === 'new' && !isCondition;
  };
  const isAccessor = (at: number): boolean => tokens.kind(at) === 'name' && accessors.has(written(at));
  const holdsStatements = (at: number, sign: number): boolean => {
    if (sign === squareBracket) {
      return false;
    }
    const before = at > 0 ? written(at - 1) : ';';
    return sign === roundBracket
      ? before === 'for'
      : isHeadOfType ||
          isAccessor(at + 1) ||
          (beginsBody(before) && !(before === ')' && makesObject(closed)));
  };
  for (let at = 0; at < count; at++) {
    const kind = tokens.kind(at);
    const sign = text.charCodeAt(tokens.start(at));
    if (kind === 'name') {
      if (mayBeWord(sign, tokens.end(at) - tokens.start(at))) {
        const word = written(at);
        isHeadOfType ||= typeWords.has(word);
        if (memberWords.has(word) && !isAccessor(at + 1)) {
          closeTo(open.floor, at);
        } else if (statementWords.has(word) && followsValue(at) && !open.holdsStatements) {
          closeTo(open.ofStatements, at);
        }
      }
      continue;
    }
    if (kind !== 'sign' || !matters(sign)) {
      continue;
    }
    const opener = openers.get(sign);
    if (opener !== undefined) {
      const wanted = open.lastOf(opener);
      if (wanted >= 0) {
        closeTo(wanted + 1, at);
        closed = open.pop();
        partners[closed] = at + 1;
      } else {
        flaws++;
      }
    } else if (sign !== semicolon) {
      const floor = sign === curlyBracket && isHeadOfType ? open.length + 1 : open.floor;
      open.push(at, sign, floor, holdsStatements(at, sign));
    } else if (!isAccessor(at - 1)) {
      closeTo(open.ofStatements, at);
    }
    isHeadOfType &&= sign !== semicolon && sign !== curlyBracket && opener !== curlyBracket;
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

/** Whether a name may be one of these words, by its first letter and its length: most are none, and need no look. */
function mayBeWord(letter: number, length: number): boolean {
  return length < 32 && ((wordLengths[letter] ?? 0) & (1 << length)) !== 0;
}

/** By first letter, a bit for each length. */
const wordLengths = new Int32Array(128);
for (const word of [...typeWords, ...statementWords, ...memberWords]) {
  const letter = word.charCodeAt(0);
  wordLengths[letter] = (wordLengths[letter] ?? 0) | (1 << word.length);
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
