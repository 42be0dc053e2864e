import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, eventually, open, ours, setting, useFolder, write } from './documents.ts';

/** A name that VS Code would obey wherever it obeys anything. */
const name = '$(pass) [x](command:workbench.action.terminal.new) <b> `';

describe('names that want to be obeyed', () => {
  const at = useFolder('hostile');

  before(() => setting('codeLens.enabled', true));
  afterEach(closeAll);
  after(() => setting('codeLens.enabled', undefined));

  it('are text in the hover, the lens and the problem of a declared trail', async () => {
    const uri = await write(
      at('main.tf'),
      `resource "aws_cloudtrail" "audit" {\n  name = ${JSON.stringify(name)}\n  kms_key_id = ${JSON.stringify(`alias/aws/${name}\u202e`)}\n}\n`,
    );
    await open(uri);
    await eventually(() => assert.equal(ours(uri).length, 1));

    const [problem] = ours(uri);
    assert.ok(problem?.message.includes(`alias/aws/${name}\\u{202e}`), problem?.message);

    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      uri,
      new vscode.Position(0, 5),
    );
    const markdown = hovers
      .flatMap(({ contents }) => contents)
      .map(content => (typeof content === 'string' ? content : content.value))
      .filter(value => value.includes('command:'));
    assert.equal(markdown.length, 1, 'the hover names the trail');
    for (const value of markdown) {
      // Our own icon begins the first paragraph; theirs is an entity, a link's brackets and a tag's are escaped.
      assert.equal(value.match(/\$\(/g)?.length, 1, value);
      assert.ok(value.includes('&#36;\\(pass\\) \\[x\\]\\(command:'), value);
      assert.doesNotMatch(value, /(?<!\\)<b|(?<!\\)`|\u202e/);
    }

    await eventually(async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        uri,
      );
      const titles = lenses.flatMap(({ command }) => command?.title ?? []);
      assert.deepEqual(titles, [
        'SSE-KMS · alias/aws/\\$(pass) [x](command:workbench.action.terminal.new) <b> `\\u{202e}',
      ]);
    });
  });
});
