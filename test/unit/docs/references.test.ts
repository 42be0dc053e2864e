import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** The pages that speak of the project itself. */
const pages = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.md'))
    .map(name => `docs/${name.replaceAll('\\', '/')}`),
  ...['src', 'test']
    .flatMap(filesBelow)
    .filter(name => name.endsWith('/README.md') && !name.startsWith('test/fixtures/')),
];

describe('what the pages of the project name', () => {
  const files = ['src', 'test', 'scripts', 'bench', 'docs', 'media', '.github'].flatMap(filesBelow);

  for (const page of pages) {
    it(`exists: files, folders, scripts and links of ${page}`, () => {
      const text = read(page);
      assert.deepEqual([...missingPaths(text, files), ...missingLinks(page), ...missingScripts(text)], []);
    });
  }

  for (const page of pages.filter(one => read(one).includes('\n## Where things are\n\n|'))) {
    it(`is all that there is: the files and folders beside it, in the table of ${page}`, () => {
      const named = new Set([...read(page).matchAll(/`(\w+(?:\.ts)?)`/g)].map(([, name]) => name));
      const there = readdirSync(join(root, dirname(page))).filter(name =>
        /^(?!index\.)\w+(?:\.ts)?$/.test(name),
      );
      assert.deepEqual(
        there.filter(name => !named.has(name)),
        [],
      );
    });
  }

  it('is looked for: what does not exist is named', () => {
    const page =
      'See `evaluation/nowhere.ts`, `src/nobody`, `npm run never` and `src/core`, `kept.ts`, `npm test`.';
    assert.deepEqual(missingPaths(page, files), ['evaluation/nowhere.ts', 'src/nobody']);
    assert.deepEqual(missingScripts(page), ['never']);
  });

  it('is named by a check where it is an invariant', () => {
    const rows = tableBelow(read('ARCHITECTURE.md'), 'What must hold, and what holds it');
    assert.ok(rows.length > 40);
    for (const [invariant, , check = ''] of rows) {
      assert.match(
        check,
        /`(?:test\/[\w/.-]+|[\w/]+\.test\.ts|scripts\/\w+\.mjs)`/,
        `${invariant}: nothing holds it`,
      );
    }
  });
});

describe('SECURITY.md as a model of threats', () => {
  const page = read('SECURITY.md');
  const rows = tableBelow(page, 'What somebody could try');

  it('names a test for each threat, and each test exists', () => {
    assert.ok(rows.length > 30);
    for (const [threat = '', , proof = ''] of rows) {
      const named = [...proof.matchAll(/`(test\/[\w/.-]+\.test\.ts)` "([^"]+)"/g)];
      assert.ok(named.length > 0, `${threat}: no test is named`);
      for (const [, file = '', title = ''] of named) {
        assert.ok(existsSync(join(root, file)), `${threat}: there is no ${file}`);
        assert.ok(
          titlesOf(read(file)).some(one => one.test(title)),
          `${file} has no test "${title}"`,
        );
      }
    }
  });

  it('knows a title of a test from any other text', () => {
    const text =
      "it('reads a file', () => 'not this');\n  it(`takes ${name} of it`, run);\n  it(\n    'on a line of its own',";
    const has = (title: string) => titlesOf(text).some(one => one.test(title));
    assert.deepEqual(
      ['reads a file', 'takes … of it', 'on a line of its own', 'not this', 'reads'].map(has),
      [true, true, true, false, false],
    );
  });
});

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
    name => `${folder}/${name.replaceAll('\\', '/')}`,
  );
}

/**
 * Paths in code spans that lead nowhere. Pages may shorten them: `evaluation/budget.ts` is any file that ends so. What has no ending
 * counts where it begins with a folder of the root.
 */
function missingPaths(text: string, files: readonly string[]): string[] {
  const spans = [...text.replace(/^```.*?^```/gms, '').matchAll(/`([^`\n]+)`/g)].map(
    ([, span]) => span ?? '',
  );
  const named = spans.filter(
    span =>
      /^[\w./-]+\.(?:ts|mjs|mts)$/.test(span) ||
      /^(?:src|test|scripts|bench|docs|media)\/[\w./-]+$/.test(span),
  );
  return [...new Set(named)].filter(path => {
    const plain = path.replace(/\/$/, '');
    return !existsSync(join(root, plain)) && !files.some(file => file.endsWith(`/${plain}`));
  });
}

/** Links to files beside the page, and to headings in them. */
function missingLinks(page: string): string[] {
  const targets = [...read(page).matchAll(/\]\((?!\w+:)([^)\s]+)\)/g)].map(([, target]) => target ?? '');
  return targets.filter(target => {
    const [path = '', heading] = target.split('#');
    const file = path === '' ? join(root, page) : join(root, dirname(page), path);
    if (!existsSync(file)) return true;
    return heading !== undefined && !headingsOf(read(relative(root, file))).includes(heading);
  });
}

/** As GitHub makes anchors of them. */
function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function missingScripts(text: string): string[] {
  const { scripts } = JSON.parse(read('package.json')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  const named = [...text.matchAll(/\bnpm (?:run )?(start|test|(?<=run )[\w:-]+)/g)].map(
    ([, name]) => name ?? '',
  );
  return [...new Set(named)].filter(name => !(name in scripts));
}

/** The cells of all tables between a heading and the next of its level. */
function tableBelow(text: string, heading: string): string[][] {
  const [, section = ''] = text.split(`\n## ${heading}\n`);
  const [body = ''] = section.split('\n## ');
  return body
    .split('\n')
    .filter(line => line.startsWith('| ') && !/^\| *-+/.test(line))
    .map(line =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map(cell => cell.trim()),
    )
    .filter(([first]) => first !== '' && !/^(?:invariant|what somebody tries)$/.test(first ?? ''));
}

/** The titles of a file of tests; what a template puts in may be anything. */
function titlesOf(text: string): readonly RegExp[] {
  return [...text.matchAll(/\b(?:it|describe)\(\s*(?:'((?:[^'\\]|\\.)*)'|`((?:[^`\\]|\\.)*)`)/gs)].map(
    ([, plain, template]) => {
      const parts = plain !== undefined ? [plain] : (template ?? '').split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/);
      return new RegExp(
        `^${parts.map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`,
        's',
      );
    },
  );
}
