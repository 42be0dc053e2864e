import assert from 'node:assert/strict';
import type { Fault } from '../../emulator/index.ts';
import { account, Office, secrets } from './office.ts';
import { enter, type Move, pick, yes } from './person.ts';

/** Where a run of each kind can be struck, and what AWS can say there. */
interface Strike {
  readonly operation: string;
  readonly fails: Fault['fails'];
  /** What the person is told. */
  readonly says: RegExp;
  readonly offers?: string;
}

const error = (code: string): Fault['fails'] => ({ kind: 'error', code });

const atUpdateTrail: readonly (readonly [string, RegExp])[] = [
  ['InsufficientEncryptionPolicyException', /is not allowed to use the key, or to write to the bucket/],
  ['KmsKeyNotFoundException', /does not find the key/],
  ['KmsKeyDisabledException', /cannot be used now/],
  ['KmsException', /cannot be used now/],
  ['InvalidKmsKeyIdException', /does not understand the id of the key/],
  ['InvalidHomeRegionException', /can only be changed in its home Region/],
  ['TrailNotFoundException', /does not find the trail/],
  ['CloudTrailARNInvalidException', /management account or a delegated administrator/],
  ['NotOrganizationMasterAccountException', /management account or a delegated administrator/],
  ['InsufficientDependencyServiceAccessPermissionException', /organizations:DescribeOrganization/],
  ['CloudTrailAccessNotEnabledException', /not prepared for CloudTrail/],
  ['OrganizationNotInAllFeaturesModeException', /not prepared for CloudTrail/],
  ['OrganizationsNotInUseException', /not prepared for CloudTrail/],
  ['NoManagementAccountSLRExistsException', /not prepared for CloudTrail/],
  ['ConflictException', /Another change of the trail is under way/],
  ['InsufficientS3BucketPolicyException', /log bucket of the trail is the obstacle/],
  ['S3BucketDoesNotExistException', /log bucket of the trail is the obstacle/],
  ['InvalidS3BucketNameException', /log bucket of the trail is the obstacle/],
  ['InvalidS3PrefixException', /log bucket of the trail is the obstacle/],
  ['InsufficientSnsTopicPolicyException', /SNS topic of the trail is the obstacle/],
  ['InvalidSnsTopicNameException', /SNS topic of the trail is the obstacle/],
  ['CloudTrailInvalidClientTokenIdException', /SNS topic of the trail is the obstacle/],
  ['InvalidCloudWatchLogsLogGroupArnException', /CloudWatch Logs group/],
  ['InvalidCloudWatchLogsRoleArnException', /CloudWatch Logs group/],
  ['CloudWatchLogsDeliveryUnavailableException', /CloudWatch Logs group/],
  ['OperationNotPermittedException', /AWS refused: OperationNotPermittedException/],
  ['UnsupportedOperationException', /AWS refused: UnsupportedOperationException/],
  ['InvalidParameterCombinationException', /AWS refused: InvalidParameterCombinationException/],
  ['InvalidTrailNameException', /AWS refused: InvalidTrailNameException/],
  ['InvalidEventSelectorsException', /AWS refused: InvalidEventSelectorsException/],
  ['TrailNotProvidedException', /AWS refused: TrailNotProvidedException/],
];

const common: readonly (readonly [Fault['fails'], RegExp])[] = [
  [{ kind: 'denied' }, /may not call (?:cloudtrail|kms):\w+\. Ask an administrator/],
  [{ kind: 'denied', why: 'service control policy' }, /service control policy of the organization denies/],
  [{ kind: 'denied', why: 'permissions boundary' }, /permissions boundary of this user or role denies/],
  [{ kind: 'throttled' }, /AWS limits how often/],
  [{ kind: 'expired token' }, /temporary credentials of this profile have expired/],
  [error('InvalidSignatureException'), /./],
  [{ kind: 'proxy page', status: 502 }, /Something other than AWS answered|AWS did not answer/],
  [{ kind: 'dropped' }, /could not be reached|did not answer/],
];

