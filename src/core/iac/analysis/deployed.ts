import { byTurns } from '../../base/byTurns.ts';
import type { Declaration } from '../declaration.ts';
import type { Finding } from '../finding.ts';
import type { FixContext, Proposal } from '../fix.ts';
import type { InputSet } from '../inputs.ts';
import type { GaveUp, Language } from '../language.ts';
import type { LanguageId } from '../languageTable.ts';
import { type SourceDocument, type Sources, withSet } from '../sources/sources.ts';

/*
 * Code that is deployed with several sets of inputs is read and judged once for each; `joined.ts` reports it once, with the
 * sets that it applies to.
 */

/** One trail as it is with each set; without any, as its code says. Never empty. */
export type DeployedTrail = readonly [DeployedDeclaration, ...DeployedDeclaration[]];

interface DeployedDeclaration {
  readonly set: InputSet | undefined;
  readonly declaration: Declaration;
}

/** What one language reads in a document, with all sets of inputs. */
export interface LanguageReading {
  readonly language: LanguageId;
  readonly trails: readonly DeployedTrail[];
  readonly gaveUp: readonly GaveUp[];
  readonly isPart: boolean;
}

export async function deployedReading(
  language: Language,
  document: SourceDocument,
  sources: Sources,
  signal?: AbortSignal,
): Promise<LanguageReading> {
  const sets = await setsFor(language, document, sources);
  const trails = new Map<string, [DeployedDeclaration, ...DeployedDeclaration[]]>();
  const gaveUp = new Map<string, GaveUp>();
  let isPart = false;
  for (const set of sets.length > 0 ? sets : [undefined]) {
    const declared = await language.read(document, withSet(sources, set), signal);
    signal?.throwIfAborted();
    isPart ||= declared.isPart === true;
    for (const one of declared.gaveUp) {
      gaveUp.set(`${one.resource} ${one.detail}`, one);
    }
    const met = new Map<string, number>();
    for (const declaration of declared.trails) {
      const place = `${declaration.header.start} ${declaration.resource}`;
      // A name may be declared twice.
      const number = met.get(place) ?? 0;
      met.set(place, number + 1);
      const same = trails.get(`${place} ${number}`);
      if (same) {
        same.push({ set, declaration });
      } else {
        trails.set(`${place} ${number}`, [{ set, declaration }]);
      }
    }
  }
  return { language: language.id, trails: [...trails.values()], gaveUp: [...gaveUp.values()], isPart };
}

/**
 * The fixes of a finding for each of the sets that it applies to: a fix for one may not be right for another. The best ones
 * of all come first.
 */
export async function deployedProposals(
  language: Language,
  finding: Finding,
  document: SourceDocument,
  sources: Sources,
  context: FixContext,
): Promise<readonly Proposal[]> {
  const sets = finding.inputs ? await setsFor(language, document, sources) : [];
  const concerned = sets.filter(({ name }) => finding.inputs?.includes(name)).slice(0, mostTried);
  const offered: (readonly Proposal[])[] = [];
  for (const set of concerned.length > 0 ? concerned : [undefined]) {
    offered.push(await language.fixes(finding, document, withSet(sources, set), context));
  }
  const different = new Map(byTurns(offered).map(proposal => [JSON.stringify(proposal), proposal]));
  return [...different.values()];
}

/** Number of sets for which fixes are looked for: each fix is tried with all of them. */
const mostTried = 3;

/** The sets that a document is deployed with, each once and under a name of its own: findings are told apart by it. */
async function setsFor(
  language: Language,
  document: SourceDocument,
  sources: Sources,
): Promise<readonly InputSet[]> {
  const sets = (await language.inputSets?.(document, sources)) ?? [];
  const different = new Map(sets.map(set => [JSON.stringify(set), set]));
  const named = new Map<string, InputSet>();
  for (const set of [...different.values()].slice(0, mostSets)) {
    let { name } = set;
    for (let number = 2; named.has(name); number++) {
      name = `${set.name} (${number})`;
    }
    named.set(name, { ...set, name });
  }
  return [...named.values()];
}

/** Limit of deployments of one document that are kept apart. */
const mostSets = 20;
