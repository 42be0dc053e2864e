import assert from 'node:assert/strict';
import { truncateSync } from 'node:fs';
import * as vscode from 'vscode';
import type { DiskScanner } from '../../../src/core/iac/analysis/diskScan.ts';
import { fileItem } from '../../../src/editor/codeTree/items.ts';
import { showDiagnostics } from '../../../src/editor/documents/diagnostics.ts';
import { statusOf } from '../../../src/editor/documents/languageStatus.ts';
import { unreadReading } from '../../../src/editor/documents/reading.ts';
import { sizeLimit } from '../../../src/files/boundedFile.ts';
import { closeAll, eventually, open, ours, trail, useFolder, write } from './documents.ts';
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
        const row = fileItem(
          { kind: 'file', node: { kind: 'file', id: '' }, file: reading, trails: [] },
          { ofDeclared: () => [] },
        );
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

  it('is told by the language status in one line that no command cuts short', async () => {
    await closeAll();
    // Of this document, the extension itself has nothing to say.
    const document = await open(await write(at('active.tf'), 'locals {}\n'));
    const item = statusOf(
      document,
      unreadReading({ uri: `${document.uri}` }, 'reading it as Terraform failed'),
    );
    assert.ok(item);
    assert.deepEqual(
      [item.text, item.detail, item.severity, item.command],
      [
        'CloudTrail: could not be read',
        'reading it as Terraform failed',
        vscode.LanguageStatusSeverity.Warning,
        undefined,
      ],
    );
  });
});

describe('what a scan could not read', () => {
  const at = useFolder('closed');

  it('is a problem where it is a file of code, and counted where it is a folder', async () => {
    const large = await write(at('large.tf'), trail);
    truncateSync(large.fsPath, sizeLimit + 1);
    const video = await write(at('video.ts'), new Uint8Array([0, 1, 2, 0, 255]));
    await write(at('good.tf'), trail);
    const path = at('secret').fsPath;
    const scannerFor = (engine: DiskScanner): DiskScanner => ({
      scanDisk: async (folders, options) => {
        options.onStep({ ...nothing, problems: [{ path, kind: 'unreadable', detail: 'permission denied' }] });
        await engine.scanDisk(folders, options);
      },
    });
    await using({ warn: () => {}, scannerFor }, async ({ scan, readings }) => {
      await scan.run(() => {}, new vscode.CancellationTokenSource().token);
      assert.equal(readings.get(large)?.unread, 'larger than 32 MB');
      assert.equal(readings.get(video), undefined);
      assert.deepEqual(
        scan.unreadPaths.map(({ path: place, detail }) => [place, detail]),
        [[path, 'permission denied']],
      );
      await write(large, trail);
      await eventually(() => assert.equal(readings.get(large)?.assessments.length, 1));
    });
  });
});

const nothing = { looked: 0, all: 0, files: [], open: [] };

/** Without what the extension itself found in a scan of its own. */
function unread(file: vscode.Uri): readonly vscode.Diagnostic[] {
  return ours(file).filter(({ message }) => message.startsWith(missing));
}
