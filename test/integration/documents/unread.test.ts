import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { DiskScanner } from '../../../src/core/iac/diskScan.ts';
import { fileItem } from '../../../src/editor/codeTree/items.ts';
import { showDiagnostics } from '../../../src/editor/documents/diagnostics.ts';
import { eventually, ours, trail, useFolder, write } from './documents.ts';
import { using } from './ownScan.ts';

const missing = 'This file could not be read, so trails in it may be missing: ';

describe('a document over which the engine fails', () => {
  const at = useFolder('unread');

  it('has a problem at its start, and a row, as long as it cannot be read', async () => {
    const file = await write(at('hangs.tf'), trail);
    const why = 'reading it did not end within 10 s';
    let hangs = true;
    const scannerFor = (engine: DiskScanner): DiskScanner => ({
      scanDisk: async (folders, options) => {
        await engine.scanDisk(folders, {
          ...options,
          onStep: step => {
            const isHanging = ({ uri }: { readonly uri: string }) => hangs && uri === file.toString();
            options.onStep({
              ...step,
              files: step.files.filter(one => !isHanging(one)),
              problems: step.files
                .filter(isHanging)
                .map(() => ({ path: file.fsPath, kind: 'given-up', detail: why })),
            });
          },
        });
      },
    });
    await using({ warn: () => {}, scannerFor }, async ({ scan, readings, settings }) => {
      const showing = showDiagnostics(readings, settings);
      try {
        await scan.run(() => {}, new vscode.CancellationTokenSource().token);
        assert.deepEqual(
          unread(file).map(({ message, range }) => [message, range.isEqual(new vscode.Range(0, 0, 0, 0))]),
          [[missing + why, true]],
        );
        const reading = readings.get(file);
        assert.ok(reading);
        const row = fileItem({ kind: 'file', node: { kind: 'file', id: '' }, file: reading, trails: [] });
        assert.deepEqual(
          [row.description, row.tooltip],
          ['could not be read · workspace/unread', missing + why],
        );
        hangs = false;
        await write(file, `# shorter\n${trail}`);
        await eventually(() => assert.deepEqual(unread(file), []));
        assert.equal(readings.get(file)?.assessments.length, 1);
      } finally {
        showing.dispose();
      }
    });
  });
});

/** Without what the extension itself found in a scan of its own. */
function unread(file: vscode.Uri): readonly vscode.Diagnostic[] {
  return ours(file).filter(({ message }) => message.startsWith(missing));
}
