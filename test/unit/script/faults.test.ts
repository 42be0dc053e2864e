import assert from 'node:assert/strict';
import pLimit from 'p-limit';
import { cliOf } from '../../../src/core/remediation/index.ts';
import type { Failure, Fault } from '../../emulator/index.ts';
import { partOf, wholeMatrix } from '../partOf.ts';
import { AwsCommand } from './awsCommand.ts';
import { type Ended, Shell, shells } from './shell.ts';
import { Desk, keyId, type Situation, situations } from './situations.ts';

/** What goes wrong with a call, and whether only once or from then on. */
const failures: readonly (readonly [string, Failure, readonly ('once' | 'always')[]])[] = [
  ['is refused', { kind: 'denied' }, ['always']],
  ['is throttled', { kind: 'throttled' }, ['always']],
  ['is dropped', { kind: 'dropped' }, ['once', 'always']],
  ['loses its answer', { kind: 'answer lost' }, ['once', 'always']],
  [
    'takes effect, and is answered with status 500 and nothing',
    { kind: 'other answer', status: 500, takesEffect: 'before' },
    ['once', 'always'],
  ],
  ['is answered by a proxy with a page', { kind: 'proxy page' }, ['once', 'always']],
];

interface Cell {
  readonly situation: Situation;
  readonly fault: Fault;
  readonly shell: string;
  readonly name: string;
}

// Windows has no POSIX shell.
if (shells.length > 0) {
  describe('A script, when a call fails', () => {
    let commands: Shell;
    before(() => {
      commands = new Shell();
    });
    after(() => commands.dispose());

    for (const situation of situations) {
      it(`ends between two steps, or as the run would: ${situation.name}`, async function () {
        this.timeout(wholeMatrix ? 600_000 : 60_000);
        const good = await goodDay(situation);
        const atOnce = pLimit(6);
        const trouble: string[] = [];
        const cells = partOf(cellsOf(situation, good.calls), 19);
        await Promise.all(
          cells.map(cell =>
            atOnce(async () => {
              try {
                await check(cell, good);
              } catch (error) {
                trouble.push(`${cell.name}: ${error instanceof Error ? error.message : error}`);
              }
            }),
          ),
        );
        if (trouble.length > 0) {
          assert.fail(`${trouble.length} of ${cells.length} cells\n${trouble.join('\n\n')}`);
        }
      });
    }

    interface GoodDay {
      /** Calls of the script, in order. */
      readonly calls: readonly Place[];
      /** What the run leaves when it ends behind so many steps, from none to all. */
      readonly between: readonly unknown[];
      /** Whether the run, too, leaves something as it is. */
      readonly left: boolean;
    }

    async function goodDay(situation: Situation): Promise<GoodDay> {
      const desk = await Desk.open();
      try {
        const plan = await situation.plan(desk);
        desk.emulator.calls.clear();
        const { status } = await ended(desk, cliOf(plan), 'sh');
        const between = await Promise.all(
          [...plan.steps.keys(), plan.steps.length].map(count => stateOfRun(situation, { count })),
        );
        return { calls: desk.emulator.calls.list(), between, left: status !== 0 };
      } finally {
        await desk.close();
      }
    }

    /** What a run leaves that has the first steps alone, or that a fault strikes. */
    async function stateOfRun(
      situation: Situation,
      { count, fault }: { readonly count?: number; readonly fault?: Fault },
    ): Promise<unknown> {
      const desk = await Desk.open();
      try {
        const plan = await situation.plan(desk);
        const off = fault && desk.emulator.faults.add(fault);
        await desk.run({ ...plan, steps: plan.steps.slice(0, count) });
        off?.();
        return desk.state();
      } finally {
        await desk.close();
      }
    }

    async function check({ situation, fault, shell }: Cell, good: GoodDay): Promise<void> {
      const desk = await Desk.open();
      try {
        const plan = await situation.plan(desk);
        const former = new Set(desk.keys().map(({ arn }) => arn));
        desk.emulator.calls.clear();
        const { status, output } = await desk.during(fault, () => ended(desk, cliOf(plan), shell));
        const state = desk.state();
        const said = `\n${output}`;
        const isFinished = isSame(state, good.between.at(-1)) && !good.left;
        assert.ok(isFinished || status !== 0, `ends well with something undone${said}`);
        const isExpected =
          good.between.some(one => isSame(state, one)) ||
          isSame(state, await stateOfRun(situation, { fault }));
        assert.ok(isExpected, `leaves what no run leaves${said}`);
        for (const { arn } of desk.keys()) {
          assert.ok(former.has(arn) || output.includes(arn), `made a key without a word${said}`);
        }
        assertDeletionWasCertain(desk, said);
        assertSentOnce(desk, fault, said);
        if (status !== 0 && plan.steps.some(({ kind }) => kind === 'create-key')) {
          const again = await ended(desk, cliOf(plan), shell);
          const both = `${said}\nThen:\n${again.output}`;
          assert.equal(again.status, 0, `does not go on when it is run again${both}`);
          assert.ok(isSame(desk.state(), good.between.at(-1)), `is not finished by a second run${both}`);
          const created = desk.keys().filter(({ arn }) => !former.has(arn));
          assert.equal(created.length, 1, `creates a second key when it is run again${both}`);
        }
      } finally {
        await desk.close();
      }
    }

    async function ended(desk: Desk, script: string, shell: string): Promise<Ended> {
      const aws = new AwsCommand(desk.emulator.url, keyId);
      try {
        return await commands.run(shell, script, call => aws.run(call));
      } finally {
        aws.dispose();
      }
    }
  });
}

