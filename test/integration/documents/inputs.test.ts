import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  closeAll,
  eventually,
  folder,
  open,
  ours,
  shown,
  shownIs,
  trail,
  useFolder,
  write,
} from './documents.ts';

const arn = 'arn:aws:kms:eu-west-1:123456789012:key/mrk-1';
const optional = `variable "key" {
  default = null
}

${trail.replace('}', '  kms_key_id     = var.key\n}')}`;

describe('the inputs that are deployed', () => {
  const at = useFolder('inputs', 1);
  const settingFile = () => vscode.Uri.joinPath(folder(1), '.vscode/settings.json');

  afterEach(async () => {
    await inputs(undefined);
    await closeAll();
  });

  it('decide what is said of a document, and say with which it is so', async () => {
    await write(at('prod.tfvars'), `key = "${arn}"\n`);
    await write(at('dev.tfvars'), 'key = ""\n');
    const { uri } = await open(await write(at('main.tf'), optional));
    await shownIs(uri, ['warning kms-key-conditional 8:3-8:27']);
    await inputs([{ varFiles: 'inputs/prod.tfvars' }]);
    await shownIs(uri, []);
    await inputs([
      { varFiles: 'inputs/prod.tfvars' },
      { name: 'development', varFiles: ['inputs/dev.tfvars'] },
    ]);
    await shownIs(uri, ['warning no-kms-key 8:3-8:27']);
    assert.match(ours(uri)[0]?.message ?? '', / This applies with development\.$/);
    const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      uri,
      new vscode.Position(7, 4),
    );
    const texts = hover?.contents.map(one => (typeof one === 'string' ? one : one.value)) ?? [];
    assert.match(texts.join(), /Checked with inputs\/prod\\?\.tfvars and development/);
    await write(at('dev.tfvars'), `key = "${arn}"\n`);
    await shownIs(uri, []);
    await inputs(undefined);
    await shownIs(uri, ['warning kms-key-conditional 8:3-8:27']);
  });

  it('decide what a scan says of files that nobody opened, also when they change', async () => {
    await write(at('prod.tfvars'), `key = "${arn}"\n`);
    const uri = await write(at('main.tf'), optional);
    await inputs([{ for: 'inputs', varFiles: 'inputs/prod.tfvars' }]);
    await vscode.commands.executeCommand('cloudtrailEncryption.scanWorkspace');
    assert.deepEqual(shown(uri), []);
    await inputs([{ for: 'inputs', values: { key: '' } }]);
    await shownIs(uri, ['warning no-kms-key 8:3-8:27']);
    await inputs(undefined);
    await shownIs(uri, ['warning kms-key-conditional 8:3-8:27']);
  });

  it('are a problem in the settings where they cannot be read, until they can', async () => {
    await write(at('broken.json'), '{ "Parameters": ');
    await inputs([
      { varFiles: ['inputs/nowhere.tfvars', '../outside.tfvars'] },
      { parameterFiles: ['./inputs/broken.json'], stages: 'prod' },
      'prod.tfvars',
    ]);
    const told = () =>
      ours(settingFile())
        .map(({ message, range }) => `${range.start.line + 1}: ${message}`)
        .sort();
    await eventually(async () => {
      const document = await vscode.workspace.openTextDocument(settingFile());
      const line = (text: string) => {
        const offset = document.getText().indexOf(`"${text}"`);
        return document.positionAt(offset).line + 1;
      };
      assert.deepEqual(
        told(),
        [
          `${line('../outside.tfvars')}: ../outside.tfvars is outside the workspace folder and is not read.`,
          `${line('./inputs/broken.json')}: inputs/broken.json contains no inputs in a known format.`,
          `${line('inputs/nowhere.tfvars')}: inputs/nowhere.tfvars could not be read and is ignored. Paths are relative to the workspace folder.`,
          `${line('prod.tfvars')}: A set of inputs must be an object with files, values, an environment or a stage.`,
          `${line('stages')}: stages is not a property of a set of inputs.`,
        ].sort(),
      );
    });
    await write(at('nowhere.tfvars'), 'key = ""\n');
    await eventually(() => assert.equal(told().length, 4));
    await inputs([{ varFiles: ['inputs/nowhere.tfvars'] }]);
    await eventually(() => assert.deepEqual(told(), []));
  });
});

async function inputs(value: unknown): Promise<void> {
  await vscode.workspace
    .getConfiguration('cloudtrailEncryption', folder(1))
    .update('inputs', value, vscode.ConfigurationTarget.WorkspaceFolder);
}
