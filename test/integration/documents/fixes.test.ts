import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  closeAll,
  eventually,
  headerAt,
  insert,
  open,
  ours,
  pause,
  setting,
  shownIs,
  source,
  trail,
  useFolder,
  write,
} from './documents.ts';

const arn = 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';

const withKey = `${trail}
resource "aws_kms_key" "logs" {
  enable_key_rotation = true
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "cloudtrail.amazonaws.com" }
      Action    = ["kms:GenerateDataKey*", "kms:DescribeKey", "kms:Decrypt"]
      Resource  = "*"
    }]
  })
}
`;

describe('fixes', () => {
  const at = useFolder('fixes');

  afterEach(closeAll);

  it('are offered on our findings, one of them preferred', async () => {
    const document = await open(await write(at('offered/main.tf'), withKey));
    await shownIs(document.uri, [headerAt(1)]);
    const actions = await quickFixes(document);
    assert.deepEqual(
      actions.map(({ title, isPreferred }) => [title, isPreferred ?? false]),
      [
        ['Encrypt with KMS key aws_kms_key.logs', true],
        ['Create KMS key aws_kms_key.cloudtrail (policy, alias, rotation) and use it', false],
        ['Choose a Key from AWS…', false],
        ['Ignore no-kms-key here', false],
      ],
    );
  });

  it('remove the finding, can be undone, and are not offered a second time', async () => {
    const document = await open(await write(at('each/main.tf'), withKey));
    await shownIs(document.uri, [headerAt(1)]);
    const titles = (await quickFixes(document)).filter(({ edit }) => edit).map(({ title }) => title);
    assert.equal(titles.length, 3);
    for (const title of titles) {
      await apply(document, title);
      await shownIs(document.uri, []);
      assert.notEqual(document.getText(), withKey);
      assert.deepEqual(await quickFixes(document), [], title);
      await vscode.commands.executeCommand('undo');
      assert.equal(document.getText(), withKey);
      await shownIs(document.uri, [headerAt(1)]);
    }
  });

  it('write the smallest edit', async () => {
    const document = await open(await write(at('smallest/main.tf'), withKey));
    await shownIs(document.uri, [headerAt(1)]);
    await apply(document, 'Encrypt with KMS key aws_kms_key.logs');
    assert.equal(
      document.getText(),
      withKey.replace('"logs"\n', '"logs"\n  kms_key_id     = aws_kms_key.logs.arn\n'),
    );
  });

  it('keep CRLF and letters beyond ASCII', async () => {
    const text = `# größer ≠ 🔐\n${withKey}`.replaceAll('\n', '\r\n');
    const document = await open(await write(at('windows/main.tf'), `\uFEFF${text}`));
    await shownIs(document.uri, [headerAt(2)]);
    await apply(document, 'Encrypt with KMS key aws_kms_key.logs');
    assert.equal(
      document.getText(),
      text.replace('"logs"\r\n', '"logs"\r\n  kms_key_id     = aws_kms_key.logs.arn\r\n'),
    );
    await document.save();
    const [first, second, third] = await vscode.workspace.fs.readFile(document.uri);
    assert.deepEqual([first, second, third], [0xef, 0xbb, 0xbf]);
  });

  it('reach into other files that are not open', async () => {
    await write(at('module/main.tf'), trail.replace('"logs"\n', '"logs"\n  kms_key_id     = var.key\n'));
    await write(at('module/variables.tf'), 'variable "key" {\n  default = null\n}\n');
    const keys = withKey.slice(withKey.indexOf('resource "aws_kms_key"'));
    const document = await open(
      await write(at('caller/main.tf'), `module "audit" {\n  source = "../module"\n}\n\n${keys}`),
    );
    await shownIs(document.uri, ['warning no-kms-key 1:1-1:15']);
    await apply(document, 'Pass KMS key aws_kms_key.logs as key to module.audit');
    await shownIs(document.uri, []);
    assert.equal(
      document.getText(),
      `module "audit" {\n  source = "../module"\n\n  key = aws_kms_key.logs.arn\n}\n\n${keys}`,
    );
  });

  it('answer other scanners that report the same, however they write their code', async () => {
    const document = await open(await write(at('others/main.tf'), withKey));
    await shownIs(document.uri, [headerAt(1)]);
    const others: readonly (readonly [string, vscode.Diagnostic['code']])[] = [
      ['Checkov', 'CKV_AWS_35'],
      ['Trivy', { value: 'AVD-AWS-0015', target: vscode.Uri.parse('https://example.com') }],
      ['tfsec', 'aws-cloudtrail-enable-at-rest-encryption'],
      ['KICS', '5d9e3164-9265-470c-9a10-57ae454ac0c7'],
      ['cfn-guard', 'CLOUD_TRAIL_LOG_FILE_VALIDATION_ENABLED, CLOUD_TRAIL_ENCRYPTION_ENABLED'],
    ];
    await setting('diagnostics.severity', { 'no-kms-key': 'off' });
    const collection = vscode.languages.createDiagnosticCollection('Checkov');
    try {
      await shownIs(document.uri, []);
      for (const [name, code] of others) {
        collection.set(document.uri, [diagnostic(name, code, new vscode.Range(0, 0, 3, 1))]);
        await eventually(async () => {
          const titles = (await quickFixes(document)).map(({ title }) => title);
          assert.equal(titles[0], 'Encrypt with KMS key aws_kms_key.logs', name);
        });
      }
      collection.set(document.uri, [diagnostic('Checkov', 'CKV_AWS_36', new vscode.Range(0, 0, 3, 1))]);
      await pause(200);
      assert.deepEqual(await quickFixes(document), []);
    } finally {
      collection.dispose();
      await setting('diagnostics.severity', undefined);
    }
  });

  it('offer the configured key, by language and by account', async () => {
    await setting('defaultKey', { terraform: arn, cloudformation: 'no ARN' });
    try {
      const document = await open(await write(at('configured/main.tf'), withKey));
      await shownIs(document.uri, [headerAt(1)]);
      const [first] = await quickFixes(document);
      assert.deepEqual([first?.title, first?.isPreferred], [`Encrypt with ${arn}`, true]);
      const template = await open(await write(at('configured/main.yaml'), twoTrails));
      await eventually(() => assert.equal(ours(template.uri).length, 2));
      const titles = (await quickFixes(template)).map(({ title }) => title);
      assert.deepEqual(
        titles.filter(title => title.includes('arn:')),
        [],
      );
    } finally {
      await setting('defaultKey', undefined);
    }
  });

  it('all at once give the configured key to every trail, also on saving, and then have nothing left to do', async () => {
    const document = await open(await write(at('all/main.yaml'), twoTrails));
    await eventually(() => assert.equal(ours(document.uri).length, 2));
    assert.deepEqual(await actions(document, vscode.CodeActionKind.SourceFixAll), []);
    await setting('defaultKey', { cloudformation: arn });
    try {
      const [all, ...others] = await actions(document, vscode.CodeActionKind.SourceFixAll);
      assert.equal(all?.kind?.value, 'source.fixAll.cloudtrailEncryption');
      assert.deepEqual(others, []);
      assert.ok(all?.edit && (await vscode.workspace.applyEdit(all.edit)));
      await shownIs(document.uri, []);
      assert.equal(
        document.getText(),
        twoTrails.replaceAll('S3BucketName: logs\n', `S3BucketName: logs\n      KMSKeyId: ${arn}\n`),
      );
      assert.deepEqual(await actions(document, vscode.CodeActionKind.SourceFixAll), []);
      const fixed = document.getText();
      await vscode.commands.executeCommand('undo');
      await eventually(() => assert.equal(ours(document.uri).length, 2));
      const editor = vscode.workspace.getConfiguration('editor', document.uri);
      const target = vscode.ConfigurationTarget.Workspace;
      await editor.update('codeActionsOnSave', { 'source.fixAll.cloudtrailEncryption': 'explicit' }, target);
      try {
        await insert(document, 0, '# saved\n');
        await vscode.commands.executeCommand('workbench.action.files.save');
        assert.equal(document.getText(), `# saved\n${fixed}`);
      } finally {
        await editor.update('codeActionsOnSave', undefined, target);
      }
    } finally {
      await setting('defaultKey', undefined);
    }
  });

  it('do something, each of them', async () => {
    const document = await open(await write(at('picker/main.tf'), trail));
    await shownIs(document.uri, [headerAt(1)]);
    for (const { command, edit } of await quickFixes(document)) {
      const registered = await vscode.commands.getCommands(true);
      assert.ok(edit || (command && registered.includes(command.command)));
    }
  });
});

