import type { TextRange } from '../base/text.ts';
import type { InputSet } from './inputs.ts';
import type { Declared, Language } from './language.ts';
import { type Move, movedDeclared, moving } from './moved.ts';
import { type SourceDocument, type Sources, sourcesLike } from './sources/sources.ts';

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

/** What is kept of a document: a reading for each set of inputs, up to a realistic number of deployments, and the sets. */
const mostAnswers = 21;

/**
 * A language that keeps what it read of a document for the next text of it. While nothing changed but parts that were not
 * read, and no other file, what it declares is the same, in another place, and so are its sets of inputs: a keystroke costs
 * what it changes. `partsOf` answers undefined for a text that cannot be distinguished.
 */
export function keepingReadings(
  language: Language,
  partsOf: (document: SourceDocument) => PartedText | undefined,
): Language {
  const answers = new KeptAnswers(partsOf);
  const { inputSets } = language;
  return {
    ...language,
    read: (document, sources, signal) =>
      answers.of(`read ${sources.inputs?.set?.name ?? ''}`, document, sources, {
        make: noting => language.read(document, noting, signal),
        moved: (declared: Declared, move) => movedDeclared(declared, document.uri, move),
        signal,
      }),
    ...(inputSets && {
      inputSets: (document, sources) =>
        answers.of('input sets', document, sources, {
          make: noting => inputSets(document, noting),
          moved: (sets: readonly InputSet[]) => sets,
        }),
    }),
  };
}

interface Making<T> {
  readonly make: (sources: Sources) => Promise<T>;
  /** The same where the text's parts moved; undefined where that cannot be told. */
  readonly moved: (answer: T, move: Move) => T | undefined;
  readonly signal?: AbortSignal | undefined;
}

class KeptAnswers {
  readonly #partsOf: (document: SourceDocument) => PartedText | undefined;
  /** By document, by what was asked. */
  readonly #kept = new Map<string, Map<string, Kept<unknown>>>();
  readonly #parts = new WeakMap<SourceDocument, { readonly text: PartedText | undefined }>();
  readonly #compared = new WeakMap<
    SourceDocument,
    { readonly before: SourceDocument; readonly differences: readonly Difference[] | undefined }
  >();

  constructor(partsOf: (document: SourceDocument) => PartedText | undefined) {
    this.#partsOf = partsOf;
  }

