import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  closeAll,
  eventually,
  folder,
  headerAt,
  open,
  ours,
  pause,
  setting,
  shown,
  shownIs,
  trail,
  useFolder,
  write,
} from './documents.ts';

const name = '.cloudtrail-encryption.json';
const arn = 'arn:aws:kms:eu-west-1:123456789012:key/mrk-1';
const optional = `variable "key" {
  default = null
}

${trail.replace('}', '  kms_key_id     = var.key\n}')}`;

describe('the configuration file', () => {
  const at = useFolder('configured', 1);
  const file = () => vscode.Uri.joinPath(folder(1), name);
  const above = (path: string) => vscode.Uri.joinPath(folder(1), '..', path);

  afterEach(async () => {
    await setting('diagnostics.severity', undefined);
    await closeAll();
    await remove(file());
  });

  it('says what is reported, and how, until a setting says otherwise', async () => {
    const { uri } = await open(await write(at('main.tf'), trail));
    await shownIs(uri, [headerAt(1)]);
    await write(file(), '{\n  // all of us\n  "diagnostics.severity": { "no-kms-key": "error" },\n}\n');
    await shownIs(uri, [headerAt(1).replace('warning', 'error')]);
    await setting('diagnostics.severity', { 'no-kms-key': 'information' });
    await shownIs(uri, [headerAt(1).replace('warning', 'information')]);
    await setting('diagnostics.severity', undefined);
    await write(file(), '{"diagnostics.exclude": ["configured"]}');
    await shownIs(uri, []);
    await vscode.commands.executeCommand('cloudtrailEncryption.scanWorkspace');
    assert.deepEqual(shown(uri), []);
    await remove(file());
    await shownIs(uri, [headerAt(1)]);
  });

  it('names the inputs that are deployed, and the key that fixes write', async () => {
    await write(at('prod.tfvars'), 'key = ""\n');
    const { uri } = await open(await write(at('main.tf'), optional));
    await shownIs(uri, ['warning kms-key-conditional 8:3-8:27']);
    const configured = {
      inputs: [{ name: 'production', varFiles: ['configured/prod.tfvars'] }],
      defaultKey: { terraform: arn },
    };
    await write(file(), JSON.stringify(configured));
    await shownIs(uri, ['warning no-kms-key 8:3-8:27']);
    assert.match(ours(uri)[0]?.message ?? '', / This applies with production\.$/);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      new vscode.Range(7, 4, 7, 4),
    );
    assert.ok(actions.some(({ title }) => title === `Encrypt with ${arn}`));
  });

  it('has its mistakes as problems, each at its line, while it is typed', async () => {
    const document = await open(
      await write(file(), '{\n  "severity": {},\n  "inputs": [{ "varFiles": ["nowhere.tfvars"] }]\n}\n'),
    );
    const told = () => ours(document.uri).map(({ message, range }) => `${range.start.line + 1}: ${message}`);
    await eventually(() =>
      assert.deepEqual(told(), [
        '2: severity is not a setting.',
        '3: nowhere.tfvars could not be read and is ignored. Paths are relative to the folder of this file.',
      ]),
    );
    assert.equal(document.languageId, 'jsonc');
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(1, 0, 3, 0), '');
    assert.ok(await vscode.workspace.applyEdit(edit));
    await eventually(() => assert.deepEqual(told(), []));
  });

  it('takes a file that is excluded from its row, and keeps its comments; without it, the settings take it', async () => {
    const { uri } = await open(await write(at('{main}.tf'), trail));
    const row = { kind: 'file', id: uri.toString() };
    const severity = '"diagnostics.severity": {\n    "no-kms-key": "error"\n  }';
    await write(file(), `{\n  // all of us\n  ${severity}\n}\n`);
    await shownIs(uri, [headerAt(1).replace('warning', 'error')]);
    await vscode.commands.executeCommand('cloudtrailEncryption.excludeFile', row);
    await shownIs(uri, []);
    assert.equal(
      new TextDecoder().decode(await vscode.workspace.fs.readFile(file())),
      `{\n  // all of us\n  ${severity},\n  "diagnostics.exclude": [\n    "configured/?main?.tf"\n  ]\n}\n`,
    );
    const settings = () => vscode.workspace.getConfiguration('cloudtrailEncryption', uri);
    const excluded = () => settings().inspect('diagnostics.exclude');
    assert.equal(excluded()?.workspaceFolderValue, undefined);
    await remove(file());
    await shownIs(uri, [headerAt(1)]);
    // What somebody wrote in another shape counts as not written.
    const { WorkspaceFolder } = vscode.ConfigurationTarget;
    await settings().update('diagnostics.exclude', '**/docs', WorkspaceFolder);
    await vscode.commands.executeCommand('cloudtrailEncryption.excludeFile', row);
    await shownIs(uri, []);
    assert.deepEqual(excluded()?.workspaceFolderValue, ['configured/?main?.tf']);
    await settings().update('diagnostics.exclude', undefined, WorkspaceFolder);
    await shownIs(uri, [headerAt(1)]);
  });

  it('may lie above the folder, up to the root of the repository', async () => {
    await vscode.workspace.fs.createDirectory(above('.git'));
    try {
      const { uri } = await open(await write(at('main.tf'), trail));
      await shownIs(uri, [headerAt(1)]);
      await write(above(name), '{"diagnostics.severity": {"no-kms-key": "error"}}');
      // The repository was not there when the window opened: what changes in the folder makes it look again.
      await write(file(), '{}');
      await remove(file());
      await shownIs(uri, [headerAt(1).replace('warning', 'error')]);
      // Nothing says when VS Code begins to watch a file above the folders.
      await eventually(async () => {
        await write(above(name), '{"diagnostics.severity": {"no-kms-key": "hint"}}');
        await pause(500);
        assert.deepEqual(shown(uri), [headerAt(1).replace('warning', 'hint')]);
      });
    } finally {
      await remove(above(name));
      await remove(above('.git'));
      await write(file(), '{}');
    }
  });
});

async function remove(uri: vscode.Uri): Promise<void> {
  try {
    await vscode.workspace.fs.delete(uri, { recursive: true });
  } catch (error) {
    if (!(error instanceof vscode.FileSystemError && error.code === 'FileNotFound')) {
      throw error;
    }
  }
}
