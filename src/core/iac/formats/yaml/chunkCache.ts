import { type Chunk, composeChunk } from './compose.ts';

/** Keeps composed chunks by their text, so that after a keystroke only the resource that changed is composed again. */
export class ChunkCache {
  readonly #chunks = new Map<string, Chunk>();
  #size = 0;

  chunk(text: string): Chunk {
    const kept = this.#chunks.get(text);
    if (kept) {
      return kept;
    }
    const made = composeChunk(text);
    if (text.length < largestChunk) {
      this.#size += text.length;
      this.#chunks.set(text, made);
      for (const oldest of this.#chunks.keys()) {
        if (this.#size <= cacheSize) {
          break;
        }
        this.#chunks.delete(oldest);
        this.#size -= oldest.length;
      }
    }
    return made;
  }
}

/** Longer ones are composed again each time. */
export const largestChunk = 200_000;
const cacheSize = 2_000_000;
