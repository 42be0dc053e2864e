import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  closeAll,
  eventually,
  folder,
  headerAt,
  insert,
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

// They leave with their documents only while no scan has found them: suites that scan come later.
describe('problems of open documents', () => {
  const at = useFolder('diagnostics');
  const second = useFolder('diagnostics', 1);

  afterEach(closeAll);

  it('come on opening, say all that VS Code can show, and leave with the document', async () => {
    const uri = await write(at('open.tf'), trail);
    await open(uri);
    await shownIs(uri, [headerAt(1)]);
    const [diagnostic] = ours(uri);
    assert.ok(diagnostic);
    assert.match(diagnostic.message, /^Trail aws_cloudtrail\.main has no KMS key: .*SSE-S3 only.*kms_key_id/);
    assert.ok(typeof diagnostic.code === 'object');
    assert.match(diagnostic.code.target.toString(true), /^cloudtrail-encryption:\/findings\/no-kms-key\.md$/);
    assert.equal(diagnostic.tags, undefined);
    await closeAll();
    await shownIs(uri, []);
  });

  it('come while one types, and go when a key is typed', async () => {
    const document = await open(await write(at('typing.tf'), ''));
    await insert(document, 0, trail);
    await shownIs(document.uri, [headerAt(1)]);
    await insert(document, 3, '  kms_key_id     = "arn:aws:kms:eu-west-1:123456789012:key/1"\n');
    await shownIs(document.uri, []);
    await insert(document, 0, '\n\n');
    await pause(400);
    assert.deepEqual(shown(document.uri), []);
  });

  it('never show an older text', async () => {
    const document = await open(await write(at('versions.tf'), trail));
    await shownIs(document.uri, [headerAt(1)]);
    await pause(500);
    const places: string[][] = [];
    const listening = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      if (uris.some(uri => uri.toString() === document.uri.toString())) {
        places.push(shown(document.uri));
      }
    });
    for (let count = 0; count < 10; count++) {
      await insert(document, 0, '# a line more\n');
    }
    await shownIs(document.uri, [headerAt(11)]);
    await pause(300);
    listening.dispose();
    const lines = places.flat().map(finding => Number(/ (\d+):/.exec(finding)?.[1]));
    assert.deepEqual(
      lines,
      [...lines].sort((left, right) => left - right),
    );
    assert.deepEqual(places.at(-1), [headerAt(11)]);
  });

  it('drop what was read of a text that changed under the reading', async () => {
    const blocks = Array.from({ length: 2000 }, (_, index) => trail.replace('"main"', `"t${index}"`));
    const uri = await write(at('under/main.tf'), blocks.join('\n'));
    const document = await vscode.workspace.openTextDocument(uri);
    const linesBefore = document.lineCount;
    // Whenever findings come, they are those of the text as it then is: the first trail stands below the lines that were added.
    const found: (readonly [shown: number, inText: number])[] = [];
    let last: number | undefined;
    const listening = vscode.languages.onDidChangeDiagnostics(() => {
      const first = ours(uri)[0]?.range.start.line;
      if (first !== undefined && first !== last) {
        found.push([first, document.lineCount - linesBefore]);
        last = first;
      }
    });
    for (let count = 0; count < 5; count++) {
      await insert(document, 0, '# a line more\n');
    }
    await eventually(() => assert.deepEqual([ours(uri).length, ours(uri)[0]?.range.start.line], [2000, 5]));
    await pause(500);
    listening.dispose();
    assert.deepEqual(
      found.map(([shown]) => shown),
      found.map(([, inText]) => inText),
    );
  });

  it('stay away when a document is closed while it is read', async () => {
    const blocks = Array.from({ length: 3000 }, (_, index) => trail.replace('"main"', `"t${index}"`));
    // Never saved: what a scan finds in a file stays when the file is closed.
    const document = await vscode.workspace.openTextDocument({
      language: 'terraform',
      content: blocks.join('\n'),
    });
    await vscode.window.showTextDocument(document);
    await closeAll();
    await pause(1500);
    await shownIs(document.uri, []);
  });

  it('stand in documents that were never saved', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'yaml', content: template });
    await vscode.window.showTextDocument(document);
    assert.equal(document.uri.scheme, 'untitled');
    await shownIs(document.uri, ['warning no-kms-key 2:3-2:8']);
  });

  it('stand in virtual documents', async () => {
    const uri = vscode.Uri.parse('company-store://shelf/audit/stack.yaml');
    const provider = vscode.workspace.registerTextDocumentContentProvider(uri.scheme, {
      provideTextDocumentContent: () => template,
    });
    try {
      await open(uri);
      await shownIs(uri, ['warning no-kms-key 2:3-2:8']);
    } finally {
      provider.dispose();
    }
  });

  it('stay away from other versions of a file, which an extension or VS Code shows beside it', async () => {
    const uri = await write(at('versions/stack.yaml'), template);
    const version = uri.with({ scheme: 'company-history' });
    const provider = vscode.workspace.registerTextDocumentContentProvider(version.scheme, {
      provideTextDocumentContent: () => template,
    });
    try {
      await open(version);
      await open(uri);
      await vscode.commands.executeCommand('workbench.files.action.compareWithSaved');
      await shownIs(uri, ['warning no-kms-key 2:3-2:8']);
      const found = vscode.languages.getDiagnostics().filter(([{ path }]) => path === uri.path);
      assert.deepEqual(
        found.filter(([, diagnostics]) => diagnostics.length > 0).map(([{ scheme }]) => scheme),
        ['file'],
      );
    } finally {
      provider.dispose();
    }
  });

  it('count lines and columns as the editor does, with CRLF, a mark at the beginning and letters beyond ASCII', async () => {
    const text = `# größer ≠ 🔐\n${trail}`.replaceAll('\n', '\r\n');
    const uri = await write(
      at('windows.tf'),
      new Uint8Array([0xef, 0xbb, 0xbf, ...new TextEncoder().encode(text)]),
    );
    const document = await open(uri);
    assert.equal(document.eol, vscode.EndOfLine.CRLF);
    await shownIs(uri, [headerAt(2)]);
    assert.equal(document.getText(ours(uri)[0]?.range), 'resource "aws_cloudtrail" "main"');
  });

  it('point to the file that explains them, and follow it when it changes without being saved', async () => {
    await write(
      at('module/main.tf'),
      `variable "key" {\n  default = null\n}\n\n${trail.replace('"logs"\n', '"logs"\n  kms_key_id = var.key\n')}`,
    );
    const caller = await open(
      await write(at('caller/main.tf'), 'module "audit" {\n  source = "../module"\n}\n'),
    );
    await shownIs(caller.uri, ['warning no-kms-key 1:1-1:15']);
    const related = ours(caller.uri)[0]?.relatedInformation?.map(
      ({ location: { uri, range } }) => `${vscode.workspace.asRelativePath(uri)}:${range.start.line + 1}`,
    );
    assert.deepEqual(related, [
      'workspace/diagnostics/module/main.tf:8',
      'workspace/diagnostics/module/main.tf:2',
    ]);
    const module = await open(at('module/main.tf'));
    const edit = new vscode.WorkspaceEdit();
    edit.replace(module.uri, new vscode.Range(1, 12, 1, 16), '"arn:aws:kms:eu-west-1:123456789012:key/1"');
    await vscode.workspace.applyEdit(edit);
    await shownIs(caller.uri, []);
  });

  it('follow files that change on disk', async () => {
    const variables = await write(at('disk/variables.tf'), 'variable "key" {\n  default = null\n}\n');
    const text = trail.replace('"logs"\n', '"logs"\n  kms_key_id     = var.key\n');
    const { uri } = await open(await write(at('disk/main.tf'), text));
    await shownIs(uri, ['warning kms-key-conditional 4:3-4:27']);
    await write(variables, 'variable "key" {}\n');
    await shownIs(uri, []);
    await write(at('disk/terraform.tfvars'), 'key = ""\n');
    await shownIs(uri, ['warning no-kms-key 4:3-4:27']);
    await vscode.workspace.fs.delete(at('disk/terraform.tfvars'));
    await shownIs(uri, []);
  });

  it('take their severity from the settings, also none', async () => {
    const { uri } = await open(await write(at('severity.tf'), trail));
    try {
      for (const severity of ['error', 'information', 'hint']) {
        await setting('diagnostics.severity', { 'no-kms-key': severity });
        await shownIs(uri, [headerAt(1).replace('warning', severity)]);
      }
      await setting('diagnostics.severity', { 'no-kms-key': 'off' });
      await shownIs(uri, []);
      await setting('diagnostics.severity', { 'no-kms-key': 'loud', 'kms-key-policy': 'off' });
      await shownIs(uri, [headerAt(1)]);
    } finally {
      await setting('diagnostics.severity', undefined);
    }
  });

  it('can be switched off, everywhere or for some files', async () => {
    const { uri } = await open(await write(at('switched.tf'), trail));
    await shownIs(uri, [headerAt(1)]);
    try {
      await setting('diagnostics.enabled', false);
      await shownIs(uri, []);
      await setting('diagnostics.enabled', undefined);
      await shownIs(uri, [headerAt(1)]);
      await setting('diagnostics.exclude', ['**/other', 'diagnostics/*.{tf,json}']);
      await shownIs(uri, []);
    } finally {
      await setting('diagnostics.enabled', undefined);
      await setting('diagnostics.exclude', undefined);
    }
    await shownIs(uri, [headerAt(1)]);
  });

  it('know the settings of the folder that a file lies in', async () => {
    const first = await open(await write(at('root.tf'), trail));
    const other = await open(await write(second('root.tf'), trail));
    const settings = vscode.workspace.getConfiguration('cloudtrailEncryption', folder(1));
    const target = vscode.ConfigurationTarget.WorkspaceFolder;
    try {
      await settings.update('diagnostics.severity', { 'no-kms-key': 'error' }, target);
      await shownIs(other.uri, [headerAt(1).replace('warning', 'error')]);
      await shownIs(first.uri, [headerAt(1)]);
    } finally {
      await settings.update('diagnostics.severity', undefined, target);
    }
  });

  it('leave out what somebody has accepted', async () => {
    const text = trail.replace('{\n', '{\n  #checkov:skip=CKV_AWS_35: a test trail\n');
    const document = await open(
      await write(at('accepted.tf'), `${text}\n${trail.replace('"main"', '"other"')}`),
    );
    await shownIs(document.uri, ['warning no-kms-key 7:1-7:34']);
  });

  it('are none in texts that only mention trails', async () => {
    const { uri } = await open(await write(at('values.yaml'), 'cloudtrail:\n  enabled: true\n'));
    await pause(500);
    await shownIs(uri, []);
  });
});

const template = `Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      IsLogging: true
      S3BucketName: logs
`;
