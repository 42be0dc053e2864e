import { onceFor } from '../../base/onceFor.ts';
import { type LineStarts, lineStartsOf } from '../../base/text.ts';
import { messageOf } from '../../base/thrown.ts';
import type { TrailFacts } from '../../trail/trail.ts';
import { judge, type Verdict } from '../../trail/verdict.ts';
import {
  type ConfigurationFile,
  placedFault,
  readConfigurationFile,
} from '../configuration/configurationFile.ts';
import type { Declaration } from '../declaration.ts';
import type { Assessment, Finding } from '../finding.ts';
import { assess, findingsOf } from '../findings.ts';
import type { Fix, FixContext } from '../fix.ts';
import { proved } from '../fixes/proof.ts';
import { filesOf, type InputFault, type InputSet } from '../inputs.ts';
import type { Language } from '../language.ts';
import type { LanguageId } from '../languageTable.ts';
import { coveredByScanners } from '../scannerRules.ts';
import { type Consulted, recording } from '../sources/consulted.ts';
import { withinReach } from '../sources/reach.ts';
import { type SourceDocument, type Sources, sourcesLike } from '../sources/sources.ts';
import { configSuppressions } from '../suppression/configFiles.ts';
import type { Suppression } from '../suppression.ts';
import { type Claimant, Claims } from './claims.ts';
import { type DeployedTrail, deployedProposals, deployedReading, type LanguageReading } from './deployed.ts';
import { inputFaults } from './inputFaults.ts';
import { type DeployedAssessment, joined } from './joined.ts';

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
  const claims = new Claims(languages);
  const withinReachOf = (uri: string, files: Sources) => {
    const named = inputsOf?.(uri) ?? [];
    const sources = withinReach(files, rootOf?.(uri), uri, filesOf(named));
    return named.length > 0 ? sourcesLike(sources, { inputs: { named } }) : sources;
  };
  return {
    claims: document => claims.of(document).length > 0,

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

    inputFaults: (sets, sources) => inputFaults(sets, languages, sources),

    async configuration(document, sources) {
      const { configuration, faults } = readConfigurationFile(document);
      const unread = await inputFaults(configuration.inputs ?? [], languages, sources);
      const all = [...faults, ...unread.map(fault => placedFault(document, fault))];
      return { configuration, faults: all.sort((left, right) => left.range.start - right.range.start) };
    },
  };

  async function assessed(document: SourceDocument, sources: Sources, signal?: AbortSignal) {
    const { trails, problems } = await readTrails(document, claims.of(document), sources, signal);
    const time = now();
    const today = new Date(time).toISOString().slice(0, 10);
    const judged = judging(time);
    const configured = configurations(sources, rootOf);
    const assessments: Assessment[] = [];
    for (const trail of trails) {
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

/** The trails that the languages read in a document, each once, in the order of the text, and what went wrong. */
async function readTrails(
  document: SourceDocument,
  claimants: readonly Claimant[],
  sources: Sources,
  signal: AbortSignal | undefined,
): Promise<{ readonly trails: readonly DeployedTrail[]; readonly problems: readonly AnalysisProblem[] }> {
  const { uri } = document;
  const readings: LanguageReading[] = [];
  const problems: AnalysisProblem[] = [];
  for (const { language, failure } of claimants) {
    try {
      if (failure) {
        throw failure.error;
      }
      readings.push(await deployedReading(language, document, sources, signal));
    } catch (error) {
      signal?.throwIfAborted();
      problems.push({ uri, language: language.id, detail: messageOf(error) });
    }
    signal?.throwIfAborted();
  }
  problems.push(
    ...readings.flatMap(({ language, gaveUp }) => gaveUp.map(one => ({ uri, language, ...one }))),
  );
  // Where a language puts parts together, what others read in this part alone is not deployed.
  const ofParts = readings.filter(({ isPart }) => isPart);
  const counting = ofParts.length > 0 ? ofParts : readings;
  return { trails: distinct(counting.flatMap(({ trails }) => trails)), problems };
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
