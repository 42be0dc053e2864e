import assert from 'node:assert/strict';
import { renameSync, rmSync } from 'node:fs';
import { symlink, unlink } from 'node:fs/promises';
import * as vscode from 'vscode';
import { EditorSources } from '../../../src/editor/documents/sources.ts';
import { WorkspaceFiles } from '../../../src/editor/documents/workspaceFiles.ts';
import {
  closeAll,
  eventually,
  folder,
  headerAt,
  insert,
  open,
  setting,
  shown,
  shownIs,
  trail,
  useFolder,
  write,
} from './documents.ts';
import { using } from './ownScan.ts';

describe('the scan of the workspace', () => {
  const at = useFolder('scan');
  const second = useFolder('scan', 1);

  afterEach(closeAll);

  it('finds trails in files that nobody opened, in every folder', async () => {
    await write(at('found.tf'), trail);
    await write(at('deep/er/stack.yaml'), template);
    await write(second('other.tf'), trail);
    await write(at('deep/plain.yaml'), 'a: b\n');
    await scan();
    await shownIs(at('found.tf'), [headerAt(1)]);
    await shownIs(at('deep/er/stack.yaml'), ['warning no-kms-key 2:3-2:8']);
    await shownIs(second('other.tf'), [headerAt(1)]);
    const demonstration = vscode.Uri.joinPath(folder(), 'infra/audit.tf');
    assert.deepEqual(shown(demonstration), ['warning no-kms-key 17:1-17:38']);
  });

  it('keeps away from what the settings or a .gitignore exclude', async () => {
    const out = [
      'hidden/a.tf',
      'unsearched/a.tf',
      'examples/a.tf',
      'ignored/a.tf',
      'ignored/kept/b.tf',
      'node_modules/a.tf',
    ];
    for (const path of out) {
      await write(at(path), trail);
    }
    await write(at('kept/keep.tf'), trail);
    await write(at('.gitignore'), 'ignored/\n*.tf\n');
    await write(at('kept/.gitignore'), '!keep.tf\n');
    const files = vscode.workspace.getConfiguration('files');
    const search = vscode.workspace.getConfiguration('search');
    const target = vscode.ConfigurationTarget.Workspace;
    try {
      await files.update('exclude', { '**/hidden': true }, target);
      await search.update('exclude', { '**/{unsearched,nothing}': true }, target);
      await setting('diagnostics.exclude', ['**/examples/**']);
      await scan();
      await shownIs(at('kept/keep.tf'), [headerAt(1)]);
      await shownIs(at('found.tf'), []);
      await vscode.workspace.fs.delete(at('.gitignore'));
      await scan();
      await shownIs(at('found.tf'), [headerAt(1)]);
      await shownIs(at('ignored/a.tf'), [headerAt(1)]);
      assert.deepEqual(
        out.filter(path => shown(at(path)).length > 0),
        ['ignored/a.tf', 'ignored/kept/b.tf'],
      );
    } finally {
      await files.update('exclude', undefined, target);
      await search.update('exclude', undefined, target);
      await setting('diagnostics.exclude', undefined);
    }
  });

  it('covers at once what is left out no longer, and forgets what is from now on', async () => {
    const files = vscode.workspace.getConfiguration('files');
    const search = vscode.workspace.getConfiguration('search');
    const target = vscode.ConfigurationTarget.Workspace;
    for (const path of ['ignored', 'hidden', 'unsearched', 'example', 'plain']) {
      await write(at(`covered/${path}/a.tf`), trail);
    }
    await write(at('covered/.gitignore'), 'ignored/\n');
    try {
      await files.update('exclude', { '**/covered/hidden': true }, target);
      await search.update('exclude', { '**/covered/unsearched': true }, target);
      await setting('diagnostics.exclude', ['**/covered/example/**']);
      await scan();
      await covers('plain');
      await vscode.workspace.fs.delete(at('covered/.gitignore'));
      await covers('ignored', 'plain');
      await files.update('exclude', undefined, target);
      await covers('hidden', 'ignored', 'plain');
      await search.update('exclude', undefined, target);
      await covers('hidden', 'ignored', 'plain', 'unsearched');
      await setting('diagnostics.exclude', undefined);
      await covers('example', 'hidden', 'ignored', 'plain', 'unsearched');
      await write(at('covered/.gitignore'), '*\n!/plain/\n!/plain/**\n');
      await covers('plain');
    } finally {
      await files.update('exclude', undefined, target);
      await search.update('exclude', undefined, target);
      await setting('diagnostics.exclude', undefined);
    }

    async function covers(...expected: readonly string[]): Promise<void> {
      await eventually(() => {
        const all = ['example', 'hidden', 'ignored', 'plain', 'unsearched'];
        assert.deepEqual(
          all.filter(path => shown(at(`covered/${path}/a.tf`)).length > 0),
          expected,
        );
      });
    }
  });

  it('is kept fresh by the watcher: files changed, made, deleted, also with their folder', async () => {
    await write(at('fresh/one.tf'), trail);
    await scan();
    await shownIs(at('fresh/one.tf'), [headerAt(1)]);
    await write(at('fresh/one.tf'), `\n${trail}`);
    await shownIs(at('fresh/one.tf'), [headerAt(2)]);
    await write(at('fresh/two.tf'), trail.replace('"main"', '"more"'));
    await shownIs(at('fresh/two.tf'), [headerAt(1)]);
    await vscode.workspace.fs.delete(at('fresh/two.tf'));
    await shownIs(at('fresh/two.tf'), []);
    await vscode.workspace.fs.delete(at('fresh'), { recursive: true });
    await shownIs(at('fresh/one.tf'), []);
  });

  it('reads the files of a folder that is moved, of which VS Code reports the folder alone', async () => {
    await write(at('before/deep/main.tf'), trail);
    await scan();
    await shownIs(at('before/deep/main.tf'), [headerAt(1)]);
    await vscode.workspace.fs.rename(at('before'), at('after'));
    await shownIs(at('after/deep/main.tf'), [headerAt(1)]);
    await shownIs(at('before/deep/main.tf'), []);
  });

  it('forgets the files of a folder that another one takes the place of', async () => {
    await write(at('place/deep/former.tf'), trail);
    await write(at('other/deep/main.tf'), trail);
    await scan();
    await shownIs(at('place/deep/former.tf'), [headerAt(1)]);
    rmSync(at('place').fsPath, { recursive: true });
    renameSync(at('other').fsPath, at('place').fsPath);
    await shownIs(at('place/deep/main.tf'), [headerAt(1)]);
    await shownIs(at('place/deep/former.tf'), []);
  });

  it('lists a folder again that was missing, with the folders in it', async () => {
    await write(at('elsewhere/inner/main.tf'), trail);
    await using({ warn() {} }, async ({ sources }) => {
      const listed = () => sources.folders(at('later').toString());
      assert.deepEqual(await listed(), []);
      await vscode.workspace.fs.rename(at('elsewhere'), at('later'));
      await eventually(async () => assert.deepEqual(await listed(), [at('later/inner').toString()]));
    });
  });

  it('reads again what depends on a file that changed', async () => {
    await write(at('depends/main.tf'), trail.replace('"logs"\n', '"logs"\n  kms_key_id     = var.key\n'));
    await write(at('depends/variables.tf'), 'variable "key" {\n  default = null\n}\n');
    await scan();
    await shownIs(at('depends/main.tf'), ['warning kms-key-conditional 4:3-4:27']);
    await write(at('depends/variables.tf'), 'variable "key" {}\n');
    await shownIs(at('depends/main.tf'), []);
  });

  it('counts what was typed and not saved, in the document and in files that refer to it', async () => {
    await write(at('typed/main.tf'), trail.replace('"logs"\n', '"logs"\n  kms_key_id     = var.key\n'));
    const variables = await open(
      await write(at('typed/variables.tf'), 'variable "key" {\n  default = null\n}\n'),
    );
    await insert(variables, 1, '  type = string # and no default yet\n}\n/*\n');
    await insert(variables, 6, '*/\n');
    const stack = await open(await write(at('typed/stack.yaml'), template));
    await insert(stack, 0, '# typed\n');
    await scan();
    await shownIs(stack.uri, ['warning no-kms-key 3:3-3:8']);
    await shownIs(at('typed/main.tf'), []);
    await closeAll();
    await shownIs(stack.uri, ['warning no-kms-key 2:3-2:8']);
  });

  it('counts columns as the editor does in an encoding of its own', async () => {
    const bytes = [...new TextEncoder().encode('/* ? */ '), ...new TextEncoder().encode(trail)];
    bytes.splice(3, 1, 0xc3, 0xa9);
    const uri = await write(at('encoded/main.tf'), new Uint8Array(bytes));
    await scan();
    await shownIs(uri, ['warning no-kms-key 1:9-1:41']);
    const files = vscode.workspace.getConfiguration('files');
    const target = vscode.ConfigurationTarget.Workspace;
    try {
      await files.update('encoding', 'windows1252', target);
      await scan();
      await shownIs(uri, ['warning no-kms-key 1:10-1:42']);
      await write(at('encoded/later.tf'), trail);
      await shownIs(at('encoded/later.tf'), [headerAt(1)]);
    } finally {
      await files.update('encoding', undefined, target);
    }
  });

  it('tells in the log what it cannot read', async () => {
    const warnings: string[] = [];
    await write(at('unread/binary.tf'), new Uint8Array([0, 1, 2, 0, 255, 0, 99, 108]));
    await using({ warn: message => warnings.push(message) }, async ({ scan: own }) => {
      await own.run(() => {}, new vscode.CancellationTokenSource().token);
    });
    // The watcher, which tells of the new file a little later, may have it read again.
    assert.deepEqual(
      [...new Set(warnings)],
      [`${at('unread/binary.tf').fsPath} is not read: not a text file`],
    );
  });

  // Windows lets nobody make links just so.
  if (process.platform !== 'win32') {
    it('tells in the log which folder cannot be listed, and lists it when it can', async () => {
      const warnings: string[] = [];
      const warn = (message: string) => void warnings.push(message);
      const log = { info() {}, warn, error: assert.fail, show() {}, dispose() {} };
      const files = new WorkspaceFiles(log);
      const sources = new EditorSources(files, log);
      const folderAt = at('loop');
      try {
        await symlink(folderAt.fsPath, folderAt.fsPath);
        assert.deepEqual(await sources.list(folderAt.toString()), []);
        assert.ok(
          warnings.length === 1 && warnings[0]?.startsWith(`${folderAt.toString(true)} could not be listed`),
        );
        await unlink(folderAt.fsPath);
        const main = await write(at('loop/main.tf'), '');
        assert.deepEqual(await sources.list(folderAt.toString()), [main.toString()]);
        assert.deepEqual(await sources.list(at('nowhere').toString()), []);
        assert.equal(warnings.length, 1);
      } finally {
        vscode.Disposable.from(sources, files).dispose();
      }
    });
  }

  it('keeps its findings when a document is closed, as the file on disk is', async () => {
    const uri = await write(at('closed.tf'), trail);
    await scan();
    await shownIs(uri, [headerAt(1)]);
    const document = await open(uri);
    await insert(document, 0, '\n\n');
    await shownIs(uri, [headerAt(3)]);
    await closeAll();
    await shownIs(uri, [headerAt(1)]);
    await write(uri, '');
    await shownIs(uri, []);
  });

  it('forgets what is gone by the next time', async () => {
    const uri = await write(at('sub/leaving.tf'), trail);
    await using({ warn: () => {} }, async ({ scan: own, readings }) => {
      const isFound = async () => {
        await own.run(() => {}, new vscode.CancellationTokenSource().token);
        return readings.get(uri) !== undefined;
      };
      try {
        assert.ok(await isFound());
        await setting('diagnostics.exclude', ['**/sub']);
        assert.equal(await isFound(), false);
      } finally {
        await setting('diagnostics.exclude', undefined);
      }
    });
  });

  it('stops when it is cancelled, and keeps what it and the scan before it found', async () => {
    for (let index = 0; index < 60; index++) {
      await write(at(`cancelled/${index}/main.tf`), trail);
    }
    await using({ warn: () => {} }, async ({ scan: own, readings }) => {
      const cancelling = new vscode.CancellationTokenSource();
      await own.run(({ trails }) => trails >= 20 && cancelling.cancel(), cancelling.token);
      const found = readings.withTrails().length;
      // Of what it met, it leaves to the watcher what the watcher tells of meanwhile.
      assert.ok(found > 0 && found < 60, `${found} found`);
      assert.equal(own.end, undefined);
      await own.run(() => {}, new vscode.CancellationTokenSource().token);
      const all = readings.withTrails().length;
      assert.ok(all >= 60 && own.end);
      await own.run(() => {}, cancelling.token);
      assert.equal(readings.withTrails().length, all);
      const former = own.end;
      let looked = 0;
      const older = own.run(() => looked++, new vscode.CancellationTokenSource().token);
      await Promise.all([own.run(() => {}, new vscode.CancellationTokenSource().token), older]);
      assert.ok(looked < all, 'a newer scan ends the older');
      assert.notEqual(own.end, former);
    });
  });

  it('goes through a thousand files, with broken and binary ones among them', async () => {
    const plain = `${'# nothing here\n'.repeat(40)}resource "aws_s3_bucket" "logs" {}\n`;
    const names = Array.from({ length: 1000 }, (_, index) => `many/${index % 20}/${index}.tf`);
    await Promise.all(names.map((name, index) => write(at(name), index % 100 === 0 ? trail : plain)));
    await write(at('many/binary.tf'), new Uint8Array([0, 1, 2, 0, 255, 0, 99, 108]));
    await write(at('many/half.tf'), 'resource "aws_cloudtrail" "half" {\n  name = "');
    await scan();
    await eventually(() =>
      assert.deepEqual(
        names.filter(name => shown(at(name)).length > 0),
        names.filter((_, index) => index % 100 === 0),
      ),
    );
  });
});

async function scan(): Promise<void> {
  await vscode.commands.executeCommand('cloudtrailEncryption.scanWorkspace');
}

const template = `Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      IsLogging: true
      S3BucketName: logs
`;