interface Place {
  readonly operation: string;
  readonly region: string;
}

/** A cell for every call of the script, every failure and every shell. */
function cellsOf(situation: Situation, calls: readonly Place[]): Cell[] {
  return calls.flatMap(({ operation, region }, index) => {
    const after = calls
      .slice(0, index)
      .filter(call => call.operation === operation && call.region === region).length;
    return failures.flatMap(([what, fails, times]) =>
      times.flatMap(often =>
        (wholeMatrix ? shells : shells.slice(0, 1)).map(shell => ({
          situation,
          shell,
          fault: { operation, region, after, fails, ...(often === 'once' && { times: 1 }) },
          name: `${operation} in ${region} (${after + 1}) ${what}, ${often}, in ${shell}`,
        })),
      ),
    );
  });
}

function isSame(one: unknown, other: unknown): boolean {
  try {
    assert.deepEqual(one, other);
    return true;
  } catch {
    return false;
  }
}

/** A deletion is scheduled only if, since the call before it that changed something, every reading it rests on was answered. */
function assertDeletionWasCertain({ emulator }: Desk, said: string): void {
  const calls = emulator.calls.list();
  const at = calls.findIndex(({ operation }) => operation === 'ScheduleKeyDeletion');
  if (at < 0) {
    return;
  }
  for (const operation of ['DescribeKey', 'GetKeyPolicy', 'DescribeTrails', 'GetTrail']) {
    const last = new Map(
      calls
        .slice(0, at)
        .filter(call => call.operation === operation)
        .map(call => [call.region, call.error ?? call.status]),
    );
    assert.ok(last.size > 0, `${operation} was not asked before the deletion${said}`);
    for (const [region, answer] of last) {
      assert.equal(answer, 200, `${operation} in ${region} before the deletion${said}`);
    }
  }
}

const writes = /^(?:Create|Put|Update|Enable|Schedule)/;

/** CreateKey is never sent again, nor is a write that was refused. */
function assertSentOnce({ emulator }: Desk, { operation, fails, region }: Fault, said: string): void {
  assert.ok(emulator.calls.count({ operation: 'CreateKey' }) <= 1, `sent CreateKey again${said}`);
  if (fails.kind === 'denied' && writes.test(String(operation)) && region !== undefined) {
    const sent = emulator.calls.list({ region }).filter(call => call.error === 'AccessDeniedException');
    const names = sent.filter(call => call.operation === operation).map(call => JSON.stringify(call.params));
    assert.equal(new Set(names).size, names.length, `sent again what was refused${said}`);
  }
}
