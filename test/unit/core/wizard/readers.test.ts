import assert from 'node:assert/strict';
import { account, Office, partner, seed, writesOf } from './office.ts';
import { back, cancel, check, enter, pick, type, yes } from './person.ts';

/** The account of the office, whose trails also deliver to a bucket of the partner's, and to one that takes AES256 alone. */
const withBuckets: typeof seed = world => {
  seed(world);
  const acme = world.theAccount(account);
  const other = world.theAccount(partner);
  other.bucket('archive-logs', 'eu-west-1', { sharedWith: [account] });
  acme.bucket('guarded-logs', 'eu-west-1', {
    policy: [
      {
        Sid: 'OnlyAes256',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:PutObject',
        Resource: 'arn:aws:s3:::guarded-logs/*',
        Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption': 'AES256' } },
      },
    ],
  });
  acme.trails(`
    name     | home      | scope      | bucket       | key
    archived | eu-west-1 | one Region | archive-logs | -
    guarded  | eu-west-1 | one Region | guarded-logs | -
  `);
};

describe('readers of log files', () => {
  let office: Office;
  beforeEach(async () => {
    office = await Office.open(withBuckets);
  });
  afterEach(() => office.close());

  const on = (...names: readonly string[]) => ({
    purpose: 'enable' as const,
    trails: names.map(name => ({ profile: 'acme', arn: office.emulator.world.theTrail(name).arn })),
  });
  const statementsOf = (alias: string) =>
    JSON.parse(office.emulator.world.theKey(alias).policy).Statement as readonly {
      readonly Sid?: string;
      readonly Principal: unknown;
      readonly Condition?: unknown;
    }[];
  const others = 'Let Other Accounts Decrypt Log Files…';
  const context = {
    'kms:EncryptionContext:aws:cloudtrail:arn': `arn:aws:cloudtrail:*:${account}:trail/*`,
  };

  it('of a new key are the account of the bucket, accounts by id and the organization, each asked for by id', async () => {
    const { person, wizard } = await office.window([
      pick('Create a New Key…'),
      enter,
      check('Rotate the Key Every Year', others),
      check('The Account of the Log Bucket…', 'Accounts by ID…', 'The Organization…'),
      type('', '7777', '7777-8888-9999'),
      type(`222233334444, 222233334444 ${partner}`),
      back,
      check('Accounts by ID…', 'The Organization…'),
      type(partner),
      type('acme', ' o-a1b2c3d4e5 '),
      pick('Enable SSE-KMS'),
      yes,
    ]);
    await wizard.changeKey(on('archived'));
    await person.isDone();
    assert.deepEqual(person.wrong, [
      'Enter an account ID (12 digits).',
      '7777 is not an account ID. An account ID has 12 digits.',
      'An organization ID is "o-" followed by 10 to 32 lowercase letters or digits.',
    ]);
    assert.deepEqual(statementsOf('alias/cloudtrail-archived').slice(3), [
      {
        Sid: 'OtherAccountsDecryptLogs',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${partner}:root` },
        Action: 'kms:Decrypt',
        Resource: '*',
        Condition: { StringLike: context },
      },
      {
        Sid: 'OrganizationDecryptsLogs',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: 'kms:Decrypt',
        Resource: '*',
        Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' }, StringLike: context },
      },
    ]);
    const [modal] = person.modals;
    assert.ok(!modal?.detail.some(line => line.includes('cannot read')), modal?.detail.join('\n'));
    const created = person.questions.at(-1)?.rows.find(row => row.includes('Create a KMS key'));
    assert.ok(
      created?.includes(`Lets ${partner}, o-a1b2c3d4e5 decrypt log files; account ${account}`),
      created,
    );
  });

  it('of a new key are named in its step where they are every principal of the account', async () => {
    const { person, wizard } = await office.window([
      pick('Create a New Key…'),
      enter,
      check(`Let Every Principal of Account ${account} Decrypt Log Files`),
      cancel,
    ]);
    await wizard.changeKey(on('archived'));
    const [review] = person.questions.filter(({ title }) => title.startsWith('Review'));
    const created = review?.rows.find(row => row.includes('Create a KMS key'));
    assert.ok(created?.includes(`Lets every principal of account ${account} decrypt log files; `), created);
  });

  it('of a key that is there are chosen in the review, where it is told who cannot read', async () => {
    const before = statementsOf('alias/ready');
    const { person, wizard } = await office.window([
      pick('alias/ready'),
      pick('Choose Who May Decrypt Log Files…'),
      check('The Account of the Log Bucket…'),
      type(partner),
      pick('Enable SSE-KMS'),
      yes,
    ]);
    await wizard.changeKey(on('archived'));
    await person.isDone();
    // The policy was ready, so there was nothing to show before.
    const [shown, ...more] = person.differences;
    assert.deepEqual(more, []);
    assert.deepEqual(JSON.parse(shown?.after ?? '').Statement, statementsOf('alias/ready'));
    assert.deepEqual([...person.open], []);
    const reviews = person.questions.filter(({ title }) => title.startsWith('Review'));
    const told = reviews.map(({ rows }) => rows.find(row => row.includes('The log bucket archive-logs')));
    assert.match(
      told[0] ?? '',
      /its readers cannot read new log files until the key policy and their own IAM/,
    );
    assert.match(told[1] ?? '', /its readers also need kms:Decrypt in their own IAM policies/);
    const after = statementsOf('alias/ready');
    assert.deepEqual(after.slice(0, before.length), before);
    assert.deepEqual(
      after.slice(before.length).map(({ Sid, Principal }) => [Sid, Principal]),
      [['OtherAccountsDecryptLogs', { AWS: `arn:aws:iam::${partner}:root` }]],
    );
    assert.deepEqual(writesOf(office), { 'kms:PutKeyPolicy': 1, 'cloudtrail:UpdateTrail': 1 });
  });

  it('stay as they are where the question is left', async () => {
    const { person, wizard } = await office.window([
      pick('alias/ready'),
      pick('Choose Who May Decrypt Log Files…'),
      back,
      pick('Enable SSE-KMS'),
      yes,
    ]);
    await wizard.changeKey(on('archived'));
    await person.isDone();
    assert.deepEqual(writesOf(office), { 'cloudtrail:UpdateTrail': 1 });
  });

  it('are not offered for a key whose policy cannot be read', async () => {
    const { person, wizard } = await office.window([
      pick('Enter a Key ARN…'),
      type(office.emulator.world.theKey('alias/shared').arn),
      pick('Enable SSE-KMS'),
      yes,
    ]);
    await wizard.changeKey(on('audit'));
    await person.isDone();
    assert.ok(!JSON.stringify(person.questions.at(-1)).includes('Choose Who May Decrypt'));
  });

  it('and buckets: a policy that takes AES256 alone is told in the review and before the last yes', async () => {
    const { person, wizard } = await office.window([pick('alias/ready'), pick('Enable SSE-KMS'), yes]);
    await wizard.changeKey(on('guarded'));
    await person.isDone();
    const told =
      'Statement OnlyAes256 of the policy of bucket guarded-logs will block log files of the trail guarded that are encrypted with this key. Change the statement first.';
    assert.ok(person.questions.at(-1)?.rows.some(row => row.includes(told)));
    assert.equal(person.modals[0]?.detail.at(-1), told);
    office.emulator.events.deliver('guarded');
    assert.equal(office.emulator.world.theTrail('guarded').status.deliveryError, 'AccessDenied');
  });
});
