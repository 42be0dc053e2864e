import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { fileCount, trailCount, writeFiles } from '../../../bench/manyFiles.ts';
import { longestStretch, printFigure } from '../longestStretch.ts';
import { closeAll, eventually, insert, open, ours, trail, useFolder, write } from './documents.ts';

describe('reading code leaves the extension host its time: no stretch that is felt', () => {
  const at = useFolder('stretches');
  afterEach(closeAll);

  it('while a workspace of 10,000 files is scanned', async function () {
    this.timeout(120_000);
    const folder = mkdtempSync(join(tmpdir(), 'workspace-'));
    const files = writeFiles(folder);
    const place = vscode.workspace.workspaceFolders?.length ?? 0;
    assert.ok(vscode.workspace.updateWorkspaceFolders(place, 0, { uri: vscode.Uri.file(folder) }));
    await eventually(() => assert.equal(vscode.workspace.workspaceFolders?.length, place + 1));
    try {
      // First of all, since what a read file leaves behind would count as memory of the scan.
      const reading = await repeated(5, () => timed(async () => files.map(file => readFileSync(file))));
      const idle = process.memoryUsage().rss;
      const scan = () => vscode.commands.executeCommand('cloudtrailEncryption.scanWorkspace');
      const scanning: number[] = [];
      const stretches = await repeated(5, () => longestStretch(async () => scanning.push(await timed(scan))));
      const memory = (process.memoryUsage().rss - idle) / 2 ** 20;
      const found = files.filter(path => ours(vscode.Uri.file(path)).length > 0);
      assert.equal(found.length, trailCount);
      const what = `Scan Workspace of ${fileCount} files`;
      printFigure(`longest stretch: ${what}`, median(stretches), 50);
      printFigure(
        `${what}, against reading their bytes`,
        Math.min(...scanning) / Math.min(...reading),
        3,
        'times',
      );
      printFigure(`memory after ${what}, over idle`, memory, 80, 'MB');
    } finally {
      vscode.workspace.updateWorkspaceFolders(place, 1);
      await eventually(() => assert.equal(vscode.workspace.workspaceFolders?.length, place));
      rmSync(folder, { recursive: true });
    }
  });

  it('while one types in a file of 5,000 lines', async () => {
    const other =
      'resource "aws_s3_bucket" "bN" {\n  bucket = "acme-N"\n\n  tags = {\n    Team = "N"\n  }\n}\n';
    const blocks = Array.from({ length: 620 }, (_, index) =>
      index % 62 === 0 ? trail.replace('"main"', `"t${index}"`) : other.replaceAll('N', String(index)),
    );
    const document = await open(await write(at('lines/main.tf'), blocks.join('\n')));
    await eventually(() => assert.equal(ours(document.uri).length, 10), 15_000);
    const stretches = await typing(document, '# typed\n', 10);
    printFigure(`longest stretch: typing in ${document.lineCount} lines`, median(stretches), 50);
  });

  it('while one types in a template of 5 MB', async function () {
    this.timeout(90_000);
    const buckets = Array.from({ length: 27_000 }, (_, index) => [
      `Bucket${index}`,
      {
        Type: 'AWS::S3::Bucket',
        Properties: { BucketName: `acme-${index}`, Tags: [{ Key: 'Team', Value: 'Audit' }] },
      },
    ]);
    const Trail = { Type: 'AWS::CloudTrail::Trail', Properties: { IsLogging: true, S3BucketName: 'logs' } };
    const text = JSON.stringify({ Resources: { Trail, ...Object.fromEntries(buckets) } }, undefined, 1);
    const document = await open(await write(at('large/stacks.template'), text));
    await eventually(() => assert.equal(ours(document.uri).length, 1), 15_000);
    const size = (text.length / 1e6).toFixed(1);
    const stretches = await typing(document, '\n', 5);
    printFigure(`longest stretch: typing in a template of ${size} MB`, median(stretches), 50);
  });
});

/** The longest stretch of each insertion, from it until its finding stands at its new place. */
async function typing(document: vscode.TextDocument, text: string, times: number): Promise<number[]> {
  const first = () => ours(document.uri)[0]?.range.start.line ?? Number.NaN;
  return repeated(times, async () => {
    const before = first();
    return longestStretch(async () => {
      await insert(document, 0, text);
      await eventually(() => assert.equal(first(), before + 1), 15_000);
    });
  });
}

async function repeated(times: number, work: () => Promise<number>): Promise<number[]> {
  const results: number[] = [];
  while (results.length < times) {
    results.push(await work());
  }
  return results;
}

async function timed(work: () => PromiseLike<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[values.length >> 1] ?? Number.NaN;
}