describe('what is shown of a trail', () => {
  const at = useFolder('shown');

  afterEach(closeAll);

  it('is told by hovers on its header and key, with references and links', async () => {
    const document = await open(await write(at('hover.tf'), trail));
    await shownIs(document.uri, [headerAt(1)]);
    const text = await hover(document, new vscode.Position(0, 12));
    for (const part of ['audit', 'no KMS key', 'CIS AWS Foundations', 'docs.aws.amazon.com']) {
      assert.ok(text.replaceAll('\\', '').includes(part), `${part} in:\n${text}`);
    }
    assert.doesNotMatch(text, /SSE-S3 only/, 'VS Code shows the problem itself');
    assert.equal(await hover(document, new vscode.Position(2, 4)), '');
    await setting('diagnostics.enabled', false);
    try {
      assert.match(await hover(document, new vscode.Position(0, 12)), /SSE.*only.*no-kms-key\.md/);
    } finally {
      await setting('diagnostics.enabled', undefined);
    }
  });

  it('stands above it as a CodeLens when one wants that', async () => {
    const document = await open(
      await write(at('lens.tf'), `${trail}\n${withKey.replace('"main"', '"other"')}`),
    );
    await eventually(() => assert.equal(ours(document.uri).length, 2));
    assert.deepEqual(await lenses(document), []);
    await setting('codeLens.enabled', true);
    try {
      await eventually(async () =>
        assert.deepEqual(await lenses(document), ['1 no KMS key', '6 no KMS key']),
      );
      await write(at('lens.tf'), trail.replace('"logs"\n', `"logs"\n  kms_key_id = "${arn}"\n`));
      await eventually(async () => assert.deepEqual(await lenses(document), [`1 SSE-KMS · ${arn}`]));
    } finally {
      await setting('codeLens.enabled', undefined);
    }
  });
});

