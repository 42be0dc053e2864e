import assert from 'node:assert/strict';
import type { Failure, RecordedStep, RunResult } from '../../../../src/core/remediation/index.ts';
import { planAsMarkdown } from '../../../../src/core/wizard/review/planDocument.ts';
import { resultsAsMarkdown, runDocument } from '../../../../src/core/wizard/run/results.ts';
import { inEnglish } from '../../../../src/core/wording/message.ts';
import { planFor, planNewKey } from '../remediation/plans.ts';
import { World } from '../remediation/world.ts';

const name = '[a](command:b) <img src=x> | ` \u202egnp\n# b';

/** A link, a tag or code that nothing escapes, and what acts instead of being seen. */
const acting = /(?<!\\)\]\(|(?<!\\)<img|[^\P{Cc}\n]|\p{Cf}/u;

describe('documents of the wizard', () => {
  const nameKey = () => name;

  it('show a plan in which names are text', () => {
    const world = new World();
    for (const plan of [planFor(world, { profile: name }), planNewKey(world)]) {
      const text = planAsMarkdown([{ ...plan, profile: name }], nameKey, inEnglish);
      assert.doesNotMatch(text, acting);
      assert.ok(text.includes(String.raw`profile \[a\](command:b) \<img src=x> \| `), text);
      // Headings are ours alone.
      assert.deepEqual(
        text.match(/^#.*/gm)?.map(line => line.replace(/ of .*/, '')),
        ['# Encrypt trails with SSE-KMS', '## What to know', '## IAM actions needed', '## Key policy'].slice(
          0,
          text.includes('## Key policy') ? 4 : 3,
        ),
      );
    }
  });

  it('show results in which names, errors and request ids stay in their cells', () => {
    const plan = { ...planFor(new World()), profile: name };
    const failure: Failure = { kind: 'not-recorded', detail: name };
    const steps = plan.steps.map(
      (step): RecordedStep => ({ step, state: 'failed', requestIds: [name], failure }),
    );
    const result: RunResult = {
      plan,
      ended: 'failed',
      steps,
      trails: [],
      nextActions: [],
      failure,
      madeKey: name,
    };
    const text = resultsAsMarkdown([result], nameKey, inEnglish);
    const run = runDocument({ id: plan.id, plan, time: 0, who: name, steps }, nameKey, inEnglish);
    for (const document of [text, run]) {
      assert.doesNotMatch(document, acting);
      const rows = document.split('\n').filter(line => line.startsWith('| '));
      assert.equal(rows.length, steps.length + 2, document);
      for (const row of rows) {
        assert.equal(row.match(/(?<!\\)\|/g)?.length, 5, row);
      }
    }
  });

  it('say in the heading of a change what was done to which trail, and below it when, by whom and what came of it', () => {
    const plan = planFor(new World());
    const run = { id: plan.id, plan, time: Date.UTC(2026, 10, 27, 9, 41), who: 'anna', steps: [] };
    const [interrupted, , when] = runDocument(run, nameKey, inEnglish).split('\n');
    assert.equal(interrupted, '# Enable SSE-KMS: audit');
    assert.equal(
      when,
      `Interrupted, 2026-11-27T09:41:00.000Z, by anna. Account ${plan.account}, profile ${plan.profile}. Change ${plan.id}.`,
    );
    const ended = runDocument({ ...run, ended: 'failed' }, nameKey, inEnglish);
    assert.match(ended, /^Failed, 2026-/m);
    assert.doesNotMatch(ended, new RegExp(`^#.*${plan.id}`, 'm'));
  });
});