const newKey: readonly Move[] = [pick('Create a New Key…'), enter, enter, pick('Enable SSE-KMS'), yes];
const existing: readonly Move[] = [pick('alias/ready'), pick('Enable SSE-KMS'), yes];
const extended: readonly Move[] = [pick('alias/app'), pick('Enable SSE-KMS'), yes];

const strikes: readonly (Strike & { readonly moves: readonly Move[] })[] = [
  ...atUpdateTrail.map(([code, says]) => ({
    operation: 'UpdateTrail',
    fails: error(code),
    says,
    moves: existing,
  })),
  ...(
    [
      ['UpdateTrail', existing],
      ['CreateKey', newKey],
      ['CreateAlias', newKey],
      ['EnableKeyRotation', newKey],
      ['PutKeyPolicy', extended],
    ] as const
  ).flatMap(([operation, moves]) => common.map(([fails, says]) => ({ operation, fails, says, moves }))),
  ...(
    [
      ['CreateKey', 'LimitExceededException', /A limit of KMS is reached/, newKey],
      ['CreateKey', 'MalformedPolicyDocumentException', /KMS refuses the key policy/, newKey],
      ['CreateKey', 'KMSInternalException', /AWS has a problem of its own|did not answer/, newKey],
      ['CreateKey', 'DependencyTimeoutException', /AWS has a problem of its own|did not answer/, newKey],
      ['CreateAlias', 'AlreadyExistsException', /alias is taken by another key/, newKey],
      ['CreateAlias', 'InvalidAliasNameException', /does not accept the alias/, newKey],
      ['CreateAlias', 'LimitExceededException', /A limit of KMS is reached/, newKey],
      ['CreateAlias', 'KMSInvalidStateException', /cannot be used now/, newKey],
      ['EnableKeyRotation', 'UnsupportedOperationException', /AWS manages this key/, newKey],
      ['EnableKeyRotation', 'DisabledException', /cannot be used now/, newKey],
      ['EnableKeyRotation', 'KMSInternalException', /AWS has a problem of its own/, newKey],
      ['PutKeyPolicy', 'MalformedPolicyDocumentException', /KMS refuses the key policy/, extended],
      ['PutKeyPolicy', 'LimitExceededException', /A limit of KMS is reached/, extended],
      ['PutKeyPolicy', 'NotFoundException', /does not find the key/, extended],
      ['PutKeyPolicy', 'UnsupportedOperationException', /AWS manages this key/, extended],
      ['PutKeyPolicy', 'KMSInvalidStateException', /cannot be used now/, extended],
    ] as const
  ).map(([operation, code, says, moves]) => ({ operation, fails: error(code), says, moves })),
];

