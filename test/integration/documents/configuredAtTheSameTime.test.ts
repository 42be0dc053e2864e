import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ConfigurationFiles } from '../../../src/editor/documents/configurationFiles.ts';
import { InputFaults } from '../../../src/editor/documents/inputFaults.ts';
import { eventually, folder, type Gate, gate, ours, useFolder, write } from './documents.ts';
import { analyzerLike, changeOf, using } from './ownScan.ts';

describe('what is configured, and changes while it is read', () => {
  const at = useFolder('configured-same-time', 1);

  afterEach(() => inputs(undefined));

  it('is ready only when the newest reading has ended', async () => {
    const file = vscode.Uri.joinPath(folder(1), '.cloudtrail-encryption.json');
    const excluding = (pattern: string) => JSON.stringify({ 'diagnostics.exclude': [pattern] });
    const held: { readonly text: string; readonly gate: Gate }[] = [];
    const release = (of: string) => {
      for (const one of held.filter(({ text }) => text.includes(of))) {
        one.gate.open();
      }
    };
    let isHolding = true;
    try {
      await using(
        {
          warn: () => {},
          analyzerFor: engine =>
            analyzerLike(engine, {
              async configuration(...asked) {
                const answer = await engine.configuration(...asked);
                if (isHolding) {
                  const late = gate();
                  held.push({ text: asked[0].text, gate: late });
                  await late.passed;
                }
                return answer;
              },
            }),
        },
        async own => {
          const told = changeOf(own, file);
          await write(file, excluding('first'));
          await told;
          const configurations = new ConfigurationFiles(own);
          let patterns: readonly string[] | undefined;
          const ready = configurations.ready.then(() => {
            patterns = configurations.of(file).exclude.flatMap(one => one.patterns);
          });
          await eventually(() => assert.ok(held.length > 0));
          await write(file, excluding('second'));
          // VS Code may tell of one file twice, and have it read more often than it changed.
          await eventually(() => assert.ok(held.some(({ text }) => text.includes('second'))));
          release('first');
          await new Promise(resolve => setImmediate(resolve));
          assert.equal(patterns, undefined);
          isHolding = false;
          release('');
          await ready;
          assert.deepEqual(patterns, ['second']);
          configurations.dispose();
        },
      );
    } finally {
      isHolding = false;
      release('');
      await vscode.workspace.fs.delete(file);
    }
  });

  it('has no fault that was mended while it was looked for', async () => {
    const settings = vscode.Uri.joinPath(folder(1), '.vscode/settings.json');
    const [looked, answered] = [gate(), gate()];
    let isFirst = true;
    await inputs([{ varFiles: 'configured-same-time/late.tfvars' }]);
    await eventually(() => assert.equal(ours(settings).length, 1));
    await using(
      {
        warn: () => {},
        analyzerFor: engine =>
          analyzerLike(engine, {
            async inputFaults(...asked) {
              const faults = await engine.inputFaults(...asked);
              if (isFirst) {
                isFirst = false;
                looked.open();
                await answered.passed;
              }
              return faults;
            },
          }),
      },
      async own => {
        const faults = new InputFaults(own);
        await looked.passed;
        const file = at('late.tfvars');
        const told = changeOf(own, file);
        await write(file, 'key = ""\n');
        await told;
        answered.open();
        await eventually(() => assert.deepEqual(ours(settings), []));
        faults.dispose();
      },
    );
  });
});

async function inputs(sets: unknown): Promise<void> {
  await vscode.workspace
    .getConfiguration('cloudtrailEncryption', folder(1))
    .update('inputs', sets, vscode.ConfigurationTarget.WorkspaceFolder);
}
