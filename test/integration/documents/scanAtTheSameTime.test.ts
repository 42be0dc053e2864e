import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Analyzer } from '../../../src/core/iac/analyze.ts';
import type { DiskScanner, ScanStep } from '../../../src/core/iac/diskScan.ts';
import { eventually, pause, trail, useFolder, write } from './documents.ts';
import { type OwnScan, using } from './ownScan.ts';

describe('scans and rereads at the same time', () => {
  const at = useFolder('same-time');

  it('show what the last scan covers, though a file was being read again when it was excluded', async () => {
    const disk = new LateDisk();
    const file = await write(at('excluded/a.tf'), trail);
    await using({ warn: () => {}, scannerFor: engine => disk.of(engine) }, async own => {
      await run(own);
      assert.equal(trailsIn(own, file), 1);
      const late = disk.holdNext();
      await write(file, `# changed\n${trail}`);
      await late.hasRead();
      await exclude({ '**/same-time/excluded': true });
      try {
        await run(own);
        assert.equal(trailsIn(own, file), 0);
        late.answer();
        await late.wasTaken();
        assert.equal(trailsIn(own, file), 0);
      } finally {
        await exclude(undefined);
      }
    });
  });

  it('keep the trail of a file that had none when an older reading looked', async () => {
    const disk = new LateDisk();
    const file = await write(at('b.tf'), trail);
    await using({ warn: () => {}, scannerFor: engine => disk.of(engine) }, async own => {
      await run(own);
      const late = disk.holdNext();
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
    const late = (engine: Analyzer): Analyzer => ({
      claims: document => engine.claims(document),
      async analyze(document, sources, signal) {
        const analysis = await engine.analyze(document, sources, signal);
        if (document.uri === file.toString()) {
          analyzed.open();
          await answered.passed;
        }
        return analysis;
      },
      fixesFor: (...of) => engine.fixesFor(...of),
      inputFaults: (...of) => engine.inputFaults(...of),
      configuration: (...of) => engine.configuration(...of),
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
        const held = this.#next;
        this.#next = undefined;
        const steps: ScanStep[] = [];
        await engine.scanDisk(folders, held ? { ...options, onStep: step => steps.push(step) } : options);
        held?.read.open();
        await held?.answered.passed;
        for (const step of steps) {
          options.onStep(step);
        }
        held?.taken.open();
      },
    };
  }

  /** What is read next is answered when the test says so. */
  holdNext() {
    const held: Held = { read: gate(), answered: gate(), taken: gate() };
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
  readonly read: Gate;
  readonly answered: Gate;
  readonly taken: Gate;
}

type Gate = ReturnType<typeof gate>;

function gate() {
  let open = () => {};
  const passed = new Promise<void>(resolve => {
    open = resolve;
  });
  return { open, passed };
}

function run({ scan }: OwnScan): Promise<void> {
  return scan.run(() => {}, new vscode.CancellationTokenSource().token);
}

function trailsIn({ readings }: OwnScan, file: vscode.Uri): number {
  return readings.get(file)?.assessments.length ?? 0;
}

/** The line of the first trail of a file. */
function lineOf({ readings }: OwnScan, file: vscode.Uri): number | undefined {
  const reading = readings.get(file);
  const [first] = reading?.assessments ?? [];
  return first && reading?.lines.get(file.toString())?.positionAt(first.declaration.header.start).line;
}

function changeOf({ files }: OwnScan, file: vscode.Uri): Promise<void> {
  return new Promise(resolve => {
    const listening = files.onDidChange(changes => {
      if (changes.some(({ uri }) => uri.toString() === file.toString())) {
        listening.dispose();
        // Others that listen have heard of it, too.
        setImmediate(resolve);
      }
    });
  });
}

async function exclude(patterns: Record<string, boolean> | undefined): Promise<void> {
  await vscode.workspace.getConfiguration('files').update('exclude', patterns);
}
