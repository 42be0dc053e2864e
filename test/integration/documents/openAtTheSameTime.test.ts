import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Inventory } from '../../../src/core/account/inventory.ts';
import { ChosenProfiles } from '../../../src/editor/chosenProfiles.ts';
import { Fixes } from '../../../src/editor/documents/fixes.ts';
import { OpenDocuments } from '../../../src/editor/documents/openDocuments.ts';
import { Pairs } from '../../../src/editor/documents/pairs.ts';
import { Storage } from '../storage.ts';
import { closeAll, eventually, gate, insert, open, useFolder, write } from './documents.ts';
import { analyzerLike, using } from './ownScan.ts';

const trail = `resource "aws_cloudtrail" "main" {
  name           = "audit"
  s3_bucket_name = "logs"
  kms_key_id     = var.key
}
`;
const optional = 'variable "key" {\n  default = ""\n}\n';
const required = 'variable "key" {\n}\n';

describe('open documents, while another file changes', () => {
  const at = useFolder('open-same-time');

  afterEach(closeAll);

  it('are read again where a file that they refer to changed while they were read first', async () => {
    const inputs = await write(at('first/variables.tf'), optional);
    const main = await write(at('first/main.tf'), trail);
    const [analyzed, answered] = [gate(), gate()];
    await using(
      {
        warn: () => {},
        analyzerFor: engine =>
          analyzerLike(engine, {
            async analyze(document, sources, signal) {
              const analysis = await engine.analyze(document, sources, signal);
              if (document.uri === main.toString()) {
                analyzed.open();
                await answered.passed;
              }
              return analysis;
            },
          }),
      },
      async own => {
        const documents = new OpenDocuments({ ...own, onClosed: () => {} });
        const found = () =>
          own.readings.get(main)?.assessments.flatMap(({ findings }) => findings.map(({ code }) => code));
        try {
          await open(main);
          await analyzed.passed;
          const told = new Promise<void>(resolve => {
            own.files.onDidChange(() => setImmediate(resolve));
          });
          await write(inputs, required);
          await told;
          answered.open();
          await eventually(() => assert.deepEqual(found(), []));
        } finally {
          documents.dispose();
        }
      },
    );
  });

  it('get no fix for another file whose text is not the one that it was made for', async () => {
    const inputs = await write(at('fix/variables.tf'), optional);
    const main = await write(at('fix/main.tf'), trail);
    let isTyping = false;
    await using(
      {
        warn: () => {},
        analyzerFor: engine =>
          analyzerLike(engine, {
            async fixesFor(...asked) {
              const fixes = await engine.fixesFor(...asked);
              if (isTyping) {
                await insert(await vscode.workspace.openTextDocument(inputs), 0, '# typed\n');
              }
              return fixes;
            },
          }),
      },
      async own => {
        const chosen = new ChosenProfiles(new Storage());
        const inventory = new Inventory({
          accounts: { open: () => Promise.reject(new Error('nothing is read')) },
          settings: () => ({ concurrency: 1, regions: [] }),
          now: Date.now,
        });
        const pairs = new Pairs(own.readings, inventory, chosen);
        const fixes = new Fixes({ ...own, pairs });
        const edited = async () => {
          const document = await open(main);
          const [finding] = (await fixes.reading(document))?.assessments.flatMap(one => one.findings) ?? [];
          assert.ok(finding);
          const ready = await fixes.forFinding(document, finding);
          return new Set(ready.flatMap(({ edit }) => edit.entries().map(([uri]) => uri.toString())));
        };
        try {
          assert.ok((await edited()).has(inputs.toString()));
          isTyping = true;
          assert.deepEqual(await edited(), new Set([main.toString()]));
        } finally {
          vscode.Disposable.from(pairs, inventory, chosen).dispose();
        }
      },
    );
  });
});
