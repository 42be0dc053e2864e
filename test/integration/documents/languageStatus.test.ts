import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { LanguageStatus } from '../../../src/editor/documents/languageStatus.ts';
import { unreadReading } from '../../../src/editor/documents/reading.ts';
import { Readings } from '../../../src/editor/documents/readings.ts';
import { eventually, insert, open, useFolder, write } from './documents.ts';

describe('the language status of a file that declares no trail', () => {
  const at = useFolder('status');

  it('comes and goes with the word, and stays the same item meanwhile', async () => {
    const document = await open(await write(at('plain.tf'), 'locals {}\n'));
    const readings = new Readings();
    const status = new LanguageStatus(readings);
    try {
      const shown = () => [status.item?.text, status.item?.detail];
      assert.deepEqual(shown(), [undefined, undefined]);
      await insert(document, 0, '# cloudtrail\n');
      const naming = ['CloudTrail: no trails', 'no trail declaration found in this file'];
      await eventually(() => assert.deepEqual(shown(), naming));
      const { item } = status;
      readings.set([unreadReading({ uri: `${document.uri}` }, 'too long')]);
      assert.deepEqual(shown(), ['CloudTrail: could not be read', 'too long']);
      readings.delete([document.uri]);
      assert.deepEqual(shown(), naming);
      assert.equal(status.item, item);
      const edit = new vscode.WorkspaceEdit();
      edit.delete(document.uri, new vscode.Range(0, 0, 1, 0));
      assert.ok(await vscode.workspace.applyEdit(edit));
      await eventually(() => assert.deepEqual(shown(), [undefined, undefined]));
    } finally {
      status.dispose();
      readings.dispose();
    }
  });
});
