import assert from 'node:assert/strict';
import { join } from 'node:path';
import { createAnalyzer, createLanguages } from '../../../src/core/iac/index.ts';
import { countsFor } from '../../../src/core/iac/sources/consulted.ts';
import type { FileProblem } from '../../../src/core/iac/sources/fileProblem.ts';
import { foldersAround, itself } from '../../../src/core/iac/sources/foldersAround.ts';
import type { Sign } from '../../../src/core/iac/sources/signs.ts';
import { type Sources, sourcesLike } from '../../../src/core/iac/sources/sources.ts';
import { sizeLimit } from '../../../src/files/boundedFile.ts';
import { FileSources, pathOf, uriOf } from '../../../src/files/fileSources.ts';
import { TemporaryFolder } from './folder.ts';

const trailWithoutKey = `resource "aws_cloudtrail" "audit" {
  name           = "audit"
  s3_bucket_name = "logs"
  kms_key_id     = var.key
}

variable "key" {
  default = null
}
`;

describe('the files of a disk as sources', () => {
  const folder = new TemporaryFolder({
    'a b/main.tf': '\uFEFFlocals {}',
    'a b/variables.tf': 'variable "x" {}',
    'a b/link.tf': { link: 'main.tf' },
    'a b/sub/other.tf': '',
    'binary.tf': Buffer.from([1, 0, 0, 2, 0, 3]),
    'folder.tf': 'folder',
    'self.tf': { link: 'self.tf' },
  });
  const uri = (path: string) => uriOf(join(folder.path, path));
  let problems: FileProblem[];
  let sources: FileSources;
  beforeEach(() => {
    problems = [];
    sources = new FileSources(problem => problems.push(problem));
  });
  after(() => folder.remove());

  it('reads a text without its byte order mark, and keeps the document', async () => {
    const document = await sources.read(uri('a b/main.tf'));
    assert.deepEqual(document, { uri: uri('a b/main.tf'), text: 'locals {}' });
    assert.equal(await sources.read(uri('a b/main.tf')), document);
    assert.match(uri('a b/main.tf'), /\/a%20b\/main\.tf$/);
  });

  it('lists the files of a folder', async () => {
    const files = [...(await sources.list(uri('a b')))].sort();
    assert.deepEqual(files, [uri('a b/link.tf'), uri('a b/main.tf'), uri('a b/variables.tf')]);
    assert.deepEqual(await sources.list(uri('nowhere')), []);
    assert.deepEqual(await sources.list('untitled:Untitled-1'), []);
  });

  it('lists the folders of a folder, without links', async () => {
    assert.deepEqual(await sources.folders(uri('a b')), [uri('a b/sub')]);
    assert.deepEqual(await sources.folders(uri('nowhere')), []);
  });

  it('tells nothing of what is looked at quietly, and everything when it is needed', async () => {
    assert.equal(await sources.read(uri('binary.tf'), undefined, true), undefined);
    assert.equal(await sources.read(uri('self.tf'), [uri('')], true), undefined);
    assert.deepEqual(problems, []);
    await sources.read(uri('binary.tf'));
    assert.deepEqual(
      problems.map(({ kind }) => kind),
      ['binary'],
    );
  });

  describe('that are looked for by what they say', () => {
    const around = new TemporaryFolder({
      'calls.tf': 'module "audit" {}',
      'linked.tf': { link: 'notes.md' },
      'marked.tf': '\uFEFFmodule "audit" {}',
      'nests.yaml': 'Type: AWS::CloudFormation::Stack',
      'neither.tf': 'locals {}',
      'notes.md': 'module',
      'self.tf': { link: 'self.tf' },
      'sub/calls.tf': 'module "audit" {}',
      'sub/deeper/outputs.tf': '',
      'utf16.tf': Buffer.from('\uFEFFmodule "audit" {}', 'utf16le'),
      'zero.tf': Buffer.from([1, 0, 0, 2, 0, 3]),
    });
    after(() => around.remove());
    const inFolder = (uris: readonly string[]) =>
      uris.map(one => one.slice(uriOf(around.path).length).replace(/^\//, ''));

    const filesWith = async (asked: Sources, sign: Sign) => {
      const root = uriOf(around.path);
      const folder = await itself(root, sourcesLike(asked, { root }));
      return folder.filesWith(sign, folder.files);
    };

    it('are those of the folder that have the words, and links, of which nobody knows', async () => {
      const calling = await filesWith(sources, 'module call');
      const nesting = await filesWith(sources, 'nested stack');
      assert.deepEqual(inFolder(calling), ['calls.tf', 'linked.tf', 'marked.tf', 'self.tf', 'utf16.tf']);
      assert.deepEqual(inFolder(nesting), ['linked.tf', 'nests.yaml', 'self.tf']);
      assert.deepEqual(problems, []);
    });

    it('are, but for links, the files that reading all of them finds', async () => {
      const reading = {
        read: (...args: Parameters<FileSources['read']>) => sources.read(...args),
        list: (address: string) => sources.list(address, true),
        folders: async () => [],
      };
      const found = await filesWith(reading, 'module call');
      assert.deepEqual(inFolder(found), ['calls.tf', 'linked.tf', 'marked.tf', 'utf16.tf']);
    });

    it('lie in the folders that listing one after another finds', async () => {
      const root = uriOf(around.path);
      const one: Sources = {
        read: (address: string) => sources.read(address),
        list: (address: string) => sources.list(address),
        folders: (address: string) => sources.folders(address),
        root,
      };
      const all = sourcesLike(sources, { root });
      for (const start of [root, `${root}/sub`, `${root}/sub/deeper`, uriOf(folder.path)]) {
        const found = [];
        for (const from of [one, all]) {
          const places = [];
          for await (const { uri: place, files } of await foldersAround(start, from)) {
            places.push([place, files]);
          }
          found.push(places);
        }
        assert.deepEqual(found[0], found[1]);
        assert.equal(found[0]?.length, start.startsWith(root) ? 3 : 0);
      }
    });

    it('count for an analysis that looked for them, and those of the folder that come later', async () => {
      const root = uriOf(around.path);
      const analyzer = createAnalyzer({ languages: createLanguages(), now: () => 0, rootOf: () => root });
      const document = { uri: `${root}/sub/deeper/trail.tf`, text: trailWithoutKey };
      const { consulted } = await analyzer.analyze(document, sources);
      const counts = (path: string) => countsFor(consulted, `${root}/${path}`);
      assert.deepEqual(['calls.tf', 'new.tf', 'sub/new.tf', 'notes.md', 'elsewhere/new.tf'].map(counts), [
        true,
        true,
        true,
        false,
        false,
      ]);
      assert.deepEqual([...consulted.searched], [`${root}/sub/deeper`, `${root}/sub`, root]);
    });

    it('are read once when they are candidates of a scan too, and told then', async () => {
      await filesWith(sources, 'module call');
      const at = (name: string) => sources.candidate(join(around.path, name));
      assert.equal(at('neither.tf'), undefined);
      assert.equal(at('calls.tf')?.text, 'module "audit" {}');
      assert.equal(at('zero.tf'), undefined);
      assert.deepEqual(
        problems.map(({ kind }) => kind),
        ['binary'],
      );
    });
  });

  it('says nothing of what is not there', async () => {
    for (const address of [
      uri('nowhere.tf'),
      uri('folder.tf'),
      uri('a b/main.tf/x'),
      'untitled:Untitled-1',
      'no uri',
    ]) {
      assert.equal(await sources.read(address), undefined);
    }
    assert.deepEqual(problems, []);
  });

  it('names what is binary, too large or unreadable, once', async () => {
    folder.write('large.json', { sparse: sizeLimit + 1 });
    for (const name of ['binary.tf', 'large.json', 'self.tf', 'self.tf']) {
      assert.equal(await sources.read(uri(name)), undefined);
    }
    assert.deepEqual(
      problems.map(({ kind, path }) => [kind, path]),
      [
        ['binary', join(folder.path, 'binary.tf')],
        ['too-large', join(folder.path, 'large.json')],
        ['unreadable', join(folder.path, 'self.tf')],
      ],
    );
  });

  it('reads only what really lies within the folders that it is given', async () => {
    const outside = new TemporaryFolder({ 'secret.json': '{}' });
    folder.write('in/link.json', { link: join(outside.path, 'secret.json') });
    folder.write('in/own.json', '{}');
    folder.write('in/twin.json', { link: 'own.json' });
    folder.write('in/gone.json', { link: 'nowhere' });
    const read = async (name: string, ...within: string[]) => (await sources.read(name, within))?.text;
    try {
      assert.equal(await read(uri('in/own.json'), uri('in')), '{}');
      assert.equal(await read(uri('in/twin.json'), uri('in')), '{}');
      assert.equal(await read(uri('in/gone.json'), uri('in')), undefined);
      assert.deepEqual(problems, []);
      assert.equal(await read(uri('in/link.json'), uri('in')), undefined);
      assert.deepEqual(problems, [
        {
          path: join(folder.path, 'in/link.json'),
          kind: 'outside',
          detail: 'a link that leads outside the folder',
        },
      ]);
      assert.equal(await read(uri('in/link.json'), uri('in'), uriOf(outside.path)), '{}');
      assert.equal(await read(uri('in/link.json'), uri('in')), undefined, 'though it was read before');
    } finally {
      outside.remove();
    }
  });

  it('keeps no more text than it should', async () => {
    const text = 'x'.repeat(3 * 1024 * 1024);
    const names = ['1.tf', '2.tf', '3.tf', '4.tf'];
    for (const name of names) {
      folder.write(name, text);
    }
    const first = await sources.read(uri('1.tf'));
    for (const name of names) {
      assert.equal((await sources.read(uri(name)))?.text.length, text.length);
    }
    assert.notEqual(await sources.read(uri('1.tf')), first);
  });

  it('turns paths into addresses and back', () => {
    for (const name of ['a b#c?.tf', "it's(1)!*.tf", '100%.tf', 'größe.tf', '日本.tf']) {
      assert.equal(pathOf(uri(name)), join(folder.path, name));
    }
    assert.equal(pathOf('untitled:Untitled-1'), undefined);
  });
});
