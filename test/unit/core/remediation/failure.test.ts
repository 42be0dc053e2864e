import assert from 'node:assert/strict';
import type { Problem } from '../../../../src/core/account/problem.ts';
import { type Cause, causeOf, failureOf } from '../../../../src/core/remediation/failure.ts';
import { deliveryOf, remediesFor, type Step } from '../../../../src/core/remediation/index.ts';
import { retryDelay } from '../../../../src/core/remediation/retry.ts';
import { keyArn, region, trailArn } from './world.ts';

const update: Step = { kind: 'update-trail', trailArn, to: { kind: 'key', arn: keyArn } };
const create: Step = {
  kind: 'create-key',
  region,
  alias: 'alias/x',
  description: '',
  policy: '{}',
  multiRegion: false,
};
const alias: Step = { kind: 'create-alias', region, alias: 'alias/x' };
const put: Step = { kind: 'add-statements', keyArn, before: '', after: '', added: [] };
const every = [update, create, alias, put];

function named(name: string): Problem {
  return { kind: 'aws-error', name };
}

describe('the cause of an error', () => {
  const causes: readonly (readonly [Step, string, Cause])[] = [
    [update, 'InsufficientEncryptionPolicyException', 'policy-keeps-cloudtrail-out'],
    [update, 'KmsKeyNotFoundException', 'key-not-found-or-elsewhere'],
    [update, 'KmsKeyDisabledException', 'key-not-enabled'],
    [update, 'KmsException', 'key-not-enabled'],
    [update, 'InvalidKmsKeyIdException', 'key-id-malformed'],
    [update, 'InvalidHomeRegionException', 'not-the-home-region'],
    [update, 'TrailNotFoundException', 'trail-not-found'],
    [update, 'CloudTrailARNInvalidException', 'trail-of-other-account'],
    [update, 'NotOrganizationMasterAccountException', 'not-organization-administrator'],
    [update, 'InsufficientDependencyServiceAccessPermissionException', 'organization-permissions-missing'],
    [update, 'CloudTrailAccessNotEnabledException', 'organization-not-prepared'],
    [update, 'OrganizationNotInAllFeaturesModeException', 'organization-not-prepared'],
    [update, 'OrganizationsNotInUseException', 'organization-not-prepared'],
    [update, 'NoManagementAccountSLRExistsException', 'organization-not-prepared'],
    [update, 'ConflictException', 'change-in-progress'],
    [update, 'ThrottlingException', 'throttled'],
    [update, 'InsufficientS3BucketPolicyException', 'bucket-broken'],
    [update, 'S3BucketDoesNotExistException', 'bucket-broken'],
    [update, 'InvalidS3BucketNameException', 'bucket-broken'],
    [update, 'InvalidS3PrefixException', 'bucket-broken'],
    [update, 'InsufficientSnsTopicPolicyException', 'topic-broken'],
    [update, 'InvalidSnsTopicNameException', 'topic-broken'],
    [update, 'CloudTrailInvalidClientTokenIdException', 'topic-broken'],
    [update, 'InvalidCloudWatchLogsLogGroupArnException', 'log-group-broken'],
    [update, 'InvalidCloudWatchLogsRoleArnException', 'log-group-broken'],
    [update, 'CloudWatchLogsDeliveryUnavailableException', 'log-group-broken'],
    [update, 'OperationNotPermittedException', 'refused'],
    [update, 'UnsupportedOperationException', 'refused'],
    [update, 'InvalidParameterCombinationException', 'refused'],
    [update, 'InvalidTrailNameException', 'refused'],
    [update, 'InvalidEventSelectorsException', 'refused'],
    [update, 'TrailNotProvidedException', 'refused'],
    [update, 'AccessDeniedException', 'access-denied'],
    [alias, 'AlreadyExistsException', 'alias-exists'],
    [alias, 'InvalidAliasNameException', 'alias-invalid'],
    [create, 'LimitExceededException', 'limit-exceeded'],
    [put, 'MalformedPolicyDocumentException', 'policy-malformed'],
    [put, 'NotFoundException', 'key-not-found-or-elsewhere'],
    [put, 'DisabledException', 'key-not-enabled'],
    [put, 'KMSInvalidStateException', 'key-not-enabled'],
    [put, 'UnsupportedOperationException', 'aws-managed-key'],
    [put, 'KMSInternalException', 'service-fault'],
    [create, 'DependencyTimeoutException', 'service-fault'],
    [update, 'ServiceUnavailable', 'service-fault'],
    [update, 'InternalFailure', 'service-fault'],
    [update, 'SomethingNewException', 'other'],
  ];
  for (const [step, name, cause] of causes) {
    it(`${name} of ${step.kind}: ${cause}`, () => {
      assert.equal(causeOf(named(name), step), cause);
      assert.ok(remediesFor(failureOf(named(name), step)).length > 0);
    });
  }

  it('is told by the problem itself on the way to AWS', () => {
    const failure = failureOf({ kind: 'sso-session-expired' }, update);
    assert.equal(failure.kind === 'aws' && failure.cause, 'on-the-way');
    assert.deepEqual(remediesFor(failure), ['sign-in', 'retry']);
  });
});

