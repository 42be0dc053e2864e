import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { createAnalyzer } from '../../../../src/core/iac/analyze.ts';
import type { Assessment } from '../../../../src/core/iac/finding.ts';
import { createLanguages } from '../../../../src/core/iac/languages.ts';
import { type LanguageId, languageTable } from '../../../../src/core/iac/languageTable.ts';
import { holds } from '../../holds.ts';
import { casesOf, goldens, readCase } from './golden.ts';
import { MemorySources } from './memorySources.ts';

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
    const comments = commentsIn(readCase(folder));
    assert.ok(comments.length > 1);
    const fixes = join(folder, 'fixes');
    for (const fix of readdirSync(fixes)) {
      const lost = comments.filter(comment => !commentsIn(readCase(join(fixes, fix))).includes(comment));
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
        assert.deepEqual(
          trails.filter(trail => trail.language !== id),
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
          { numRuns: 60 },
        ));

      it('a text without any one of its lines', () =>
        holds(
          fc.asyncProperty(anyText, fc.nat(), async (one, number) => {
            const lines = one.text.split('\n');
            await assertReadable(one, lines.toSpliced(number % lines.length, 1).join('\n'));
          }),
          { numRuns: 60 },
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
          { numRuns: 100 },
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
  const situations = readdirSync(join(fixtures, 'same')).map(name => join(fixtures, 'same', name, id));
  return [...casesOf(id), ...situations.filter(folder => existsSync(folder))].map(readCase).flatMap(files =>
    documentsOf(files)
      .filter(document => language?.claims(document))
      .map(({ uri, text }) => ({ files, uri, text })),
  );
}

async function assertReadable({ files, uri }: FixtureText, text: string): Promise<void> {
  const changed = { ...files, [uri]: text };
  const analyzer = createAnalyzer({
    languages: createLanguages(),
    now: () => 0,
    rootOf: () => 'file:///case',
  });
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
