import type { Declaration } from './declaration.ts';
import type { Finding } from './finding.ts';
import type { FixContext, Proposal } from './fix.ts';
import type { GivenFile, InputSet } from './inputs.ts';
import type { LanguageId } from './languageTable.ts';
import type { SourceDocument, Sources } from './sources/sources.ts';

/** What a document declares. */
export interface Declared {
  /** Its trails, in the order of the text. */
  readonly trails: readonly Declaration[];
  /** Where evaluation went past its budget. What depends on it is unknown, or missing among the trails. */
  readonly gaveUp: readonly GaveUp[];
  /**
   * The document is a part of something that only this language puts together. What another language reads in the part
   * alone is not what is deployed, and does not count.
   */
  readonly isPart?: true;
}

export interface GaveUp {
  /** Address of the trail, or of the module call or nested stack whose trails are missing. */
  readonly resource: string;
  /** Which budget was spent, in words: `more than 10,000 module calls`. */
  readonly detail: string;
}

/** One infrastructure language. It reads and mends; it never judges. */
export interface Language {
  readonly id: LanguageId;
  /** Whether this document is this language's and may declare a trail; asked of every document, so it costs almost nothing. */
  claims(document: SourceDocument): boolean;
  /** Never throws: broken text yields what could be read. */
  read(document: SourceDocument, sources: Sources, signal?: AbortSignal): Promise<Declared>;
  /** Ways to answer a finding of this language, the best one first. They need no proof: the caller tries each. */
  fixes(
    finding: Finding,
    document: SourceDocument,
    sources: Sources,
    context: FixContext,
  ): Promise<readonly Proposal[]>;
  /**
   * The sets of inputs that a document is deployed with: of the named ones those that are for it, else those that it is found
   * with. It is read once for each, or once as its defaults are where there is none. Absent where the language takes none.
   */
  inputSets?(document: SourceDocument, sources: Sources): Promise<readonly InputSet[]>;
  /** Whether a file that a set names can be read as one of this kind; undefined where that is not this language's. */
  isInputFile?(document: SourceDocument, given: GivenFile, set: InputSet): boolean | undefined;
  /** How many places of a text have no meaning in this language's syntax; an edit of ours adds none. */
  flaws(document: SourceDocument): number;
  /**
   * What AWS would refuse beside the trails of a document, by address: keys without an administrator. An edit of ours adds
   * none. Absent where the language has no way to write such a thing.
   */
  refused?(document: SourceDocument, sources: Sources): Promise<readonly string[]>;
}