const twoTrails = `Resources:
  First:
    Type: AWS::CloudTrail::Trail
    Properties:
      IsLogging: true
      S3BucketName: logs
  Second:
    Type: AWS::CloudTrail::Trail
    Properties:
      IsLogging: true
      S3BucketName: logs
`;

function diagnostic(name: string, code: vscode.Diagnostic['code'], range: vscode.Range): vscode.Diagnostic {
  const made = new vscode.Diagnostic(range, 'Ensure CloudTrail logs are encrypted at rest using KMS CMKs');
  made.source = name;
  if (code !== undefined) {
    made.code = code;
  }
  assert.notEqual(name, source);
  return made;
}

function quickFixes(document: vscode.TextDocument): Promise<readonly vscode.CodeAction[]> {
  return actions(document, vscode.CodeActionKind.QuickFix);
}

async function actions(
  document: vscode.TextDocument,
  kind: vscode.CodeActionKind,
): Promise<readonly vscode.CodeAction[]> {
  const whole = new vscode.Range(0, 0, document.lineCount, 0);
  return vscode.commands.executeCommand('vscode.executeCodeActionProvider', document.uri, whole, kind.value);
}

async function apply(document: vscode.TextDocument, title: string): Promise<void> {
  const offered = await quickFixes(document);
  const action = offered.find(one => one.title === title);
  assert.ok(action?.edit, `"${title}" among ${offered.map(one => one.title).join(' | ')}`);
  assert.ok(await vscode.workspace.applyEdit(action.edit));
}

async function hover(document: vscode.TextDocument, position: vscode.Position): Promise<string> {
  const found: readonly vscode.Hover[] = await vscode.commands.executeCommand(
    'vscode.executeHoverProvider',
    document.uri,
    position,
  );
  return found
    .flatMap(({ contents }) => contents)
    .map(content => (typeof content === 'string' ? content : content.value))
    .join('\n');
}

async function lenses(document: vscode.TextDocument): Promise<string[]> {
  const found: readonly vscode.CodeLens[] = await vscode.commands.executeCommand(
    'vscode.executeCodeLensProvider',
    document.uri,
  );
  return found.map(({ range, command }) => `${range.start.line + 1} ${command?.title}`);
}
