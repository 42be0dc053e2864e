import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TextLines, type TextRange } from '../../../../src/core/base/text.ts';
import { pathBelow } from '../../../../src/core/base/uri.ts';
import { type Analyzer, createAnalyzer } from '../../../../src/core/iac/analysis/analyze.ts';
import type { Assessment, Finding } from '../../../../src/core/iac/finding.ts';
import type { Fix, FixContext } from '../../../../src/core/iac/fix.ts';
import { readInputSetting } from '../../../../src/core/iac/inputSetting.ts';
import type { Language } from '../../../../src/core/iac/language.ts';
import type { LanguageId } from '../../../../src/core/iac/languageTable.ts';
import { describeState } from '../../../../src/core/iac/state.ts';
import { fixTitle } from '../../../../src/core/wording/fixes.ts';
import { inEnglish } from '../../../../src/core/wording/message.ts';
import { decode } from '../../../../src/files/decode.ts';
import { applyEdits, MemorySources } from './memorySources.ts';
import { assertSound } from './sound.ts';

/*
 * A case is a folder of `test/fixtures/iac/<language>/`: real files, and beside them
 *
 *   expected.json            every trail of every file, with everything that is said about it
 *   fixes/<n>-<action>/…     the files that a fix changes, as they are afterwards; n counts all fixes of the case
 *   fixes/titles.txt         optional: the title of each fix, in the same order; a star marks the preferred ones
 *   case.json                optional: { "keyArn": "arn:…", "account": "1111…", "now": "2026-01-01", "inputs": [as in the setting], "construct": "loop" }
 *
 * Everything is compared whole: a finding or fix that nobody expected fails too, and so does a golden that is missing.
 * `UPDATE_GOLDENS=1` writes them; whoever does that reads the difference before committing it.
 */

const fixtures = fileURLToPath(new URL('../../../fixtures/iac/', import.meta.url));
const root = 'file:///case';
const updating = process.env['UPDATE_GOLDENS'] === '1';

/** Defines one test for each case below `test/fixtures/iac/<folder>`. */
export function goldens(folder: string, languages: readonly Language[]): void {
  for (const one of casesOf(folder)) {
    it(`${folder}/${basename(one)}`, () => runCase(one, languages));
  }
}

/** The files of a case as the engine sees them, by the address they have there. For property tests. */
export function readCase(folder: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (const path of filesBelow(folder)) {
    if (!/^(?:expected\.json|case\.json|fixes\/.*)$/.test(path)) {
      const text = decode(readFileSync(join(folder, path)));
      if (text !== undefined) {
        files[`${root}/${path.split('/').map(encodeURIComponent).join('/')}`] = text;
      }
    }
  }
  return files;
}

/** Folders of one language in the situations of all: a language with several syntaxes has a reader for each. */
export function dialectsOf(id: LanguageId): readonly string[] {
  return [id, ...(otherDialects[id] ?? []).map(dialect => `${id}-${dialect}`)];
}

const otherDialects: Partial<Record<LanguageId, readonly string[]>> = {
  terraform: ['json'],
  cloudformation: ['json'],
  cdk: ['python', 'java', 'go', 'csharp'],
  pulumi: ['typescript', 'python', 'java', 'go', 'csharp'],
};

/** The folders of all cases of a language; none where it has no folder yet. */
export function casesOf(folder: string): string[] {
  const entries = existsSync(join(fixtures, folder))
    ? readdirSync(join(fixtures, folder), { withFileTypes: true })
    : [];
  return entries.filter(entry => entry.isDirectory()).map(entry => join(fixtures, folder, entry.name));
}

interface CaseSettings {
  /** What it is an example of, for the table of accuracy. */
  readonly construct?: string;
  readonly keyArn?: string;
  readonly account?: string;
  readonly now?: string;
  readonly inputs?: unknown;
}

export function settingsOf(folder: string): CaseSettings {
  return existsSync(join(folder, 'case.json'))
    ? JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8'))
    : {};
}