describe('sending a write again', () => {
  it('never happens to CreateKey, whatever the error', () => {
    const problems: Problem[] = [
      ...[
        'KMSInternalException',
        'DependencyTimeoutException',
        'ThrottlingException',
        'ConflictException',
      ].map(named),
      { kind: 'throttled' },
      { kind: 'network' },
      { kind: 'timeout' },
    ];
    for (const problem of problems) {
      assert.equal(retryDelay(problem, create, 1, 0, true), undefined);
    }
  });

  it('waits for KMS only where the key or its policy is fresh', () => {
    for (const name of ['InsufficientEncryptionPolicyException', 'KmsKeyNotFoundException', 'KmsException']) {
      assert.equal(retryDelay(refused(name), update, 1, 0, true), 2000);
      assert.equal(retryDelay(refused(name), update, 9, 80_000, true), 10_000);
      assert.equal(retryDelay(refused(name), update, 10, 81_000, true), undefined);
      assert.equal(retryDelay(refused(name), update, 1, 0, false), undefined);
    }
  });

  it('does not happen where waiting does not help', () => {
    const problems: Problem[] = [
      refused('KmsKeyDisabledException'),
      refused('MalformedPolicyDocumentException'),
      { kind: 'access-denied', effect: 'none' },
      { kind: 'credentials-expired', effect: 'none' },
      { kind: 'certificate', effect: 'none' },
    ];
    for (const step of every) {
      for (const problem of problems) {
        assert.equal(retryDelay(problem, step, 1, 0, true), undefined);
      }
    }
  });

  it('happens a few times where no answer came, whatever came instead', () => {
    const problems: Problem[] = [
      { kind: 'network' },
      { kind: 'timeout' },
      { kind: 'access-denied' },
      named('ServiceUnavailable'),
      named('UnknownError'),
    ];
    for (const problem of problems) {
      assert.deepEqual(
        [1, 2, 3].map((attempt): number | undefined => retryDelay(problem, update, attempt, 0, false)),
        [2000, 4000, undefined],
      );
    }
  });

  it('happens once for a log group, and for a minute while another change goes on', () => {
    const logs = named('CloudWatchLogsDeliveryUnavailableException');
    assert.deepEqual(
      [1, 2].map(attempt => retryDelay(logs, update, attempt, 0, false)),
      [2000, undefined],
    );
    assert.equal(retryDelay(named('ConflictException'), update, 6, 45_000, false), 10_000);
    assert.equal(retryDelay(named('ConflictException'), update, 7, 55_000, false), undefined);
  });
});

describe('delivery under the new key', () => {
  const cases = [
    [{ logging: true }, { kind: 'waiting' }],
    [{ logging: false }, { kind: 'not-logging' }],
    [{ logging: false, latestDelivery: 5 }, { kind: 'not-logging' }],
    [{ logging: true, latestDelivery: 5 }, { kind: 'waiting' }],
    [{ logging: true, latestDelivery: 5, latestDeliveryError: 'AccessDenied' }, { kind: 'waiting' }],
    [
      { logging: true, latestDelivery: 15 },
      { kind: 'confirmed', time: 15 },
    ],
    [
      { logging: true, latestDelivery: 15, latestDeliveryError: 'AccessDenied' },
      { kind: 'failing', error: 'AccessDenied' },
    ],
  ] as const;
  for (const [status, expected] of cases) {
    it(`${JSON.stringify(status)} is ${expected.kind}`, () => {
      assert.deepEqual(deliveryOf(status, 10), expected);
    });
  }
});

function refused(name: string): Problem {
  return { ...named(name), effect: 'none' };
}
