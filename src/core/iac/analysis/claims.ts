import { mayBeOf, mayNameTrail } from '../candidates.ts';
import type { Language } from '../language.ts';
import type { SourceDocument } from '../sources/sources.ts';

/** A language that a document may be of. */
export interface Claimant {
  readonly language: Language;
  /** It failed over the document, which is reported when that is analysed. */
  readonly failure?: { readonly error: unknown };
}

/** The languages that documents may be of, found out once for each: a scan asks before it has a document read. */
export class Claims {
  readonly #languages: readonly Language[];
  readonly #known = new WeakMap<SourceDocument, readonly Claimant[]>();

  constructor(languages: readonly Language[]) {
    this.#languages = languages;
  }

  of(document: SourceDocument): readonly Claimant[] {
    const found = this.#known.get(document) ?? this.#claimants(document);
    this.#known.set(document, found);
    return found;
  }

  #claimants(document: SourceDocument): readonly Claimant[] {
    if (!mayNameTrail(document.uri, document.text)) {
      return [];
    }
    return this.#languages
      .filter(({ id }) => mayBeOf(document.uri, id))
      .flatMap(language => claimOf(language, document));
  }
}

function claimOf(language: Language, document: SourceDocument): readonly Claimant[] {
  try {
    return language.claims(document) ? [{ language }] : [];
  } catch (error) {
    return [{ language, failure: { error } }];
  }
}
