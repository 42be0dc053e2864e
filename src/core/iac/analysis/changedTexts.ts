import type { Finding } from '../finding.ts';
import type { Fix, TextEdit } from '../fix.ts';
import { type SourceDocument, type Sources, sourcesLike } from '../sources/sources.ts';
import { type ComposedEdit, ComposedText } from './composedText.ts';

export interface FixedFinding {
  readonly finding: Finding;
  readonly fix: Fix;
}

export interface FixedDocument {
  /** As it was read; the edits are edits of its text. */
  readonly before: SourceDocument;
  readonly edits: readonly ComposedEdit<FixedFinding>[];
}

/** The texts as the fixes so far leave them. */
export class ChangedTexts {
  readonly sources: Sources;
  readonly #original: Sources;
  readonly #texts = new Map<string, ChangedText>();

  constructor(original: Sources) {
    this.#original = original;
    this.sources = sourcesLike(original, {
      read: async (uri, within, quietly) => this.#texts.get(uri)?.now ?? original.read(uri, within, quietly),
    });
  }

  /** False where a document is gone: then nothing is changed. */
  async apply(fixed: FixedFinding): Promise<boolean> {
    const changes: { readonly before: SourceDocument; readonly edits: readonly TextEdit[] }[] = [];
    for (const { uri, edits } of fixed.fix.documents) {
      const before = this.#texts.get(uri)?.before ?? (await this.#original.read(uri));
      if (!before) {
        return false;
      }
      changes.push({ before, edits });
    }
    for (const { before, edits } of changes) {
      const composed = this.#texts.get(before.uri)?.composed ?? new ComposedText<FixedFinding>(before.text);
      composed.apply(edits, fixed);
      this.#texts.set(before.uri, {
        before,
        composed,
        now: { uri: before.uri, text: composed.text },
      });
    }
    return true;
  }

  documents(): readonly FixedDocument[] {
    return [...this.#texts.values()].map(({ before, composed }) => ({ before, edits: composed.edits() }));
  }
}

interface ChangedText {
  readonly before: SourceDocument;
  readonly composed: ComposedText<FixedFinding>;
  readonly now: SourceDocument;
}
