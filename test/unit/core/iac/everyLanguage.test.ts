import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { createAnalyzer } from '../../../../src/core/iac/analysis/analyze.ts';
import type { Assessment, Finding } from '../../../../src/core/iac/finding.ts';
import { createLanguages } from '../../../../src/core/iac/languages/index.ts';
import { type LanguageId, languageTable } from '../../../../src/core/iac/languageTable.ts';
import { holds } from '../../holds.ts';
import { casesOf, dialectsOf, goldens, readCase } from './golden.ts';
import { applyEdits, MemorySources } from './memorySources.ts';

/*
 * What is asked of every language, made from the list of languages: one that is added without its fixtures fails here, and
 * so does one that throws at a text, or tells of places outside of it. That it says what the others say of the same
 * situation is asked in `same.test.ts`.
 */

const fixtures = fileURLToPath(new URL('../../../fixtures/iac/', import.meta.url));
const ids = Object.keys(languageTable) as LanguageId[];

type Files = Readonly<Record<string, string>>;
type ExpectedTrail = { readonly language: LanguageId; readonly state: string; readonly findings: object[] };

/** Cases that each language has, by the names of their folders, and what their goldens hold. */
const mandatory: Readonly<Record<string, (trails: readonly ExpectedTrail[], folder: string) => void>> = {
  'no-trail': trails => assert.deepEqual(trails, []),
  broken: trails => assert.ok(trails.length > 1, 'the trails around what is broken are found'),
  'odd-layout': (trails, folder) => {
    assert.ok(trails.some(({ findings }) => findings.length > 0));
    if (trails.some(({ language }) => languageTable[language].isOutput)) {
      return;
    }
    const before = readCase(folder);
    assert.ok(commentsIn(before).length > 1);
    const fixes = join(folder, 'fixes');
    for (const fix of readdirSync(fixes)) {
      const after = readCase(join(fixes, fix));
      const changed = Object.fromEntries(Object.keys(after).map(uri => [uri, before[uri] ?? '']));
      const lost = commentsIn(changed).filter(comment => !commentsIn(after).includes(comment));
      assert.deepEqual(lost, [], `${fix} loses a comment`);
    }
  },
};

/** Situations of `same` that no language is excused from. */
const told = ['no-key', 'key-by-alias', 'key-that-somebody-must-give', 'two-trails-under-one-key'];

for (const [index, language] of createLanguages().entries()) {
  const { id } = language;
  describe(`${languageTable[id].name}, as every language,`, () => {
    it('is made once, under its own name', () => {
      assert.equal(createLanguages().filter(one => one.id === id).length, 1);
      assert.notEqual(createLanguages()[index], language, 'what it keeps belongs to whoever asked for it');
    });

    for (const [name, assertCase] of Object.entries(mandatory)) {
      it(`has the case ${name}`, () => {
        const folder = join(fixtures, id, name);
        const golden = join(folder, 'expected.json');
        assert.ok(existsSync(golden), `test/fixtures/iac/${id}/${name} is missing`);
        const trails: readonly ExpectedTrail[] = JSON.parse(readFileSync(golden, 'utf8'));
        // What is deployed is code of another language.
        assert.deepEqual(
          trails.filter(({ language }) => language !== id && languageTable[id].composition !== 'deployment'),
          [],
        );
        assertCase(trails, folder);
        const claimed = documentsOf(readCase(folder)).some(document => language.claims(document));
        assert.ok(claimed, 'none of its files is shown to the language');
      });
    }

    for (const name of told) {
      it(`says what it has to say of ${name}`, () => {
        const { cannot = {} } = JSON.parse(
          readFileSync(join(fixtures, 'same', name, 'situation.json'), 'utf8'),
        );
        assert.equal(cannot[id], undefined, 'no excuse');
      });
    }

    goldens(id, createLanguages());

    it('fixes a thing once, and comes to an end with its fixes', () =>
      holds(
        fc.asyncProperty(fc.constantFrom(...textsOf(id)), fc.nat(), async ({ files, uri }, choice) => {
          await assertMended(files, uri, choice);
        }),
        { numRuns: 14 },
      ));

    describe('reads', () => {
      const texts = textsOf(id);
      if (texts.length === 0) {
        it('a text', () => assert.fail('there is none to read'));
        return;
      }
      const anyText = fc.constantFrom(...texts);

      it('any beginning of a text', () =>
        holds(
          fc.asyncProperty(anyText, fc.double({ min: 0, max: 1, noNaN: true }), async (one, part) =>
            assertReadable(one, one.text.slice(0, Math.floor(one.text.length * part))),
          ),
          { numRuns: 40 },
        ));

      it('a text without any one of its lines', () =>
        holds(
          fc.asyncProperty(anyText, fc.nat(), async (one, number) => {
            const lines = one.text.split('\n');
            await assertReadable(one, lines.toSpliced(number % lines.length, 1).join('\n'));
          }),
          { numRuns: 40 },
        ));

      it('a text after any changes', () => {
        const changes = fc.array(fc.tuple(fc.nat(), fc.nat(40), fc.constantFrom(...syntax)), {
          minLength: 1,
          maxLength: 4,
        });
        return holds(
          fc.asyncProperty(anyText, changes, async (one, edits) => {
            const text = edits.reduce((before, [at, length, inserted]) => {
              const place = at % (before.length + 1);
              return before.slice(0, place) + inserted + before.slice(place + length);
            }, one.text);
            await assertReadable(one, text);
          }),
          { numRuns: 60 },
        );
      });
    });
  });
}

