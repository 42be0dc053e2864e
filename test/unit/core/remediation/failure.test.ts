import assert from 'node:assert/strict';
import type { Problem } from '../../../../src/core/account/problem.ts';
import {
  causeOf,
  type FailureCause,
  failureOf,
  isNotFromThisAccount,
} from '../../../../src/core/remediation/failure.ts';
import { deliveryOf, nextActionsFor, type Step } from '../../../../src/core/remediation/index.ts';
import { retryDelay } from '../../../../src/core/remediation/retry.ts';
import { failureInFull } from '../../../../src/core/wording/failures.ts';
import { inEnglish } from '../../../../src/core/wording/message.ts';
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

function named(name: string, operation?: string, detail?: string): Problem {
  return { kind: 'aws-error', name, ...(operation && { operation }), ...(detail && { detail }) };
}

const lockout = 'The new key policy will not allow you to update the key policy in the future.';
const wrongAccount = 'AccountID in ARN is wrong, you can only access resources with AccountID 444455556666.';

describe('the cause of an error', () => {
  const causes: readonly (readonly [string, string, FailureCause, string?])[] = [
    ['UpdateTrail', 'KmsKeyNotFoundException', 'key-not-found-or-elsewhere'],
    ['PutKeyPolicy', 'NotFoundException', 'key-not-found'],
    ['GetKeyPolicy', 'NotFoundException', 'key-not-found'],
    ['CreateAlias', 'NotFoundException', 'new-key-not-known-yet'],
    ['EnableKeyRotation', 'NotFoundException', 'new-key-not-known-yet'],
    ['PutKeyPolicy', 'UnsupportedOperationException', 'policy-not-editable'],
    ['CreateKey', 'UnsupportedOperationException', 'not-supported'],
    ['GetTrail', 'UnsupportedOperationException', 'not-supported'],
    ['UpdateTrail', 'UnsupportedOperationException', 'not-supported'],
    ['EnableKeyRotation', 'UnsupportedOperationException', 'rotation-not-supported'],
    ['UpdateTrail', 'CloudTrailAccessNotEnabledException', 'organization-access-off'],
    ['UpdateTrail', 'OrganizationsNotInUseException', 'organization-not-used'],
    ['UpdateTrail', 'OrganizationNotInAllFeaturesModeException', 'organization-features-off'],
    ['UpdateTrail', 'NoManagementAccountSLRExistsException', 'organization-role-missing'],
    ['UpdateTrail', 'CloudTrailARNInvalidException', 'trail-arn-invalid'],
    ['UpdateTrail', 'CloudTrailARNInvalidException', 'trail-of-other-account', wrongAccount],
    ['UpdateTrail', 'InvalidS3PrefixException', 'bucket-prefix-invalid'],
    ['UpdateTrail', 'InvalidS3BucketNameException', 'bucket-name-invalid'],
    ['CreateKey', 'MalformedPolicyDocumentException', 'policy-malformed'],
    ['CreateKey', 'MalformedPolicyDocumentException', 'policy-locks-caller-out', lockout],
    ['PutKeyPolicy', 'MalformedPolicyDocumentException', 'policy-locks-caller-out', lockout],
    ['AssumeRole', 'MalformedPolicyDocumentException', 'session-policy-rejected'],
    ['GetKeyPolicy', 'KMSInvalidStateException', 'key-state'],
    ['GetKeyPolicy', 'KMSInternalException', 'service-fault'],
    ['DescribeKey', 'DependencyTimeoutException', 'service-fault'],
    ['UpdateTrail', 'ServiceUnavailable', 'service-fault'],
    ['UpdateTrail', 'SomethingNewException', 'other'],
  ];
  for (const [operation, name, cause, detail] of causes) {
    it(`${name} of ${operation}: ${cause}`, () => {
      const problem = named(name, operation, detail);
      assert.equal(causeOf(problem, update), cause);
      assert.ok(nextActionsFor(failureOf(problem, update)).length > 0);
    });
  }

  it('is the account where it asks for an organization trail that another owns', () => {
    const foreign: Step = { ...update, foreignOrganizationTrail: true };
    for (const problem of [
      named('NotOrganizationMasterAccountException', 'UpdateTrail'),
      named('CloudTrailARNInvalidException', 'UpdateTrail'),
      named('TrailNotFoundException', 'UpdateTrail'),
      { kind: 'access-denied', explicitDeny: 'service-control-policy' } as const,
    ]) {
      const failure = failureOf(problem, foreign);
      assert.equal(failure.kind === 'aws' && failure.cause, 'not-organization-administrator');
      assert.deepEqual(nextActionsFor(failure), ['use-another-profile']);
      assert.match(
        inEnglish(failureInFull(failure, arn => arn)),
        /^Only the management account of the organization or a delegated administrator .* \((?:\w+Exception)\)/,
      );
    }
    assert.equal(causeOf(named('KmsKeyNotFoundException'), foreign), 'key-not-found-or-elsewhere');
  });

  it('is told by the problem itself on the way to AWS', () => {
    const failure = failureOf({ kind: 'sso-session-expired' }, update);
    assert.equal(failure.kind === 'aws' && failure.cause, 'on-the-way');
    assert.deepEqual(nextActionsFor(failure), ['sign-in', 'retry']);
  });

  it('keeps the words for a permission that is missing', () => {
    const denied = { kind: 'access-denied', action: 'cloudtrail:UpdateTrail' } as const;
    assert.equal(
      inEnglish(failureInFull(failureOf(denied, update), arn => arn)),
      'This user or role is not allowed to call cloudtrail:UpdateTrail. Ask an administrator of the account to allow it.',
    );
  });
});

describe('"not from this account"', () => {
  const denied = { kind: 'access-denied', action: 'cloudtrail:UpdateTrail' } as const;

  it('is what four answers mean for an organization trail of another account', () => {
    const answers: readonly Problem[] = [
      named('NotOrganizationMasterAccountException'),
      named('CloudTrailARNInvalidException'),
      named('TrailNotFoundException'),
      { ...denied, explicitDeny: 'service-control-policy' },
    ];
    assert.deepEqual(
      answers.filter(problem => !isNotFromThisAccount(problem)),
      [],
    );
  });

  it('is not what a missing permission, a wait or a broken key mean', () => {
    const answers: readonly Problem[] = [
      denied,
      { ...denied, explicitDeny: 'permissions-boundary' },
      { kind: 'throttled' },
      { kind: 'timeout' },
      // Of registering a delegated administrator, not of UpdateTrail.
      named('NotOrganizationManagementAccountException'),
      named('InsufficientEncryptionPolicyException'),
      named('KmsKeyNotFoundException'),
    ];
    assert.deepEqual(answers.filter(isNotFromThisAccount), []);
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
      ].map(name => named(name)),
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
    // Delivered in the same millisecond, it was under way before.
    [{ logging: true, latestDelivery: 10 }, { kind: 'waiting' }],
    [{ logging: true, latestDelivery: 5, latestDeliveryError: 'AccessDenied' }, { kind: 'waiting' }],
    [
      { logging: true, latestDelivery: 15 },
      { kind: 'confirmed', time: 15 },
    ],
    // By the clock of this computer it was delivered at 5, and at 15.
    [{ logging: true, latestDelivery: 3_600_005, clockOffset: 3_600_000 }, { kind: 'waiting' }],
    [
      { logging: true, latestDelivery: -3_599_985, clockOffset: -3_600_000 },
      { kind: 'confirmed', time: -3_599_985 },
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