/** What is said of the trails of a case, and what is to be said. */
export async function toldOfCase(folder: string, languages: readonly Language[]) {
  const files = readCase(folder);
  const assessments = await assessAll(await analyzerFor(folder, languages), new MemorySources(files));
  return {
    told: assessments.map(assessment => describeTrail(assessment, files)),
    expected: JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as unknown,
  };
}

/** On the day of the case, and with its inputs, in which nothing is wrong. */
async function analyzerFor(folder: string, languages: readonly Language[]): Promise<Analyzer> {
  const settings = settingsOf(folder);
  const { sets, faults } = readInputSetting(settings.inputs, root);
  assert.deepEqual(faults, []);
  const analyzer = createAnalyzer({
    languages,
    now: () => Date.parse(settings.now ?? '2026-01-01'),
    rootOf: () => root,
    inputsOf: () => sets,
  });
  assert.deepEqual(await analyzer.inputFaults(sets, new MemorySources(readCase(folder))), []);
  return analyzer;
}

async function runCase(folder: string, languages: readonly Language[]): Promise<void> {
  const { keyArn, account } = settingsOf(folder);
  const analyzer = await analyzerFor(folder, languages);
  const context: FixContext = {
    ...(keyArn !== undefined && { keyArn }),
    ...(account !== undefined && { account }),
  };
  const files = readCase(folder);
  const sources = new MemorySources(files);

  const assessments = await assessAll(analyzer, sources);
  const hasTitles = existsSync(join(folder, 'fixes', 'titles.txt'));
  const fixes = await fixAll(analyzer, sources, assessments, context, hasTitles);
  const trails = assessments.map(assessment => describeTrail(assessment, files));

  if (updating) {
    writeGoldens(folder, trails, fixes);
  }
  const expected = join(folder, 'expected.json');
  assert.ok(existsSync(expected), `${relative(fixtures, expected)} is missing`);
  assert.deepEqual(trails, JSON.parse(readFileSync(expected, 'utf8')));
  assert.deepEqual(Object.fromEntries(fixes), readFixes(folder));
}

async function assessAll(analyzer: Analyzer, sources: MemorySources): Promise<Assessment[]> {
  const all: Assessment[] = [];
  for (const document of sources.documents) {
    const { assessments, problems } = await analyzer.analyze(document, sources);
    assert.deepEqual(problems, []);
    all.push(...assessments);
  }
  return all;
}

/** The files that each fix of each finding changes, by `<n>-<action>/<file>`. */
async function fixAll(
  analyzer: Analyzer,
  sources: MemorySources,
  assessments: readonly Assessment[],
  context: FixContext,
  hasTitles: boolean,
): Promise<Map<string, string>> {
  const results = new Map<string, string>();
  const titles: string[] = [];
  let count = 0;
  for (const finding of assessments.flatMap(one => one.findings)) {
    const document = await sources.read(finding.declaration.uri);
    assert.ok(document);
    const fixes = await analyzer.fixesFor(finding, document, sources, context);
    assertPreference(finding, fixes);
    for (const fix of fixes) {
      count++;
      const number = String(count).padStart(2, '0');
      titles.push(`${number} ${fix.preferred ? '*' : ' '} ${inEnglish(fixTitle(fix.action))}\n`);
      const after = sources.copy();
      for (const { uri, edits } of fix.documents) {
        const before = (await sources.read(uri))?.text ?? '';
        const { text } = after.write(uri, applyEdits(before, edits));
        assertSound(uri, before, text);
        results.set(`${number}-${fix.action.kind}/${pathBelow(root, uri)}`, text);
      }
      await assertAnswered(analyzer, finding, fix, after);
    }
  }
  if (hasTitles) {
    results.set('titles.txt', titles.join(''));
  }
  return results;
}

