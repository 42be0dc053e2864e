import { importsFor, trailWord } from '../candidates.ts';
import { type Sign, signsFor } from './signs.ts';

/** What is seen of a file without decoding it. */
export interface Glance {
  /** Whether it may be about trails: `mayNameTrail` of its text. */
  readonly mayNameTrail: boolean;
  /** What others look for in files around. */
  readonly signs: readonly Sign[];
}

/** Looks at a text, which may be one in Latin-1 of bytes in UTF-8: all words that count are in ASCII. */
export function glanceAt(name: string, text: string): Glance {
  const { imports, signs } = wordsFor(name);
  // Several short searches take less time than one for all words.
  const mayNameTrail = trailWord.test(text) || imports?.test(text) === true;
  const found = signs.filter(({ words }) => words.test(text));
  return found.length > 0
    ? { mayNameTrail, signs: found.map(({ sign }) => sign) }
    : mayNameTrail
      ? namesTrail
      : nothing;
}

/** Whether a file of this name may have signs. */
export function mayHaveSigns(name: string): boolean {
  return wordsFor(name).signs.length > 0;
}

const namesTrail: Glance = { mayNameTrail: true, signs: [] };
const nothing: Glance = { mayNameTrail: false, signs: [] };

interface Words {
  readonly imports: RegExp | null;
  readonly signs: ReturnType<typeof signsFor>;
}

/** By the ending of a name: every file of a scan is looked at. */
const known = new Map<string, Words>();

function wordsFor(name: string): Words {
  const ending = endingOf(name);
  const words = known.get(ending) ?? { imports: importsFor(ending), signs: signsFor(ending) };
  known.set(ending, words);
  return words;
}

/** `.tf`; of what may be a language's own form of another one, both: `.tf.json`. */
function endingOf(name: string): string {
  const dot = name.lastIndexOf('.');
  const ending = dot < 0 ? '' : name.slice(dot);
  return ending === '.json' || ending === '.hcl' ? (/\.\w+\.\w+$/.exec(name)?.[0] ?? ending) : ending;
}
