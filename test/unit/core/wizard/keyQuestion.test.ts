import assert from 'node:assert/strict';
import type { Choice } from '../../../../src/core/wizard/ask.ts';
import type { KeyPick } from '../../../../src/core/wizard/change/answers.ts';
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

const questionWith = (defaultKeys: Readonly<Record<string, string>>) =>
  keyQuestion(
    {
      title: 'KMS Key',
      account: { keys } as unknown as OpenAccount,
      caller,
      wanted: { trails: [], bucketRegion: region, bucketKey: false },
      mayCreate: false,
    },
    { settings: () => ({ defaultKeys }), clock: clockOf() } as unknown as WizardContext,
  );

/** The rows of keys, each time that the list is drawn. */
async function drawn({ feed }: ReturnType<typeof questionWith>) {
  const lists: Choice<KeyPick>[][] = [];
  await feed?.(rows => lists.push(rows.filter(({ group }) => group !== undefined)), never);
  return lists;
}

describe('the list of keys', () => {
  it('is drawn as it grows, and read again it stays until there is a whole one', async () => {
    const question = questionWith({});
    const counts = async () => (await drawn(question)).map(({ length }) => length);
    assert.deepEqual(await counts(), [2, 3, 3]);
    assert.deepEqual(await counts(), [3]);
  });

  it('starts at the key that the settings name by its ARN, and says so', async () => {
    const [, wanted = ''] = arns;
    const question = questionWith({ [caller.account]: wanted });
    const rows = (await drawn(question)).at(-1) ?? [];
    const named = rows.filter(({ description }) => JSON.stringify(description).includes('from the settings'));
    assert.deepEqual([question.active, named.map(({ id }) => id)], [wanted, [wanted]]);
  });
});
