import type { Declaration, LanguageId } from './declaration.ts';
import type { Finding } from './finding.ts';
import type { FixContext, Proposal } from './fix.ts';
import type { SourceDocument, Sources } from './sources.ts';

/** One infrastructure language. It reads and mends; it never judges. */
export interface Language {
  readonly id: LanguageId;
  /** Whether this document is this language's and may declare a trail; asked of every document, so it costs almost nothing. */
  claims(document: SourceDocument): boolean;
  /** The trails declared by this document, in the order of the text. Never throws: broken text yields what could be read. */
  read(document: SourceDocument, sources: Sources, signal?: AbortSignal): Promise<readonly Declaration[]>;
  /** Ways to answer a finding of this language, the best one first. They need no proof: whoever asks tries each. */
  fixes(
    finding: Finding,
    document: SourceDocument,
    sources: Sources,
    context: FixContext,
  ): Promise<readonly Proposal[]>;
  /** How many places of a text have no meaning in this language's syntax; an edit of ours adds none. */
  flaws(document: SourceDocument): number;
}
