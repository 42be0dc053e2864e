import * as vscode from 'vscode';
import type { Analyzer } from '../../core/iac/analysis/analyze.ts';
import type { FixAllRequest, FixedTogether } from '../../core/iac/analysis/fixAll.ts';
import type { Declaration } from '../../core/iac/declaration.ts';
import type { Finding } from '../../core/iac/finding.ts';
import type { Fix, FixContext } from '../../core/iac/fix.ts';
import { type SourceDocument, sourcesLike } from '../../core/iac/sources/sources.ts';
import { accountOfArn } from '../../core/trail/arn.ts';
import { knownValue } from '../../core/trail/fact.ts';
import { needsAttention } from '../../core/trail/verdict.ts';
import type { Log } from '../log.ts';
import { editOfTexts } from './edits.ts';
import type { Pairs, TrailPair } from './pairs.ts';
import { type Reading, readDocument } from './reading.ts';
import type { Readings } from './readings.ts';
import { type ReportedFinding, reportedFindings } from './reported.ts';
import type { CodeSettings } from './settings.ts';
import type { EditorSources } from './sources.ts';

export interface FixesOptions {
  readonly analyzer: Analyzer;
  readonly sources: EditorSources;
  readonly readings: Readings;
  readonly pairs: Pairs;
  readonly settings: CodeSettings;
  readonly log: Log;
}

/** A fix with the edit that does it, for the text that the document has now. */
export interface ReadyFix {
  readonly fix: Fix;
  readonly edit: vscode.WorkspaceEdit;
}

/** Asks the engine for fixes of a document's present text. */
export class Fixes {
  readonly #options: FixesOptions;

  constructor(options: FixesOptions) {
    this.#options = options;
  }

  /** The findings of a reading that a person wants to see. */
  reported(reading: Pick<Reading, 'uri' | 'assessments'>): readonly ReportedFinding[] {
    return reportedFindings(reading, this.#options.settings);
  }

  /** The reading of the current text: repeated if the last one is older. */
  async reading(
    document: vscode.TextDocument,
    token?: vscode.CancellationToken,
  ): Promise<Reading | undefined> {
    const { analyzer, sources, readings, log } = this.#options;
    const known = readings.get(document.uri);
    if (known?.version === document.version) {
      return known;
    }
    const source = sources.ofDocument(document);
    const controller = new AbortController();
    const listening = token?.onCancellationRequested(() => controller.abort());
    try {
      return await readDocument(source, sources, analyzer, log, controller.signal);
    } finally {
      listening?.dispose();
    }
  }

  /** The fixes of a finding, the preferred one first; without those for texts that changed while they were computed. */
  async forFinding(
    document: vscode.TextDocument,
    finding: Finding,
    keyArn = this.defaultKey(finding),
  ): Promise<readonly ReadyFix[]> {
    const { analyzer, sources } = this.#options;
    const source = sources.ofDocument(document);
    const texts = new Map([[source.uri, source]]);
    const noting = sourcesLike(sources, {
      read: async (uri, within) => {
        const read = await sources.read(uri, within);
        if (read) {
          texts.set(uri, read);
        }
        return read;
      },
    });
    const fixes = await analyzer.fixesFor(finding, source, noting, this.#contextOf(finding, keyArn));
    const ready = await Promise.all(fixes.map(async fix => ({ fix, edit: await this.#editOf(fix, texts) })));
    return sources.ofDocument(document) === source
      ? ready.flatMap(({ fix, edit }) => (edit ? [{ fix, edit }] : []))
      : [];
  }

  /** Whether documents still have the texts that edits were made for: only there do their offsets mean the same. */
  async areAsRead(texts: readonly { readonly before: SourceDocument }[]): Promise<boolean> {
    const now = await Promise.all(texts.map(({ before }) => this.#options.sources.read(before.uri)));
    return texts.every(({ before }, index) => now[index]?.text === before.text);
  }

  async #editOf(
    { documents }: Fix,
    read: ReadonlyMap<string, SourceDocument>,
  ): Promise<vscode.WorkspaceEdit | undefined> {
    const texts = documents.flatMap(({ uri, edits }) => {
      const before = read.get(uri);
      return before ? [{ before, edits }] : [];
    });
    return texts.length === documents.length && (await this.areAsRead(texts))
      ? editOfTexts(texts)
      : undefined;
  }

  /** Fixes of several documents that hold together, for their texts as they are now: of all reported findings, or of some. */
  async together(
    request: Pick<FixAllRequest, 'uris' | 'choose' | 'onDocument' | 'signal'> &
      Partial<Pick<FixAllRequest, 'reported'>>,
  ): Promise<FixedTogether> {
    const { fixAll } = await import('../../core/iac/analysis/fixAll.ts');
    const { analyzer, sources } = this.#options;
    const contextFor = (finding: Finding) => this.#contextOf(finding, this.defaultKey(finding));
    const reported: FixAllRequest['reported'] = (uri, assessments) =>
      this.reported({ uri: vscode.Uri.parse(uri), assessments }).map(({ finding }) => finding);
    return fixAll({ analyzer, sources, contextFor, reported, ...request });
  }

  /** The key that the trail of a finding has in AWS, where only one trail can be meant; else the one that the settings name for it. */
  defaultKey({ declaration }: Finding): string | undefined {
    // A key that serves its trail badly is nothing to write down.
    const serving = this.#liveTrails(declaration).filter(({ verdict }) => !needsAttention(verdict));
    const key = onlyOne(serving.map(live => live.key?.arn));
    const { uri, language, facts } = declaration;
    return (
      key ?? this.#options.settings.defaultKey(vscode.Uri.parse(uri), language, knownValue(facts.account))
    );
  }

  #contextOf({ declaration }: Finding, keyArn: string | undefined): FixContext {
    const account = onlyOne(this.#liveTrails(declaration).map(({ trail }) => accountOfArn(trail.arn)));
    return { ...(keyArn !== undefined && { keyArn }), ...(account !== undefined && { account }) };
  }

  /** The trails in AWS that can be meant by a declaration. */
  #liveTrails(declaration: Declaration): readonly TrailPair['live'][] {
    return this.#options.pairs
      .all()
      .filter(
        ({ declared, isDoubtful }) => !isDoubtful && isSame(declared.assessment.declaration, declaration),
      )
      .map(({ live }) => live);
  }
}

function onlyOne(values: readonly (string | undefined)[]): string | undefined {
  const [one, ...others] = new Set(values);
  return others.length === 0 ? one : undefined;
}

function isSame(left: Declaration, right: Declaration): boolean {
  return left.uri === right.uri && left.resource === right.resource;
}
