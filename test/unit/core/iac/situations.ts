import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAnalyzer } from '../../../../src/core/iac/analysis/analyze.ts';
import type { Assessment, Finding } from '../../../../src/core/iac/finding.ts';
import { createLanguages } from '../../../../src/core/iac/languages/index.ts';
import { type LanguageId, languageTable } from '../../../../src/core/iac/languageTable.ts';
import { describeState } from '../../../../src/core/iac/state.ts';
import { dialectsOf } from './golden.ts';
import { MemorySources } from './memorySources.ts';

/** A situation that every language can be in. */
export interface Situation {
  readonly why: string;
  /** What it is an example of, for the table of accuracy. */
  readonly construct: string;
  /** Folders of languages that cannot say it, with the reason. */
  readonly cannot?: Readonly<Record<string, string>>;
  /** Folders of languages in which no fix is preferred where others have one, with the reason. */
  readonly unmended?: Readonly<Record<string, string>>;
  /** Folders of languages in which another fix is preferred, with its kind and the reason. */
  readonly mended?: Readonly<Record<string, readonly [kind: string, why: string]>>;
  readonly trails: readonly Expected[];
}

export interface Expected {
  /** What the code calls the trail, in lower case; `audit of first` for one that a module or stack makes. */
  readonly trail: string;
  readonly state: string;
  /** `code/severity`, sorted. */
  readonly findings: readonly string[];
  /** The inputs that lead to the first finding, `name=value` in lower case. */
  readonly when?: readonly string[];
  /** The kind of the preferred fix of the first finding, or null for none. */
  readonly preferred?: string | null;
}

const folder = fileURLToPath(new URL('../../../fixtures/iac/same/', import.meta.url));

/** The folders of languages and their syntaxes. */
export const dialects = createLanguages().flatMap(({ id }) => dialectsOf(id));

/** Each with its folder, in which every language has one. */
export function situations(): readonly {
  readonly name: string;
  readonly folder: string;
  readonly situation: Situation;
}[] {
  return readdirSync(folder).map(name => ({
    name,
    folder: join(folder, name),
    situation: JSON.parse(readFileSync(join(folder, name, 'situation.json'), 'utf8')),
  }));
}

/** What is to be said in a language. */
export function expectedIn({ trails, unmended, mended }: Situation, dialect: string): readonly Expected[] {
  const preferred = unmended?.[dialect] ? null : mended?.[dialect]?.[0];
  return trails
    .map(one => (one.preferred && preferred !== undefined ? { ...one, preferred } : one))
    .toSorted(byTrail);
}

/** What is said of the trails of some files, in the form of what is expected: what nobody expects anything of is left out. */
export async function told(
  files: Record<string, string>,
  expected: readonly Expected[],
): Promise<readonly Expected[]> {
  const analyzer = createAnalyzer({
    languages: createLanguages(),
    now: () => Date.parse('2026-01-01'),
    rootOf: () => 'file:///case',
  });
  const sources = new MemorySources(files);
  const rows: Row[] = [];
  for (const document of sources.documents) {
    const { assessments, problems } = await analyzer.analyze(document, sources);
    assert.deepEqual(problems, []);
    for (const assessment of assessments) {
      const trail = nameOf(assessment);
      const [finding] = assessment.findings;
      const asked = expected.find(one => one.trail === trail);
      const fixes =
        finding && asked?.preferred !== undefined ? await analyzer.fixesFor(finding, document, sources) : [];
      rows.push({
        language: assessment.declaration.language,
        trail,
        state: describeState(assessment),
        findings: assessment.findings.map(({ code, severity }) => `${code}/${severity}`).sort(),
        ...(asked?.when && { when: whenOf(finding) }),
        ...(asked?.preferred !== undefined && {
          preferred: fixes.find(({ preferred }) => preferred)?.action.kind ?? null,
        }),
      });
    }
  }
  return rows
    .filter(row => !isDeployed(row, rows))
    .map(({ language: _, ...row }) => row)
    .sort(byTrail);
}

interface Row extends Expected {
  readonly language: LanguageId;
}

/** A module that is written for what deploys it alone is told by that. */
function isDeployed({ language, trail }: Row, rows: readonly Row[]): boolean {
  const deploys = (other: LanguageId) => languageTable[other].composition === 'deployment';
  return !deploys(language) && rows.some(other => deploys(other.language) && other.trail === trail);
}

/** `module.first.aws_cloudtrail.audit` and `First.Audit` are both `audit of first`; `unit.audit.aws_cloudtrail.audit` is `audit`. */
function nameOf({ declaration }: Assessment): string {
  const names = declaration.resource
    .toLowerCase()
    .replace(/\b(?:module|unit|component|aws_cloudtrail|awscc_cloudtrail_trail)\./g, '')
    .split('.');
  return [...new Set(names.toReversed())].join(' of ');
}

function whenOf(finding: Finding | undefined): readonly string[] {
  return (finding?.when ?? []).map(({ input, value }) =>
    `${input.replace(/^(?:var|props|spec|feature)\.|\.value$/g, '')}=${value}`.toLowerCase(),
  );
}

export function byTrail(left: Expected, right: Expected): number {
  return left.trail < right.trail ? -1 : left.trail > right.trail ? 1 : 0;
}
