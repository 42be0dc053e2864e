import assert from 'node:assert/strict';
import type { OpenAccount, WizardContext } from '../../../../src/core/wizard/context.ts';
import { keyQuestion } from '../../../../src/core/wizard/keys/keyQuestion.ts';
import { caller, metadataOf, never } from '../remediation/world.ts';

const region = 'eu-west-1';
const arns = ['1', '2', '3'].map(number => `arn:aws:kms:${region}:${caller.account}:key/key-${number}`);

/** A second passes with each look at it. */
function clockOf() {
  let now = 0;
  return { now: () => (now += 1000) };
}

/** The account's keys, a page each, without aliases. */
const keys = {
  async *listAliases() {},
  async *list() {
    for (const arn of arns) {
      yield [arn];
    }
  },
  describe: async (arn: string) => metadataOf(arn),
  rotation: async () => true,
  policy: async () => '{}',
};

describe('the list of keys', () => {
  const question = keyQuestion(
    {
      title: 'KMS Key',
      account: { keys } as unknown as OpenAccount,
      caller,
      wanted: { trails: [], bucketRegion: region, bucketKey: false },
      mayCreate: false,
    },
    { settings: () => ({ defaultKeys: {} }), clock: clockOf() } as unknown as WizardContext,
  );

  /** How many keys were shown, each time that the list was drawn. */
  const drawn = async () => {
    const counts: number[] = [];
    await question.feed?.(rows => counts.push(rows.filter(({ group }) => group !== undefined).length), never);
    return counts;
  };

  it('is drawn as it grows, and read again it stays until there is a whole one', async () => {
    assert.deepEqual(await drawn(), [2, 3, 3]);
    assert.deepEqual(await drawn(), [3]);
  });
});
