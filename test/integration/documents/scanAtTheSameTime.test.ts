import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Analyzer } from '../../../src/core/iac/analysis/analyze.ts';
import type { DiskFolder, DiskScanner, ScanStep } from '../../../src/core/iac/analysis/diskScan.ts';
import { eventually, type Gate, gate, pause, trail, useFolder, write } from './documents.ts';
import { analyzerLike, changeOf, type OwnScan, using } from './ownScan.ts';

describe('scans and rereads at the same time', () => {
  const at = useFolder('same-time');

  it('show what the last scan covers, though a file was being read again when it was excluded', async () => {
    const disk = new LateDisk();
    const file = at('excluded/a.tf');
    await using({ warn: () => {}, scannerFor: engine => disk.of(engine) }, async own => {
      await run(own);
      await writeAndTell(own, file, trail);
      await eventually(() => assert.equal(lineOf(own, file), 0));
      const late = disk.holdNext();
      await write(file, `# changed\n${trail}`);
      await late.hasRead();
      await exclude({ '**/same-time/excluded': true });
      try {
        await run(own);
        assert.equal(lineOf(own, file), undefined);
        late.answer();
        await late.wasTaken();
        assert.equal(lineOf(own, file), undefined);
      } finally {
        await exclude(undefined);
      }
    });
  });

  it('are one where several only want to know what is found', async () => {
    let scans = 0;
    const answered = gate();
    const scannerFor = (engine: DiskScanner): DiskScanner => ({
      scanDisk: async (folders, options) => {
        scans += folders.some(({ only }) => !only) ? 1 : 0;
        await answered.passed;
        await engine.scanDisk(folders, options);
      },
    });
    await using({ warn: () => {}, scannerFor }, async ({ scan }) => {
      const { token } = new vscode.CancellationTokenSource();
      const asked = [scan.scanned(token), scan.scanned(token)];
      await eventually(() => assert.equal(scans, 1));
      answered.open();
      await Promise.all(asked);
      assert.ok(scan.end);
      assert.equal(scans, 1);
    });
  });

  it('keep the trail of a file that had none when an older reading looked', async () => {
    const disk = new LateDisk();
    const file = at('b.tf');
    await using({ warn: () => {}, scannerFor: engine => disk.of(engine) }, async own => {
      await run(own);
      await writeAndTell(own, file, trail);
      await eventually(() => assert.equal(lineOf(own, file), 0));
      const late = disk.holdNext(
        (steps, folders) =>
          folders.some(({ only }) => only?.includes(file.fsPath)) &&
          steps.every(({ files }) => files.every(({ uri }) => uri !== file.toString())),
      );
      await write(file, '# nothing here\n');
      await late.hasRead();
      await write(file, `# back again\n${trail}`);
      await eventually(() => assert.equal(lineOf(own, file), 1));
      late.answer();
      await late.wasTaken();
      assert.equal(lineOf(own, file), 1);
    });
  });

  it('forget a file that was deleted while it was read for the first time', async () => {
    await vscode.workspace.getConfiguration('files').update('autoGuessEncoding', true);
    const file = await write(at('gone.tf'), trail);
    const [analyzed, answered] = [gate(), gate()];
    const late = (engine: Analyzer) =>
      analyzerLike(engine, {
        async analyze(document, sources, signal) {
          const analysis = await engine.analyze(document, sources, signal);
          if (document.uri === file.toString()) {
            analyzed.open();
            await answered.passed;
          }
          return analysis;
        },
      });
    try {
      await using({ warn: () => {}, analyzerFor: late }, async own => {
        const scanned = run(own);
        await analyzed.passed;
        const told = changeOf(own, file);
        await vscode.workspace.fs.delete(file);
        await told;
        answered.open();
        await scanned;
        assert.equal(own.readings.get(file), undefined);
      });
    } finally {
      await vscode.workspace.getConfiguration('files').update('autoGuessEncoding', undefined);
    }
  });
});

/** A scanner that has read the disk long before it answers. */
class LateDisk {
  #next: Held | undefined;

  of(engine: DiskScanner): DiskScanner {
    return {
      scanDisk: async (folders, options) => {
        const steps: ScanStep[] = [];
        await engine.scanDisk(folders, { ...options, onStep: step => steps.push(step) });
        const held = this.#next?.isMeant(steps, folders) ? this.#next : undefined;
        if (held) {
          this.#next = undefined;
          held.read.open();
          await held.answered.passed;
        }
        for (const step of steps) {
          options.onStep(step);
        }
        held?.taken.open();
      },
    };
  }

  /** The next reading that is meant is answered when the test says so. */
  holdNext(isMeant: Held['isMeant'] = () => true) {
    const held: Held = { isMeant, read: gate(), answered: gate(), taken: gate() };
    this.#next = held;
    return {
      hasRead: () => held.read.passed,
      answer: () => held.answered.open(),
      wasTaken: async () => {
        await held.taken.passed;
        // What follows from it has been done, too.
        await pause(0);
      },
    };
  }
}

interface Held {
  readonly isMeant: (steps: readonly ScanStep[], folders: readonly DiskFolder[]) => boolean;
  readonly read: Gate;
  readonly answered: Gate;
  readonly taken: Gate;
}

function run({ scan }: OwnScan): Promise<void> {
  return scan.run(() => {}, new vscode.CancellationTokenSource().token);
}

/** The line of the first trail of a file. */
function lineOf({ readings }: OwnScan, file: vscode.Uri): number | undefined {
  const reading = readings.get(file);
  const [first] = reading?.assessments ?? [];
  return first && reading?.lines.get(file.toString())?.positionAt(first.declaration.header.start).line;
}

/** Writes a file and waits until the watcher has told: no older change comes after it. */
async function writeAndTell(own: OwnScan, file: vscode.Uri, text: string): Promise<void> {
  const told = changeOf(own, file);
  await write(file, text);
  await told;
}

async function exclude(patterns: Record<string, boolean> | undefined): Promise<void> {
  await vscode.workspace.getConfiguration('files').update('exclude', patterns);
}
