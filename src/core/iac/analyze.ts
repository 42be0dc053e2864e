import { onceFor } from '../base/onceFor.ts';
import { type LineStarts, lineStartsOf } from '../base/text.ts';
import type { TrailFacts } from '../trail/trail.ts';
import { judge, type Verdict } from '../trail/verdict.ts';
import { mayBeOf, mayNameTrail } from './candidates.ts';
import { type ConfigurationFile, placedFault, readConfigurationFile } from './configurationFile.ts';
import { type Consulted, recording } from './consulted.ts';
import type { Declaration } from './declaration.ts';
import {
  type DeployedAssessment,
  type DeployedTrail,
  deployedProposals,
  deployedReading,
  joined,
  type LanguageReading,
} from './deployed.ts';
import type { Assessment, Finding } from './finding.ts';
import { assess, findingsOf } from './findings.ts';
import type { Fix, FixContext } from './fix.ts';
import { filesOf, type GivenFile, type InputFault, type InputSet } from './inputs.ts';
import type { Language } from './language.ts';
import type { LanguageId } from './languageTable.ts';
import { proved } from './proof.ts';
import { withinReach } from './reach.ts';
import { coveredByScanners } from './scannerRules.ts';
import { type SourceDocument, type Sources, sourcesLike } from './sources.ts';
import { configSuppressions } from './suppression/configFiles.ts';
import type { Suppression } from './suppression.ts';

/** Reads documents of every language, judges the trails they declare, and offers fixes. */
export interface Analyzer {
  /** Whether a document may declare a trail at all; asked of every file, so it costs almost nothing. */
  claims(document: SourceDocument): boolean;
  /**
   * Everything to be said about the trails that a document declares, in the order of the text. Rejects only with the
   * signal's reason; a text that a language cannot cope with is a problem beside the others' results.
   */
  analyze(document: SourceDocument, sources: Sources, signal?: AbortSignal): Promise<Analysis>;
  /** Proved ways to answer a finding, the best one first. `document` is the finding's own, with the text it was found in. */
  fixesFor(
    finding: Finding,
    document: SourceDocument,
    sources: Sources,
    context?: FixContext,
  ): Promise<readonly Fix[]>;
  /** The files of these sets that are not there, or hold no inputs of their kind. */
  inputFaults(sets: readonly InputSet[], sources: Sources): Promise<readonly InputFault[]>;
  /** What a configuration file says, and everything in it that means nothing or could not be read. */
  configuration(document: SourceDocument, sources: Sources): Promise<ConfigurationFile>;
}

/** All that is needed to show what was found, and to know when to ask again, without the texts. */
export interface Analysis {
  readonly assessments: readonly Assessment[];
  /** Lines of the documents that the assessments point to, by address. */
  readonly lines: ReadonlyMap<string, LineStarts>;
  readonly consulted: Consulted;
  /** What went wrong, for the log. */
  readonly problems: readonly AnalysisProblem[];
}

export interface AnalysisProblem {
  readonly uri: string;
  readonly language: LanguageId;
  /** What the language gave up on; absent where it failed and may have missed anything. */
  readonly resource?: string;
  readonly detail: string;
}

export interface AnalyzerOptions {
  readonly languages: readonly Language[];
  /** Milliseconds since 1970: what has expired no longer silences. */
  readonly now: () => number;
  /**
   * The folder that holds what belongs together: the workspace folder, the folder that is scanned. Files that a document
   * refers to are read below it, and other scanners' configuration files count from the document's folder up to it;
   * without it, the document's folder is all there is.
   */
  readonly rootOf?: (uri: string) => string | undefined;
  /** The named sets of inputs for everything that belongs to a document. */
  readonly inputsOf?: (uri: string) => readonly InputSet[];
}

