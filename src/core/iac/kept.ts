import type { TextRange } from '../base/text.ts';
import type { Declaration } from './declaration.ts';
import type { Declared, Language } from './language.ts';
import { type SourceDocument, type Sources, sourcesLike } from './sources.ts';

/** A stretch of a text that is read on its own, on demand. */
export interface Part {
  readonly range: TextRange;
  /** All of it that has a meaning. */
  readonly content: string;
  /** What is seen of it without reading it: what it is called, words that are searched for in the whole text. */
  readonly glimpse: string;
  /** Whether it has been read. */
  readonly isRead: boolean;
}

/** A text by its parts. */
export interface PartedText {
  /** What is between them and has a meaning. */
  readonly frame: string;
  /** In the order of the text. */
  readonly parts: readonly Part[];
}

/** The documents whose readings are kept: those that are being edited. */
const mostKept = 4;

/** The sets of inputs for which a document is read, up to a realistic number of deployments. */
const mostSets = 20;

/**
 * A language that keeps what it read of a document for the next text of it. While nothing changed but parts that were
 * not read, and no other file, what it declares is the same, in another place: a keystroke costs what it changes.
 * `partsOf` answers undefined for a text that cannot be distinguished.
 */
export function keepingReadings(
  language: Language,
  partsOf: (document: SourceDocument) => PartedText | undefined,
): Language {
  /** By document, one reading for each set of inputs. */
  const kept = new Map<string, Map<string, KeptReading>>();
  return {
    ...language,
    async read(document, sources, signal) {
      const readings = kept.get(document.uri) ?? new Map<string, KeptReading>();
      const set = sources.inputs?.set?.name ?? '';
      const before = readings.get(set);
      const moved = before && (await movedTo(document, before, sources, partsOf));
      const reading = moved ?? (await newReading(language, document, sources, signal));
      readings.delete(set);
      if (!signal?.aborted) {
        readings.set(set, reading);
      }
      dropOldest(readings, mostSets);
      // The least recently used is first.
      kept.delete(document.uri);
      kept.set(document.uri, readings);
      dropOldest(kept, mostKept);
      return reading.declared;
    },
  };
}

function dropOldest(kept: Map<string, unknown>, most: number): void {
  const [oldest] = kept.keys();
  if (kept.size > most && oldest !== undefined) {
    kept.delete(oldest);
  }
}

interface KeptReading {
  readonly document: SourceDocument;
  readonly declared: Declared;
  readonly questions: readonly Question[];
  /** Split when the next text comes: most documents have only one. */
  readonly text?: ReadText;
}

interface ReadText extends PartedText {
  /** Part by part. */
  readonly wasRead: readonly boolean[];
}

/** What was asked of the sources, and what they said. */
interface Question {
  readonly ask: (sources: Sources) => Promise<unknown>;
  readonly answer: unknown;
}

async function newReading(
  language: Language,
  document: SourceDocument,
  sources: Sources,
  signal: AbortSignal | undefined,
): Promise<KeptReading> {
  const questions: Question[] = [];
  const noted = async <T>(ask: (sources: Sources) => Promise<T>): Promise<T> => {
    const answer = await ask(sources);
    questions.push({ ask, answer });
    return answer;
  };
  const noting = sourcesLike(sources, {
    read: (...args) => noted(one => one.read(...args)),
    list: (...args) => noted(one => one.list(...args)),
    folders: folder => noted(one => one.folders(folder)),
    ...(sources.around && {
      around: async (folder, root) => (await noted(async one => one.around?.(folder, root))) ?? [],
    }),
  });
  const givenBeside = async ({ root, inputs }: Sources) => JSON.stringify([root, inputs]);
  questions.push({ ask: givenBeside, answer: await givenBeside(sources) });
  return { document, declared: await language.read(document, noting, signal), questions };
}

/** The reading as one of this text; undefined where anything that it rests on is different. */
async function movedTo(
  document: SourceDocument,
  before: KeptReading,
  sources: Sources,
  partsOf: (document: SourceDocument) => PartedText | undefined,
): Promise<KeptReading | undefined> {
  const now = partsOf(document);
  const former = before.text ?? readText(partsOf(before.document));
  if (!now || !former || !isAsRead(former, now)) {
    return undefined;
  }
  // In the order of asking: a folder that was listed may bring files within reach.
  for (const { ask, answer } of before.questions) {
    const answerNow = await ask(sources);
    if (!isSame(answer, answerNow) && !(answer === before.document && answerNow === document)) {
      return undefined;
    }
  }
  const move = moving(former.parts, now.parts);
  const trails = before.declared.trails.map(trail => movedTrail(trail, document.uri, move));
  return trails.every(trail => trail !== undefined)
    ? {
        ...before,
        document,
        declared: { ...before.declared, trails },
        text: { ...now, wasRead: former.wasRead },
      }
    : undefined;
}

function readText(text: PartedText | undefined): ReadText | undefined {
  return text && { ...text, wasRead: text.parts.map(({ isRead }) => isRead) };
}

/** Whether what was read is unchanged in place. */
function isAsRead(former: ReadText, now: PartedText): boolean {
  return (
    former.frame === now.frame &&
    former.parts.length === now.parts.length &&
    now.parts.every((part, index) => {
      const one = former.parts[index];
      return part.content === one?.content || (!former.wasRead[index] && part.glimpse === one?.glimpse);
    })
  );
}

/** Documents and folders around are the same while they stay as they are; lists hold addresses. */
function isSame(answer: unknown, now: unknown): boolean {
  return Array.isArray(answer) && Array.isArray(now)
    ? answer.length === now.length && answer.every((one, index) => one === now[index])
    : answer === now;
}

type Move = (range: TextRange) => TextRange | undefined;

/** From a place in the former text to that in the new one; undefined for what is in no part that was there. */
function moving(before: readonly Part[], now: readonly Part[]): Move {
  const stepAt = (offset: number) => {
    const index = lastBeginning(before, offset);
    const [former, part] = [before[index]?.range, now[index]?.range];
    return former && part && offset <= former.end
      ? { by: part.start - former.start, until: former.end }
      : undefined;
  };
  return ({ start, end }) => {
    const first = stepAt(start);
    const last = first && end <= first.until ? first : stepAt(end);
    return first && last && { start: start + first.by, end: end + last.by };
  };
}

/** The last part that starts at an offset or before it; -1 where none does. */
function lastBeginning(parts: readonly Part[], offset: number): number {
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((parts[middle]?.range.start ?? 0) <= offset) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}

function movedTrail(trail: Declaration, uri: string, move: Move): Declaration | undefined {
  const lost: TextRange[] = [];
  const moved = (range: TextRange): TextRange => {
    const place = move(range);
    lost.push(...(place ? [] : [range]));
    return place ?? range;
  };
  const here = <T extends { readonly uri?: string; readonly range: TextRange }>(one: T): T =>
    (one.uri ?? uri) === uri ? { ...one, range: moved(one.range) } : one;
  const { header, whole, keyAttribute, misspelling } = trail;
  const result: Declaration = {
    ...trail,
    header: moved(header),
    whole: moved(whole),
    keyAttribute: keyAttribute && moved(keyAttribute),
    related: trail.related.map(here),
    suppressions: trail.suppressions.map(here),
    ...(misspelling && { misspelling: { ...misspelling, range: moved(misspelling.range) } }),
  };
  // A text that is in this one is called by its place.
  const isPlaced = trail.related.some(one => one.uri.startsWith(`${uri}#`));
  return lost.length > 0 || isPlaced || trail.uri !== uri ? undefined : result;
}
