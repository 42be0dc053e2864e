import assert from 'node:assert/strict';
import type { Fault } from '../../../emulator/index.ts';
import { partOf } from '../../partOf.ts';
import { tells } from '../../tells.ts';
import { account, Office, secrets } from './office.ts';
import { button, detailsOnce, enter, type Move, pick, yes } from './person.ts';

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
  [
    'InsufficientEncryptionPolicyException',
    /key policy does not let CloudTrail use the key, or the bucket policy/,
  ],
  ['KmsKeyNotFoundException', /cannot find the KMS key in the Region of the log bucket/],
  ['KmsKeyDisabledException', /CloudTrail cannot use the key/],
  ['KmsException', /CloudTrail cannot use the key/],
  ['InvalidKmsKeyIdException', /rejected the key ID/],
  ['InvalidHomeRegionException', /can only be changed in its home Region/],
  ['TrailNotFoundException', /cannot find the trail/],
  ['CloudTrailARNInvalidException', /rejected the ARN of the trail/],
  ['NotOrganizationMasterAccountException', /Only the management account .* or a delegated administrator/],
  ['InsufficientDependencyServiceAccessPermissionException', /organizations:DescribeOrganization/],
  ['CloudTrailAccessNotEnabledException', /not enabled trusted access for CloudTrail/],
  ['OrganizationNotInAllFeaturesModeException', /not have all features enabled/],
  ['OrganizationsNotInUseException', /not a member of an organization/],
  ['NoManagementAccountSLRExistsException', /no service-linked role for CloudTrail/],
  ['ConflictException', /still being created or changed .* Wait a few minutes/],
  ['InsufficientS3BucketPolicyException', /policy of the log bucket does not let CloudTrail deliver/],
  ['S3BucketDoesNotExistException', /log bucket does not exist/],
  ['InvalidS3BucketNameException', /rejected the name of the trail's log bucket/],
  ['InvalidS3PrefixException', /rejected the trail's log file prefix/],
  ['InsufficientSnsTopicPolicyException', /policy of the trail's SNS topic/],
  ['InvalidSnsTopicNameException', /rejected the trail's SNS topic/],
  ['CloudTrailInvalidClientTokenIdException', /may belong to a suspended account/],
  ['InvalidCloudWatchLogsLogGroupArnException', /CloudWatch Logs group/],
  ['InvalidCloudWatchLogsRoleArnException', /rejected the role/],
  ['CloudWatchLogsDeliveryUnavailableException', /cannot set up delivery to CloudWatch Logs/],
  ['OperationNotPermittedException', /does not permit this operation/],
  ['UnsupportedOperationException', /does not support this operation/],
  ['InvalidParameterCombinationException', /rejected the request/],
  ['InvalidTrailNameException', /rejected the name of the trail/],
  ['InvalidEventSelectorsException', /rejected the event selectors/],
  ['TrailNotProvidedException', /rejected the request/],
];

const common: readonly (readonly [Fault['fails'], RegExp])[] = [
  [{ kind: 'denied' }, /is not allowed to call (?:cloudtrail|kms):\w+\. Ask an administrator/],
  [{ kind: 'denied', why: 'service control policy' }, /service control policy of the organization denies/],
  [{ kind: 'denied', why: 'permissions boundary' }, /permissions boundary of this user or role denies/],
  [{ kind: 'throttled' }, /AWS is throttling requests/],
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
      ['CreateKey', 'LimitExceededException', /A KMS quota is reached/, newKey],
      ['CreateKey', 'MalformedPolicyDocumentException', /KMS rejected the key policy/, newKey],
      ['CreateKey', 'KMSInternalException', /AWS reported an internal error|did not answer/, newKey],
      ['CreateKey', 'DependencyTimeoutException', /AWS reported an internal error|did not answer/, newKey],
      ['CreateAlias', 'AlreadyExistsException', /Another key already has this alias/, newKey],
      ['CreateAlias', 'InvalidAliasNameException', /KMS rejected the alias/, newKey],
      ['CreateAlias', 'LimitExceededException', /quota of KMS aliases is reached/, newKey],
      ['CreateAlias', 'KMSInvalidStateException', /current state of the key does not allow this/, newKey],
      [
        'EnableKeyRotation',
        'UnsupportedOperationException',
        /Automatic rotation does not apply to this key/,
        newKey,
      ],
      ['EnableKeyRotation', 'DisabledException', /current state of the key does not allow this/, newKey],
      ['EnableKeyRotation', 'KMSInternalException', /AWS reported an internal error/, newKey],
      ['PutKeyPolicy', 'MalformedPolicyDocumentException', /KMS rejected the key policy/, extended],
      ['PutKeyPolicy', 'LimitExceededException', /larger than KMS allows/, extended],
      ['PutKeyPolicy', 'NotFoundException', /KMS cannot find the key/, extended],
      [
        'PutKeyPolicy',
        'UnsupportedOperationException',
        /does not allow changes to the policy of this key/,
        extended,
      ],
      ['PutKeyPolicy', 'KMSInvalidStateException', /current state of the key does not allow this/, extended],
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

  for (const { operation, fails, says, moves } of partOf(strikes, 5)) {
    const what =
      fails.kind === 'error'
        ? fails.code
        : fails.kind === 'denied'
          ? `denied, ${fails.why ?? 'no allow'}`
          : fails.kind;
    it(`at ${operation}: ${what}`, async () => {
      const { person, wizard } = await office.window(moves);
      const off = office.emulator.faults.add({ operation, fails });
      await wizard.changeKey(on('audit'));
      await person.isDone();
      const [notice] = person.notices;
      assert.equal(notice?.severity, 'error');
      assert.match(notice?.text ?? '', /audit was (?:not )?changed|not known whether/);
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
    await person.isDone();
    const key = office.emulator.world.theKey('alias/cloudtrail-audit');
    assert.equal(office.emulator.world.theTrail('audit').kmsKeyId, key.arn);
    assert.equal(office.emulator.calls.counts()['kms:CreateKey'], 1);
    assert.equal(person.notices.at(-1)?.severity, 'info');
  });

  it('is told again when its details were read: it is still to be finished', async () => {
    const { person, wizard } = await office.window(newKey);
    const off = office.emulator.faults.add({ operation: 'UpdateTrail', fails: error('ConflictException') });
    const details = detailsOnce();
    person.onNotice = (text, actions) => {
      const pressed = details(text, actions) ?? actions.find(label => label === 'Try Again');
      if (pressed === 'Try Again') {
        off();
      }
      return pressed;
    };
    await wizard.changeKey(on('audit'));
    await person.isDone();
    const [first, again, done] = person.notices;
    assert.deepEqual(again, first);
    assert.equal(done?.severity, 'info');
    assert.equal(office.emulator.calls.counts()['kms:CreateKey'], 1);
  });

  it('is finished from the history, when nobody has answered what was told of it', async () => {
    const { person, wizard } = await office.window([...newKey, button('Enable SSE-KMS: audit', 'Finish…')]);
    const off = office.emulator.faults.add({ operation: 'UpdateTrail', fails: error('ConflictException') });
    await wizard.changeKey(on('audit'));
    off();
    person.onNotice = (_, actions) => actions.find(label => label === 'Finish');
    await wizard.showHistory();
    await person.isDone();
    const [failed, asked, done] = person.notices;
    assert.equal(failed?.severity, 'error');
    assert.match(asked?.text ?? '', /was not finished\. · Started .* UTC; 3 of 5 steps are done\./);
    assert.equal(done?.severity, 'info');
    assert.equal(
      office.emulator.world.theTrail('audit').kmsKeyId,
      office.emulator.world.theKey('alias/cloudtrail-audit').arn,
    );
  });

  it('goes on without an alias that cannot be had', async () => {
    const { person, wizard } = await office.window(newKey);
    office.emulator.faults.add({ operation: 'CreateAlias', fails: error('LimitExceededException') });
    person.onNotice = (_, actions) =>
      actions.includes('Continue Without It') ? 'Continue Without It' : undefined;
    await wizard.changeKey(on('audit'));
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
    assert.match(person.notices[0]?.text ?? '', /The policy of alias\/app was changed in the meantime/);
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
    assert.match(
      person.notices[0]?.text ?? '',
      /^The trail audit was not changed\..*cannot find the KMS key/,
    );
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
      /^The trail audit was not changed\. · This profile signs in to account 999900001111, but the plan was made for account 111122223333/,
    );
    assert.deepEqual(person.notices[0]?.actions.slice(0, 2), ['Open Configuration File', 'Try Again']);
    assert.equal(office.emulator.calls.counts()['cloudtrail:UpdateTrail'], undefined);
  });

  it('is cancelled between two writes, and never within one', async () => {
    const { person, wizard } = await office.window(newKey);
    person.onReport = (text, cancelRun) => {
      if (text.includes('Give the key the alias')) {
        cancelRun();
      }
    };
    await wizard.changeKey(on('audit'));
    await person.isDone();
    const { text = '', severity } = person.notices[0] ?? {};
    assert.equal(severity, 'warning');
    assert.match(
      text,
      /^Cancelled\. · The trail audit was not changed\. · Already done: The KMS key arn:aws:kms:\S+ was created\.$/,
    );
    assert.equal(office.emulator.world.theTrail('audit').kmsKeyId, undefined);
  });

  it('can be undone from the notice where a key was created, whatever else would help', async () => {
    const { person, wizard } = await office.window(newKey);
    office.emulator.faults.add({ operation: 'CreateAlias', fails: { kind: 'denied' } });
    await wizard.changeKey(on('audit'));
    await person.isDone();
    assert.deepEqual(person.notices[0]?.actions, [
      'Try Again',
      'Continue Without It',
      'Undo…',
      'Show Details',
    ]);
  });

  it('is done where only its verification fails, and is verified on the next attempt', async () => {
    const { person, wizard } = await office.window(existing);
    let allow = () => {};
    person.onReport = text => {
      if (text.includes('Verify the trail audit') && person.notices.length === 0) {
        allow = office.emulator.faults.add({ operation: 'GetTrail', fails: { kind: 'denied' } });
      }
    };
    person.onNotice = () => {
      allow();
      return person.notices.length === 1 ? 'Try Again' : undefined;
    };
    await wizard.changeKey(on('audit'));
    await person.isDone();
    assert.deepEqual(
      person.notices.map(({ text }) => text),
      [
        'The trail audit was changed, but this could not be verified. · This user or role is not allowed to call cloudtrail:GetTrail. Ask an administrator of the account to allow it.',
        'New log files of the trail audit are now encrypted with SSE-KMS. · The first one arrives in about five minutes.',
      ],
    );
    assert.equal(office.emulator.calls.counts()['cloudtrail:UpdateTrail'], 1);
  });

  it('is cancelled behind the last write, and nothing is left to do', async () => {
    const { person, wizard } = await office.window(existing);
    person.onReport = (text, cancelRun) => {
      if (text.includes('Verify the trail audit')) {
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
    assert.deepEqual(listed.person.questions[0]?.rows.slice(0, 3), [
      'Create a New Key… · with a policy that allows CloudTrail',
      'Enter a Key ARN… · can belong to another account',
      'Not all keys and aliases in eu-west-1 could be listed · kms:ListKeys not allowed',
    ]);
    // Those that have an alias are known by it.
    assert.match(listed.person.questions[0]?.rows[3] ?? '', /^\[Ready to use\] alias\/narrow/);
    office.emulator.faults.clear();
    office.emulator.faults.add({ operation: 'ListAliases', fails: { kind: 'denied' } });
    const unnamed = await office.window([{ kind: 'cancel' }]);
    await unnamed.wizard.changeKey(on('audit'));
    const [, , unread, first = ''] = unnamed.person.questions[0]?.rows ?? [];
    assert.equal(
      unread,
      'Not all keys and aliases in eu-west-1 could be listed · kms:ListAliases not allowed',
    );
    assert.match(first, /^\[Ready to use\] [0-9a-f-]{36} · /);
    office.emulator.faults.add({ operation: 'ListKeys', fails: { kind: 'denied' } });
    const none = await office.window([{ kind: 'cancel' }]);
    await none.wizard.changeKey(on('audit'));
    assert.deepEqual(none.person.questions[0]?.rows.slice(2), [
      'The keys in eu-west-1 could not be listed · kms:ListKeys not allowed',
    ]);
  });

  it('lets no secret into the log, the journal, or anything that is shown', async () => {
    for (const fails of [{ kind: 'denied' }, { kind: 'garbage' }, { kind: 'proxy page' }] as const) {
      const off = office.emulator.faults.add({ operation: 'UpdateTrail', fails });
      const { person, wizard } = await office.window(extended);
      person.onNotice = detailsOnce();
      await wizard.changeKey(on('audit'));
      await person.isDone();
      off();
      const everything = [person.everythingSeen, office.journal, office.log.join('\n')].join('\n');
      assert.ok(office.journal.includes(account), 'the journal is empty');
      for (const secret of Object.values(secrets)) {
        assert.ok(!tells(everything, secret), secret);
      }
    }
  });
});
