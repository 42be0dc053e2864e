import type { SourceDocument } from '../core/iac/sources/sources.ts';
import type { SentDocument } from './protocol.ts';

/** So much text is kept by the thread, with what was parsed from it. */
const keptCharacters = 8 * 1024 * 1024;

interface Kept {
  readonly id: number;
  readonly characters: number;
}

/**
 * Which documents a thread holds. Of each address it keeps the text that was sent last, and when they become too much,
 * forgets those that were not named for the longest time.
 */
export class SentDocuments {
  readonly #forget: (ids: readonly number[]) => void;
  readonly #ids = new WeakMap<SourceDocument, number>();
  /** By address, the one named last at the end. */
  readonly #kept = new Map<string, Kept>();
  #characters = 0;
  #lastId = 0;

  /** `forget` is called before the message that names the new document is sent. */
  constructor(forget: (ids: readonly number[]) => void) {
    this.#forget = forget;
  }

  /** How to name a document in the next message. */
  name(document: SourceDocument): SentDocument {
    const { uri, text } = document;
    const known = this.#kept.get(uri);
    if (known && this.#ids.get(document) === known.id) {
      this.#kept.delete(uri);
      this.#kept.set(uri, known);
      return { id: known.id };
    }
    const id = ++this.#lastId;
    const gone = this.#drop(uri);
    this.#ids.set(document, id);
    this.#kept.set(uri, { id, characters: text.length });
    this.#characters += text.length;
    for (const oldest of this.#kept.keys()) {
      if (this.#characters <= keptCharacters || oldest === uri) {
        break;
      }
      gone.push(...this.#drop(oldest));
    }
    if (gone.length > 0) {
      this.#forget(gone);
    }
    return { id, content: { uri, text } };
  }

  #drop(uri: string): number[] {
    const kept = this.#kept.get(uri);
    this.#kept.delete(uri);
    this.#characters -= kept?.characters ?? 0;
    return kept ? [kept.id] : [];
  }
}
