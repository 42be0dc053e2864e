import type { Analyzer } from './analyze.ts';
import { applied, EditedText } from './editedText.ts';
import type { Finding } from './finding.ts';
import type { DocumentEdits, Fix, FixContext } from './fix.ts';
import { type Sources, sourcesLike } from './sources.ts';

export interface TogetherOptions {
  readonly analyzer: Analyzer;
  readonly sources: Sources;
  /** Whether a finding is to be fixed at all. */
  readonly isWanted: (finding: Finding) => boolean;
  /** Of the proved fixes of a finding, the one to apply. */
  readonly choose: (fixes: readonly Fix[], finding: Finding) => Fix | undefined;
  readonly contextOf?: (finding: Finding) => FixContext;
  readonly signal?: AbortSignal;
}

/** What several fixes come to. */
export interface FixedTogether {
  /** Against the texts as they were. */
  readonly documents: readonly DocumentEdits[];
  /** Each with the finding that it answers, in the order in which they were applied. */
  readonly done: readonly { readonly finding: Finding; readonly fix: Fix }[];
  /** Documents that could not be read to their end. */
  readonly failures: readonly { readonly uri: string; readonly detail: string }[];
}

/**
 * Fixes the findings of several documents, one after another: each fix is made and proved for the texts as the fixes before it
 * left them. So a key that the first one creates serves the next, nothing is added twice, and what is proved of the last
 * one is true of all together. A finding is tried once.
 */
export async function fixedTogether(
  uris: readonly string[],
  options: TogetherOptions,
): Promise<FixedTogether> {
  const texts = new Map<string, EditedText>();
  const sources = sourcesLike(options.sources, {
    read: async (uri, within, quietly) =>
      texts.get(uri)?.document ?? options.sources.read(uri, within, quietly),
  });
  const done: { finding: Finding; fix: Fix }[] = [];
  const failures: { uri: string; detail: string }[] = [];
  for (const uri of new Set(uris)) {
    try {
      const tried = new Set<string>();
      for (let next = await nextFix(uri, sources, tried, options); next; ) {
        if (await applyAll(next.fix.documents, texts, sources)) {
          done.push(next);
        }
        next = await nextFix(uri, sources, tried, options);
      }
    } catch (error) {
      options.signal?.throwIfAborted();
      failures.push({ uri, detail: error instanceof Error ? error.message : String(error) });
    }
  }
  const changed = [...texts].filter(([, { document, original }]) => document.text !== original.text);
  return { documents: changed.map(([uri, text]) => ({ uri, edits: text.edits() })), done, failures };
}

/** The first finding of a document that was not tried yet and has a fix to apply. */
async function nextFix(
  uri: string,
  sources: Sources,
  tried: Set<string>,
  { analyzer, isWanted, choose, contextOf, signal }: TogetherOptions,
): Promise<{ readonly finding: Finding; readonly fix: Fix } | undefined> {
  const document = await sources.read(uri);
  const analysis = document && (await analyzer.analyze(document, sources, signal));
  for (const finding of analysis?.assessments.flatMap(({ findings }) => findings) ?? []) {
    const id = idOf(finding);
    if (!tried.has(id) && isWanted(finding)) {
      signal?.throwIfAborted();
      tried.add(id);
      const fixes = document ? await analyzer.fixesFor(finding, document, sources, contextOf?.(finding)) : [];
      const fix = choose(fixes, finding);
      if (fix) {
        return { finding, fix };
      }
    }
  }
  return undefined;
}

/** What a finding is known by while the text around it moves. */
function idOf({ code, reason, key, declaration }: Finding): string {
  return JSON.stringify([declaration.resource, code, reason, key]);
}

/** All of them or none. */
async function applyAll(
  documents: readonly DocumentEdits[],
  texts: Map<string, EditedText>,
  sources: Sources,
): Promise<boolean> {
  const edited: { readonly text: EditedText; readonly edits: DocumentEdits['edits'] }[] = [];
  for (const { uri, edits } of documents) {
    const known = texts.get(uri);
    const read = known ? undefined : await sources.read(uri);
    const text = known ?? (read && new EditedText(read));
    if (!text || applied(text.document.text, edits) === undefined) {
      return false;
    }
    edited.push({ text, edits });
  }
  for (const { text, edits } of edited) {
    text.apply(edits);
    texts.set(text.original.uri, text);
  }
  return true;
}