  async of<T>(
    what: string,
    document: SourceDocument,
    sources: Sources,
    { make, moved, signal }: Making<T>,
  ): Promise<T> {
    const answers = this.#kept.get(document.uri) ?? new Map<string, Kept<unknown>>();
    // Under the same name stands what was made in the same way.
    const before = answers.get(what) as Kept<T> | undefined;
    const found =
      (before && (await this.#movedTo(document, before, sources, moved))) ??
      (await newAnswer(document, sources, make));
    answers.delete(what);
    if (!signal?.aborted) {
      answers.set(what, found);
    }
    dropOldest(answers, mostAnswers);
    // The least recently used is first.
    this.#kept.delete(document.uri);
    this.#kept.set(document.uri, answers);
    dropOldest(this.#kept, mostKept);
    return found.answer;
  }

  /** The answer as one of this text; undefined where anything that it rests on is different. */
  async #movedTo<T>(
    document: SourceDocument,
    before: Kept<T>,
    sources: Sources,
    moved: Making<T>['moved'],
  ): Promise<Kept<T> | undefined> {
    const now = this.#partsIn(document);
    const former = before.text ?? readText(this.#partsIn(before.document));
    if (!now || !former || !isAsRead(this.#differences(before.document, document), former)) {
      return undefined;
    }
    if (!(await isAnsweredAlike(before, document, sources))) {
      return undefined;
    }
    const answer = moved(before.answer, moving(rangesOf(former), rangesOf(now)));
    return answer === undefined
      ? undefined
      : { ...before, document, answer, text: { ...now, wasRead: former.wasRead } };
  }

  /** Compared once for all that is kept. */
  #differences(before: SourceDocument, document: SourceDocument): readonly Difference[] | undefined {
    const known = this.#compared.get(document);
    if (known?.before === before) {
      return known.differences;
    }
    const differences = differencesBetween(this.#partsIn(before), this.#partsIn(document));
    this.#compared.set(document, { before, differences });
    return differences;
  }

  #partsIn(document: SourceDocument): PartedText | undefined {
    const parts = this.#parts.get(document) ?? { text: this.#partsOf(document) };
    this.#parts.set(document, parts);
    return parts.text;
  }
}

function dropOldest(kept: Map<string, unknown>, most: number): void {
  const [oldest] = kept.keys();
  if (kept.size > most && oldest !== undefined) {
    kept.delete(oldest);
  }
}

interface Kept<T> {
  readonly document: SourceDocument;
  readonly answer: T;
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
  /** Files that are read have to be within reach, into which a folder that was listed before may have brought them. */
  readonly isRead: boolean;
}

/** Whether all is answered as before. Many are asked at once: each may be on its way to another thread. */
async function isAnsweredAlike(
  before: Kept<unknown>,
  document: SourceDocument,
  sources: Sources,
): Promise<boolean> {
  const isAlike = async ({ ask, answer }: Question) => {
    const answerNow = await ask(sources);
    return isSame(answer, answerNow) || (answer === before.document && answerNow === document);
  };
  for (const together of askedTogether(before.questions)) {
    const alike = await Promise.all(together.map(isAlike));
    if (alike.includes(false)) {
      return false;
    }
  }
  return true;
}

/** The questions in their order, parted where files are read behind folders that were listed. */
function askedTogether(questions: readonly Question[]): readonly (readonly Question[])[] {
  const all: Question[][] = [];
  for (const question of questions) {
    const last = all.at(-1);
    if (last && last.at(-1)?.isRead === question.isRead) {
      last.push(question);
    } else {
      all.push([question]);
    }
  }
  return all;
}

async function newAnswer<T>(
  document: SourceDocument,
  sources: Sources,
  make: Making<T>['make'],
): Promise<Kept<T>> {
  const questions: Question[] = [];
  const noted = async <A>(ask: (sources: Sources) => Promise<A>, isRead = false): Promise<A> => {
    const answer = await ask(sources);
    questions.push({ ask, answer, isRead });
    return answer;
  };
  const noting = sourcesLike(sources, {
    read: (...args) => noted(one => one.read(...args), true),
    list: (...args) => noted(one => one.list(...args)),
    folders: folder => noted(one => one.folders(folder)),
    ...(sources.around && {
      around: async (folder, root) => (await noted(async one => one.around?.(folder, root))) ?? [],
    }),
  });
  const givenBeside = async ({ root, inputs }: Sources) => JSON.stringify([root, inputs]);
  questions.push({ ask: givenBeside, answer: await givenBeside(sources), isRead: false });
  return { document, answer: await make(noting), questions };
}

function readText(text: PartedText | undefined): ReadText | undefined {
  return text && { ...text, wasRead: text.parts.map(({ isRead }) => isRead) };
}

/** What is different of a part: nothing; what only a reader sees; what is seen of it without reading it. */
type Difference = 'none' | 'inside' | 'outside';

/** Part by part; undefined where the texts have others. */
function differencesBetween(
  before: PartedText | undefined,
  now: PartedText | undefined,
): readonly Difference[] | undefined {
  if (!before || !now || before.frame !== now.frame || before.parts.length !== now.parts.length) {
    return undefined;
  }
  return now.parts.map((part, index) => {
    const former = before.parts[index];
    if (part.content === former?.content) {
      return 'none';
    }
    return part.glimpse === former?.glimpse ? 'inside' : 'outside';
  });
}

/** Whether what was read is unchanged in place. */
function isAsRead(differences: readonly Difference[] | undefined, { wasRead }: ReadText): boolean {
  return (
    differences?.every(
      (difference, index) => difference === 'none' || (difference === 'inside' && !wasRead[index]),
    ) ?? false
  );
}

/** Documents and folders around are the same while they stay as they are; lists hold addresses. */
function isSame(answer: unknown, now: unknown): boolean {
  return Array.isArray(answer) && Array.isArray(now)
    ? answer.length === now.length && answer.every((one, index) => one === now[index])
    : answer === now;
}

/** Read once: there may be a thousand parts, and as many places. */
function rangesOf({ parts }: PartedText): readonly TextRange[] {
  return parts.map(({ range }) => range);
}
