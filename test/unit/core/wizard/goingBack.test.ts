import assert from 'node:assert/strict';
import { account, Office, partner, writesOf } from './office.ts';
import {
  back,
  cancel,
  check,
  checkAndGoBack,
  enter,
  type Move,
  pick,
  type,
  typeAndGoBack,
} from './person.ts';

describe('what a person entered before going back', () => {
  let office: Office;
  before(async () => {
    office = await Office.open();
  });
  after(() => office.close());

  /** The questions from the given one on, with what stands in them. */
  async function seenFrom(index: number, moves: readonly Move[]): Promise<readonly (readonly string[])[]> {
    const { person, wizard } = await office.window([...moves, cancel]);
    const trails = [{ profile: 'acme', arn: office.emulator.world.theTrail('audit').arn }];
    await wizard.changeKey({ purpose: 'enable', trails });
    await person.isDone();
    assert.deepEqual(writesOf(office), {});
    return person.questions.slice(index).map(({ title, rows }) => [title, ...rows.map(inBrief)]);
  }

  const others = 'Let Other Accounts Decrypt Log Files…';
  const keyOf = 'KMS Key of audit';

  it('is there again: an alias that nobody would take, and options', async () => {
    const seen = await seenFrom(2, [
      pick('Create a New Key…'),
      typeAndGoBack('alias/ not yet'),
      enter,
      type('alias/fine'),
      checkAndGoBack('Multi-Region Key'),
      enter,
    ]);
    assert.deepEqual(
      seen.filter(([title]) => title !== keyOf),
      [
        ['Alias of the New Key in eu-west-1', 'alias/ not yet'],
        ['New Key alias/fine', '[x] Rotate the', '[ ] Let Every', '[ ] Let Other', '[ ] Multi-Region Key'],
        ['Alias of the New Key in eu-west-1', 'alias/fine'],
        ['New Key alias/fine', '[ ] Rotate the', '[ ] Let Every', '[ ] Let Other', '[x] Multi-Region Key'],
      ],
    );
  });

  it('is there again: readers, and ids of which some are not typed yet', async () => {
    const seen = await seenFrom(3, [
      pick('Create a New Key…'),
      enter,
      check(others),
      check('Accounts by ID…', 'The Organization…'),
      type(partner),
      typeAndGoBack('o-a1b2'),
      checkAndGoBack(`Every Principal of Account ${account}`, 'Accounts by ID…', 'The Organization…'),
      enter,
      enter,
      enter,
    ]);
    assert.deepEqual(seen.slice(-4), [
      [
        'New Key alias/cloudtrail-audit',
        '[ ] Rotate the',
        '[x] Let Every',
        '[x] Let Other',
        '[ ] Multi-Region Key',
      ],
      ['Who May Decrypt Log Files', '[x] Every Principal', '[x] Accounts by', '[x] The Organization…'],
      ['Accounts That May Decrypt Log Files', partner],
      ['Organization That May Decrypt Log Files', 'o-a1b2'],
    ]);
  });

  it('is there again in the review, and forgotten where no other account is wanted any more', async () => {
    const review = 'Choose Who May Decrypt Log Files…';
    const seen = await seenFrom(1, [
      pick('alias/ready'),
      pick(review),
      check('Accounts by ID…'),
      typeAndGoBack('77'),
      back,
      pick(review),
      enter,
      cancel,
    ]);
    assert.deepEqual(seen.slice(-3, -1), [
      ['Who May Decrypt Log Files', '[ ] Every Principal', '[x] Accounts by', '[ ] The Organization…'],
      ['Accounts That May Decrypt Log Files', '77'],
    ]);
    const without = await seenFrom(3, [
      pick('Create a New Key…'),
      enter,
      check(others),
      check('Accounts by ID…'),
      typeAndGoBack('77'),
      back,
      check(),
      pick(review),
      cancel,
    ]);
    assert.deepEqual(without.at(-2), [
      'Who May Decrypt Log Files',
      '[ ] Every Principal',
      '[ ] Accounts by',
      '[ ] The Organization…',
    ]);
  });

  it('is there again: half the ARN of a key, also where the key is for code', async () => {
    const seen = await seenFrom(1, [
      pick('Enter a Key ARN…'),
      typeAndGoBack('arn:aws:kms:eu'),
      pick('Enter a Key ARN…'),
    ]);
    assert.deepEqual(seen.at(-1), [keyOf, 'arn:aws:kms:eu']);
    const { person, wizard } = await office.window([
      pick('acme'),
      pick('Enter a Key ARN…'),
      typeAndGoBack('arn:aws:kms:us'),
      pick('Enter a Key ARN…'),
      cancel,
    ]);
    await wizard.pickKeyArn({ title: 'Key', region: 'eu-west-1' });
    await person.isDone();
    assert.deepEqual(person.questions.at(-1)?.rows, ['arn:aws:kms:us']);
  });
});

/** The box of a row, and its first two words. */
function inBrief(row: string): string {
  return row.startsWith('[')
    ? row
        .split(' ')
        .slice(0, row.startsWith('[ ]') ? 4 : 3)
        .join(' ')
    : row;
}