export function createAnalyzer({ languages, now, rootOf, inputsOf }: AnalyzerOptions): Analyzer {
  const claims = new WeakMap<SourceDocument, readonly Claimant[]>();
  const withinReachOf = (uri: string, files: Sources) => {
    const named = inputsOf?.(uri) ?? [];
    const sources = withinReach(files, rootOf?.(uri), uri, filesOf(named));
    return named.length > 0 ? sourcesLike(sources, { inputs: { named } }) : sources;
  };
  return {
    claims: document => claimants(document).length > 0,

    async analyze(document, files, signal) {
      signal?.throwIfAborted();
      const reachable = withinReachOf(document.uri, files);
      const { sources, consulted } = recording(reachable);
      const { assessments, problems } = await assessed(document, sources, signal);
      const lines = await linesFor(assessments, document, reachable);
      signal?.throwIfAborted();
      return { assessments, lines, consulted: consulted(), problems };
    },

    async fixesFor(finding, document, files, context = {}) {
      const language = languages.find(one => one.id === finding.declaration.language);
      const sources = withinReachOf(document.uri, files);
      const proposals = language
        ? await deployedProposals(language, finding, document, sources, context)
        : [];
      return proved(proposals, finding, document, sources, {
        assess: async (text, view) => (await assessed(text, view)).assessments,
        flaws: text => language?.flaws(text) ?? 0,
        refused: async (text, view) => (await language?.refused?.(text, view)) ?? [],
      });
    },

    inputFaults,

    async configuration(document, sources) {
      const { configuration, faults } = readConfigurationFile(document);
      const unread = await inputFaults(configuration.inputs ?? [], sources);
      const all = [...faults, ...unread.map(fault => placedFault(document, fault))];
      return { configuration, faults: all.sort((left, right) => left.range.start - right.range.start) };
    },
  };

  /** The languages that a document may be of, found out once: a scan asks before it has the document read. */
  function claimants(document: SourceDocument): readonly Claimant[] {
    const known = claims.get(document);
    if (known) {
      return known;
    }
    const found = mayNameTrail(document.uri, document.text)
      ? languages
          .filter(({ id }) => mayBeOf(document.uri, id))
          .flatMap(language => claimOf(language, document))
      : [];
    claims.set(document, found);
    return found;
  }

  async function inputFaults(sets: readonly InputSet[], sources: Sources): Promise<readonly InputFault[]> {
    const files = sets.flatMap(set => set.given.flatMap(given => ('file' in given ? [{ set, given }] : [])));
    const faults = await Promise.all(files.map(({ set, given }) => inputFault(set, given, sources)));
    return faults
      .flat()
      .filter((one, index, all) => all.findIndex(({ file }) => file === one.file) === index);
  }

  async function inputFault(
    set: InputSet,
    given: GivenFile,
    sources: Sources,
  ): Promise<readonly InputFault[]> {
    const document = await sources.read(given.file, given.within === undefined ? undefined : [given.within]);
    const isRead = document && languages.map(language => language.isInputFile?.(document, given, set));
    return isRead?.includes(true) ? [] : [{ file: given.file, what: isRead ? 'malformed' : 'unreadable' }];
  }

  async function assessed(document: SourceDocument, sources: Sources, signal?: AbortSignal) {
    const problems: AnalysisProblem[] = [];
    const readings: LanguageReading[] = [];
    for (const { language, failure } of claimants(document)) {
      try {
        if (failure) {
          throw failure.error;
        }
        readings.push(await deployedReading(language, document, sources, signal));
      } catch (error) {
        signal?.throwIfAborted();
        problems.push({ uri: document.uri, language: language.id, detail: detailOf(error) });
      }
      signal?.throwIfAborted();
    }
    problems.push(
      ...readings.flatMap(({ language, gaveUp }) =>
        gaveUp.map(one => ({ uri: document.uri, language, ...one })),
      ),
    );
    const whole = readings.filter(({ isPart }) => isPart);
    const trails = (whole.length > 0 ? whole : readings).flatMap(one => one.trails);
    const time = now();
    const today = new Date(time).toISOString().slice(0, 10);
    const judged = judging(time);
    const configured = configurations(sources, rootOf);
    const assessments: Assessment[] = [];
    for (const trail of distinct(trails)) {
      const deployed: DeployedAssessment[] = [];
      for (const { set, declaration: one } of trail) {
        const { facts, verdict } = judged(one.facts);
        const declaration = one.facts === facts ? one : { ...one, facts };
        const findings = findingsOf(declaration, verdict);
        const isCovered = findings.some(({ code }) => coveredByScanners.includes(code));
        const suppressions = [...one.suppressions, ...(isCovered ? await configured(one) : [])];
        deployed.push({ set, assessment: assess(declaration, verdict, suppressions, today, findings) });
      }
      assessments.push(...joined(deployed));
    }
    return { assessments, problems };
  }
}

/** Judges the trails of a document: those that are alike share facts and verdict, which are then also sent but once. */
function judging(time: number) {
  const known = new Map<string, { readonly facts: TrailFacts; readonly verdict: Verdict }>();
  return (facts: TrailFacts) => {
    const id = idOfFacts(facts);
    const judged = known.get(id) ?? { facts, verdict: judge(facts, time) };
    known.set(id, judged);
    return judged;
  };
}

/** What a language kept from the last text is the same object in the next. */
const idOfFacts = onceFor((facts: TrailFacts) => JSON.stringify(facts));

/** What other scanners' configuration files silence: looked for once, however many trails a document declares. */
function configurations(sources: Sources, rootOf: AnalyzerOptions['rootOf']) {
  const known = new Map<string, Promise<readonly Suppression[]>>();
  return ({ uri, language }: Declaration) => {
    const key = `${language} ${uri}`;
    const found = known.get(key) ?? configSuppressions({ uri, language }, rootOf?.(uri), sources);
    known.set(key, found);
    return found;
  };
}

async function linesFor(
  assessments: readonly Assessment[],
  document: SourceDocument,
  sources: Sources,
): Promise<ReadonlyMap<string, LineStarts>> {
  const lines = new Map<string, LineStarts>();
  if (assessments.length > 0) {
    lines.set(document.uri, lineStartsOf(document.text));
  }
  for (const { uri } of assessments.flatMap(({ declaration }) => declaration.related)) {
    const other = lines.has(uri) ? undefined : await sources.read(uri);
    if (other) {
      lines.set(uri, lineStartsOf(other.text));
    }
  }
  return lines;
}

interface Claimant {
  readonly language: Language;
  /** It failed over the document, which is reported when that is analysed. */
  readonly failure?: { readonly error: unknown };
}

function claimOf(language: Language, document: SourceDocument): readonly Claimant[] {
  try {
    return language.claims(document) ? [{ language }] : [];
  } catch (error) {
    return [{ language, failure: { error } }];
  }
}

/** In the order of the text. Where two languages read the same declaration, the first in the list keeps it. */
function distinct(trails: readonly DeployedTrail[]): DeployedTrail[] {
  const seen = new Set<string>();
  return trails
    .filter(([{ declaration }]) => {
      const { uri, header, resource, language } = declaration;
      const place = `${uri} ${header.start} ${resource}`;
      const taken = seen.has(place) && !seen.has(`${language} ${place}`);
      seen.add(place).add(`${language} ${place}`);
      return !taken;
    })
    .sort(([left], [right]) => left.declaration.header.start - right.declaration.header.start);
}

function detailOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