describe('a change that AWS refuses', () => {
  let office: Office;
  beforeEach(async () => {
    office = await Office.open();
  });
  afterEach(() => office.close());
  const on = (name: string) => ({
    purpose: 'enable' as const,
    trails: [{ profile: 'acme', arn: office.emulator.world.theTrail(name).arn }],
  });

  for (const { operation, fails, says, moves } of strikes) {
    const what =
      fails.kind === 'error'
        ? fails.code
        : fails.kind === 'denied'
          ? `denied, ${fails.why ?? 'no allow'}`
          : fails.kind;
    it(`at ${operation}: ${what}`, async function () {
      this.timeout(20_000);
      const { person, wizard } = await office.window(moves);
      const off = office.emulator.faults.add({ operation, fails });
      await wizard.changeKey(on('audit'));
      await person.isDone();
      const [notice] = person.notices;
      assert.equal(notice?.severity, 'error');
      assert.match(notice?.text ?? '', /audit was (?:not )?changed|was changed is not known/);
      assert.match(notice?.text ?? '', says);
      assert.ok(notice?.actions.includes('Show Details'));
      assert.ok((office.emulator.calls.counts()['kms:CreateKey'] ?? 0) <= 1, 'CreateKey was sent twice');
      if (operation === 'CreateAlias' || operation === 'EnableKeyRotation') {
        assert.match(notice?.text ?? '', /The KMS key arn:aws:kms:\S+ was created/);
        assert.ok(notice?.actions.some(one => /Continue Without It|Try Again|Undo|Choose Another/.test(one)));
      }
      if (moves === existing) {
        assert.equal(office.emulator.world.theTrail('audit').kmsKeyId, undefined);
      }
      if (fails.kind === 'error' || fails.kind === 'denied') {
        const last = office.emulator.calls.list().findLast(call => call.operation === operation);
        assert.ok(office.log.join('\n').includes(last?.requestId ?? 'none'), 'the log lacks the request id');
      }
      off();
    });
  }

  it('goes on after a failure, where it failed, and makes no second key', async () => {
    const { person, wizard } = await office.window(newKey);
    const off = office.emulator.faults.add({ operation: 'UpdateTrail', fails: error('ConflictException') });
    person.onNotice = (_, actions) => {
      off();
      return actions.includes('Try Again') ? 'Try Again' : undefined;
    };
    await wizard.changeKey(on('audit'));
    await new Promise(resolve => setTimeout(resolve, 100));
    await person.isDone();
    const key = office.emulator.world.theKey('alias/cloudtrail-audit');
    assert.equal(office.emulator.world.theTrail('audit').kmsKeyId, key.arn);
    assert.equal(office.emulator.calls.counts()['kms:CreateKey'], 1);
    assert.equal(person.notices.at(-1)?.severity, 'info');
  });

  it('goes on without an alias that cannot be had', async () => {
    const { person, wizard } = await office.window(newKey);
    office.emulator.faults.add({ operation: 'CreateAlias', fails: error('LimitExceededException') });
    person.onNotice = (_, actions) =>
      actions.includes('Continue Without It') ? 'Continue Without It' : undefined;
    await wizard.changeKey(on('audit'));
    await new Promise(resolve => setTimeout(resolve, 100));
    await person.isDone();
    assert.match(office.emulator.world.theTrail('audit').kmsKeyId ?? '', /^arn:aws:kms:eu-west-1/);
    assert.equal(person.notices.at(-1)?.severity, 'info');
  });

  it('leaves a policy alone that somebody changed after the review', async () => {
    const { person, wizard } = await office.window(extended);
    const key = office.emulator.world.theKey('alias/app');
    const changed = key.policy.replace('"Version"', '"Id": "mine", "Version"');
    person.onReport = text => {
      if (text === 'Enabling SSE-KMS on audit') {
        office.emulator.events.setKeyPolicy('alias/app', changed);
      }
    };
    await wizard.changeKey(on('audit'));
    await person.isDone();
    assert.match(
      person.notices[0]?.text ?? '',
      /Somebody else changed the policy of alias\/app in the meantime/,
    );
    assert.equal(key.policy, changed);
    assert.equal(office.emulator.world.theTrail('audit').kmsKeyId, undefined);
  });

  it('says that the key was deleted between the choice and the write', async () => {
    const { person, wizard } = await office.window(existing);
    person.onReport = text => {
      if (text === 'Enabling SSE-KMS on audit') {
        office.emulator.events.deleteKey('alias/ready');
      }
    };
    await wizard.changeKey(on('audit'));
    await person.isDone();
    assert.match(person.notices[0]?.text ?? '', /^The trail audit was not changed\..*does not find the key/);
    assert.ok(person.notices[0]?.actions.includes('Choose Another Key…'));
    assert.equal(office.emulator.world.theTrail('audit').kmsKeyId, undefined);
  });

  it('writes nothing once the profile leads to another account', async () => {
    const leadTo = (key: string) =>
      office.declare('moving', { aws_access_key_id: key, aws_secret_access_key: secrets.key });
    leadTo('AKIAACMEREADER000001');
    const { person, wizard } = await office.window(existing, { loaded: ['moving'] });
    person.onReport = text => {
      if (text === 'Enabling SSE-KMS on audit') {
        leadTo('AKIAMAINADMIN0000001');
      }
    };
    const { arn } = office.emulator.world.theTrail('audit');
    await wizard.changeKey({ purpose: 'enable', trails: [{ profile: 'moving', arn }] });
    await person.isDone();
    assert.match(
      person.notices[0]?.text ?? '',
      /^The trail audit was not changed\. · The profile leads to account 999900001111, and the plan is for account 111122223333/,
    );
    assert.deepEqual(person.notices[0]?.actions.slice(0, 2), ['Open Configuration File', 'Try Again']);
    assert.equal(office.emulator.calls.counts()['cloudtrail:UpdateTrail'], undefined);
  });

  it('is cancelled between two writes, and never within one', async () => {
    const { person, wizard } = await office.window(newKey);
    person.onReport = (text, cancelRun) => {
      if (text.includes('Name the key')) {
        cancelRun();
      }
    };
    await wizard.changeKey(on('audit'));
    await person.isDone();
    const { text = '', severity } = person.notices[0] ?? {};
    assert.equal(severity, 'warning');
    assert.match(
      text,
      /^Cancelled\. · The trail audit was not changed\. · The KMS key arn:aws:kms:\S+ was created\.$/,
    );
    assert.equal(office.emulator.world.theTrail('audit').kmsKeyId, undefined);
  });

  it('is cancelled behind the last write, and nothing is left to do', async () => {
    const { person, wizard } = await office.window(existing);
    person.onReport = (text, cancelRun) => {
      if (text.includes('Read the trail audit again')) {
        cancelRun();
      }
    };
    await wizard.changeKey(on('audit'));
    await person.isDone();
    assert.equal(person.notices[0]?.text, 'Cancelled. · The trail audit was changed.');
    const next = await office.window([]);
    await next.wizard.resume();
    assert.deepEqual(next.person.notices, []);
  });

  it('tells keys that cannot be described or listed, and why', async () => {
    const described = await office.window([{ kind: 'cancel' }]);
    office.emulator.faults.add({ operation: 'DescribeKey', times: 1, fails: { kind: 'denied' } });
    await described.wizard.changeKey(on('audit'));
    const rows = described.person.questions[0]?.rows.join('\n') ?? '';
    assert.match(rows, /\[Cannot be used\] .*could not be described: kms:DescribeKey not allowed/);
    office.emulator.faults.clear();
    office.emulator.faults.add({ operation: 'ListKeys', fails: { kind: 'denied' } });
    const listed = await office.window([{ kind: 'cancel' }]);
    await listed.wizard.changeKey(on('audit'));
    assert.deepEqual(listed.person.questions[0]?.rows.slice(0, 2), [
      'The keys in eu-west-1 could not be listed · kms:ListKeys not allowed',
      '[Another key] Create a New Key… · with a policy that admits CloudTrail',
    ]);
  });

  it('lets no secret into the log, the journal, or anything that is shown', async () => {
    for (const fails of [{ kind: 'denied' }, { kind: 'garbage' }, { kind: 'proxy page' }] as const) {
      const off = office.emulator.faults.add({ operation: 'UpdateTrail', fails });
      const { person, wizard } = await office.window(extended);
      person.onNotice = (_, actions) => (actions.includes('Show Details') ? 'Show Details' : undefined);
      await wizard.changeKey(on('audit'));
      await person.isDone();
      off();
      const everything = [person.everythingSeen, office.journal, office.log.join('\n')].join('\n');
      assert.ok(office.journal.includes(account), 'the journal is empty');
      for (const secret of Object.values(secrets)) {
        assert.ok(!everything.includes(secret), secret);
      }
    }
  });
});