/** One fix at most, and none that only a person can want. */
function assertPreference({ severity }: Finding, fixes: readonly Fix[]): void {
  const [preferred, ...more] = fixes.filter(fix => fix.preferred);
  assert.deepEqual(more, [], 'one fix at most is preferred');
  if (preferred) {
    assert.notEqual(severity, 'information', 'nothing is preferred where the default is encrypted');
    assert.notEqual(preferred.action.kind, 'ignore');
    assert.ok(!('everybody' in preferred.action), 'a key that anybody may use is not preferred');
  }
}

/** After a fix the finding is gone, for this trail and each code that the fix answers. */
async function assertAnswered(
  analyzer: Analyzer,
  finding: Finding,
  fix: Fix,
  sources: MemorySources,
): Promise<void> {
  assert.ok(fix.answers.includes(finding.code), `${fix.action.kind} does not answer ${finding.code}`);
  const { uri, resource } = finding.declaration;
  const document = await sources.read(uri);
  assert.ok(document);
  const { assessments, problems } = await analyzer.analyze(document, sources);
  assert.deepEqual(problems, []);
  const left = assessments
    .filter(({ declaration }) => declaration.uri === uri && declaration.resource === resource)
    .flatMap(one => one.findings.map(({ code }) => code))
    .filter(code => fix.answers.includes(code));
  assert.deepEqual(left, [], `after ${fix.action.kind}, ${resource} still has ${left.join()}`);
}

function describeTrail(assessment: Assessment, files: Record<string, string>) {
  const { declaration, findings, suppressed, inputs } = assessment;
  const { uri, language, resource, header, whole } = declaration;
  const place = positions(files[uri] ?? '', { start: header.start, end: whole.end });
  return {
    file: pathBelow(root, uri),
    ...place,
    language,
    resource,
    state: describeState(assessment),
    ...(inputs && { inputs }),
    findings: findings.map(finding => describeFinding(finding, files)),
    ...(suppressed.length > 0
      ? {
          suppressedBy: suppressed.map(
            ({ finding, by }) =>
              `${finding.code}: ${by.tool} at ${rangeText(by.uri ?? uri, by.range, files)}${by.reason === undefined ? '' : `, ${by.reason}`}`,
          ),
        }
      : {}),
  };
}

function describeFinding(finding: Finding, files: Record<string, string>) {
  const { code, severity, range, declaration, related, inputs } = finding;
  return {
    code,
    severity,
    ...(inputs && { inputs }),
    at: rangeText(declaration.uri, range, files),
    ...(related.length > 0
      ? { related: related.map(one => `${one.kind} ${one.name} at ${rangeText(one.uri, one.range, files)}`) }
      : {}),
  };
}

function rangeText(uri: string, range: TextRange, files: Record<string, string>): string {
  const { line, column, endLine, endColumn } = positions(files[uri] ?? '', range);
  return `${pathBelow(root, uri)}:${line}:${column}-${endLine}:${endColumn}`;
}

function positions(text: string, range: TextRange) {
  const lines = new TextLines(text);
  const start = lines.positionAt(range.start);
  const end = lines.positionAt(range.end);
  return { line: start.line + 1, column: start.column + 1, endLine: end.line + 1, endColumn: end.column + 1 };
}

function readFixes(folder: string): Record<string, string> {
  const fixes = join(folder, 'fixes');
  const paths = existsSync(fixes) ? filesBelow(fixes) : [];
  return Object.fromEntries(paths.map(path => [path, readFileSync(join(fixes, path), 'utf8')]));
}

function writeGoldens(folder: string, trails: unknown, fixes: ReadonlyMap<string, string>): void {
  writeFileSync(join(folder, 'expected.json'), `${JSON.stringify(trails, undefined, 2)}\n`);
  rmSync(join(folder, 'fixes'), { recursive: true, force: true });
  for (const [path, text] of fixes) {
    mkdirSync(dirname(join(folder, 'fixes', path)), { recursive: true });
    writeFileSync(join(folder, 'fixes', path), text);
  }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => statSync(join(folder, path)).isFile())
    .map(path => path.split(sep).join('/'))
    .sort();
}