it('every folder of fixtures is a language, or the situations of all', () => {
  const folders = readdirSync(fixtures).filter(name => name !== 'same');
  assert.deepEqual(folders.sort(), ids.toSorted());
});

/** Pieces that mean something in one language or another. */
const syntax = [
  ...'{}[]()"\'$%<>#=,:.?&*!|-\\\n\t\u0000',
  '<<EOT\n',
  '${',
  '%{',
  '/*',
  '- ',
  '---\n',
  '<<: *x\n',
  '!Ref',
];

interface FixtureText {
  readonly files: Files;
  readonly uri: string;
  readonly text: string;
}

/** The texts of all fixtures of a language that it is shown. */
function textsOf(id: LanguageId): readonly FixtureText[] {
  const language = createLanguages().find(one => one.id === id);
  const situations = readdirSync(join(fixtures, 'same')).flatMap(name =>
    dialectsOf(id).map(dialect => join(fixtures, 'same', name, dialect)),
  );
  return [...casesOf(id), ...situations.filter(folder => existsSync(folder))].map(readCase).flatMap(files =>
    documentsOf(files)
      .filter(document => language?.claims(document))
      .map(({ uri, text }) => ({ files, uri, text })),
  );
}

/**
 * Takes a fix of one finding, and then the preferred fix of each finding that is left. A fix that was taken is offered no more:
 * not for the finding as it was, which an editor may still show, and not under another name. Each leaves fewer findings.
 */
async function assertMended(files: Files, uri: string, choice: number): Promise<void> {
  const analyzer = analyzerOf();
  let now = files;
  let first = true;
  for (let left = Number.POSITIVE_INFINITY; ; first = false) {
    const sources = new MemorySources(now);
    const document = { uri, text: now[uri] ?? '' };
    const { assessments } = await analyzer.analyze(document, sources);
    const findings = assessments.flatMap(one => one.findings);
    const hints = findings.filter(({ severity }) => severity === 'hint').length;
    const weight = 1000 * (findings.length - hints) + hints;
    assert.ok(weight < left || first, 'a fix leaves as many findings as there were');
    left = weight;
    const finding: Finding | undefined = findings[first ? choice % findings.length : 0];
    const offered = finding ? await analyzer.fixesFor(finding, document, sources) : [];
    const fix = first ? offered[choice % offered.length] : offered.find(one => one.preferred);
    if (!finding || !fix) {
      return;
    }
    const changes = fix.documents.map(({ uri, edits }) => [uri, applyEdits(now[uri] ?? '', edits)]);
    now = { ...now, ...Object.fromEntries(changes) };
    const after = { uri, text: now[uri] ?? '' };
    const again = await analyzer.fixesFor(finding, after, new MemorySources(now));
    assert.deepEqual(again, [], `${finding.declaration.resource} is fixed twice`);
  }
}

function analyzerOf() {
  return createAnalyzer({ languages: createLanguages(), now: () => 0, rootOf: () => 'file:///case' });
}

async function assertReadable({ files, uri }: FixtureText, text: string): Promise<void> {
  const changed = { ...files, [uri]: text };
  const analyzer = analyzerOf();
  const sources = new MemorySources(changed);
  const { assessments, problems } = await analyzer.analyze({ uri, text }, sources);
  assert.deepEqual(problems, []);
  for (const assessment of assessments) {
    assertPlaces(assessment, changed);
  }
}

/** What is underlined, hovered over and pointed at lies inside its text, and the parts of a declaration in the whole. */
function assertPlaces({ declaration, findings }: Assessment, files: Files): void {
  const { uri, header, whole, keyAttribute } = declaration;
  const places = [
    ...[header, whole, keyAttribute, ...findings.map(({ range }) => range)].map(range => ({ uri, range })),
    ...findings.flatMap(({ related }) => related),
  ];
  for (const { uri, range } of places) {
    const end = files[uri]?.length ?? 0;
    assert.ok(
      !range || (0 <= range.start && range.start <= range.end && range.end <= end),
      declaration.resource,
    );
  }
  assert.ok(whole.start <= header.start && header.end <= whole.end, declaration.resource);
}

function documentsOf(files: Files) {
  return Object.entries(files).map(([uri, text]) => ({ uri, text }));
}

/** What stands behind the marks of comments, in whichever language. */
function commentsIn(files: Files): readonly string[] {
  return Object.values(files).flatMap(text =>
    [...text.matchAll(/(?:^|\s)(?:#|\/\/|\/\*)\s*([^\n]*)/g)].map(([, comment]) => (comment ?? '').trim()),
  );
}
