import assert from 'node:assert/strict';
import {
  concernsProfile,
  nextSteps,
  type Problem,
  type ProblemKind,
} from '../../../../src/core/account/problem.ts';
import type { ReasonCode } from '../../../../src/core/trail/reason.ts';
import { inEnglish, type Message } from '../../../../src/core/wording/message.ts';
import { problemInBrief, problemInFull } from '../../../../src/core/wording/problems.ts';
import { reasonInBrief, reasonInFull } from '../../../../src/core/wording/reasons.ts';
import { appearanceInWords, appearances } from '../../../../src/core/wording/trails.ts';

const facts = {
  service: 'cloudtrail',
  operation: 'DescribeTrails',
  region: 'eu-west-1',
  requestId: '0f1e',
  detail: 'what the other side said',
};

/** One of each kind: a kind that is new does not compile here until it has its line. */
const problems: Readonly<Record<ProblemKind, Problem>> = {
  'sso-session-expired': { kind: 'sso-session-expired', ...facts },
  'login-session-expired': { kind: 'login-session-expired', ...facts },
  'mfa-code-missing': { kind: 'mfa-code-missing', ...facts },
  'mfa-code-refused': { kind: 'mfa-code-refused', ...facts },
  'profile-incomplete': { kind: 'profile-incomplete', ...facts },
  'profile-cycle': { kind: 'profile-cycle', ...facts },
  'sso-section-missing': { kind: 'sso-section-missing', ...facts },
  'config-unreadable': { kind: 'config-unreadable', ...facts },
  'credential-process-failed': { kind: 'credential-process-failed', ...facts },
  'role-refused': { kind: 'role-refused', ...facts },
  'credentials-expired': { kind: 'credentials-expired', ...facts },
  'credentials-invalid': { kind: 'credentials-invalid', ...facts },
  'region-disabled': { kind: 'region-disabled', ...facts },
  'access-denied': { kind: 'access-denied', action: 'cloudtrail:DescribeTrails', ...facts },
  'clock-skewed': { kind: 'clock-skewed', ...facts },
  throttled: { kind: 'throttled', ...facts },
  timeout: { kind: 'timeout', ...facts },
  network: { kind: 'network', ...facts },
  certificate: { kind: 'certificate', ...facts },
  'not-aws': { kind: 'not-aws', ...facts },
  cancelled: { kind: 'cancelled', ...facts },
  'local-error': { kind: 'local-error', ...facts },
  'aws-error': { kind: 'aws-error', name: 'InternalFailure', ...facts },
};

const reasonCodes: Readonly<Record<ReasonCode, true>> = {
  'no-kms-key': true,
  'kms-key-conditional': true,
  'kms-key-not-customer-managed': true,
  'kms-key-not-found': true,
  'kms-key-disabled': true,
  'kms-key-pending-deletion': true,
  'kms-key-unavailable': true,
  'kms-key-unusable': true,
  'kms-key-not-arn': true,
  'kms-key-policy': true,
  'kms-key-policy-open': true,
  'kms-key-describe': true,
  'kms-key-rotation-off': true,
  'kms-key-material-expiring': true,
  'kms-key-other-account': true,
  'kms-key-other-region': true,
  'kms-key-shared': true,
  'delivery-failing': true,
  'not-logging': true,
  'log-file-validation-off': true,
  'bucket-key': true,
  'organization-trail': true,
};

describe('the words', () => {
  it('for every problem are a few and a sentence, and every placeholder has its fact', () => {
    const refusedRoles = ['GetRoleCredentials', 'AssumeRoleWithWebIdentity'].map(operation => ({
      ...problems['role-refused'],
      operation,
    }));
    for (const problem of [...Object.values(problems), ...refusedRoles]) {
      assertBrief(problemInBrief(problem), problem.kind);
      assertSentence(problemInFull(problem), problem.kind);
    }
  });

  it('for a problem of which nothing more is known are complete too', () => {
    for (const kind of Object.keys(problems) as ProblemKind[]) {
      const bare = (kind === 'aws-error' ? { kind, name: 'InternalFailure' } : { kind }) as Problem;
      assertBrief(problemInBrief(bare), kind);
      assertSentence(problemInFull(bare), kind);
      assert.doesNotMatch(inEnglish(problemInFull(bare)), / [.:]|: *$|: *\.| {2}|\bundefined\b/, kind);
    }
  });

  it('for every reason are a few and a sentence', () => {
    for (const code of Object.keys(reasonCodes) as ReasonCode[]) {
      assertBrief(reasonInBrief({ code, weight: 'high' }), code);
      assertSentence(reasonInFull({ code, weight: 'high' }), code);
    }
  });

  it('are those of AWS: nobody says CMK, master key, location or unencrypted', () => {
    const all = [
      ...Object.values(problems).flatMap(problem => [problemInBrief(problem), problemInFull(problem)]),
      ...(Object.keys(reasonCodes) as ReasonCode[]).flatMap(code => [
        reasonInBrief({ code, weight: 'high' }),
        reasonInFull({ code, weight: 'high' }),
      ]),
      ...appearances.map(appearanceInWords),
    ];
    for (const message of all) {
      assert.doesNotMatch(inEnglish(message), /\bCMK\b|master key|\blocation|unencrypted/i);
    }
  });

  it('name who denies, when it is a policy', () => {
    const denied = { kind: 'access-denied', action: 'cloudtrail:UpdateTrail' } as const;
    assert.equal(
      inEnglish(problemInFull({ ...denied, explicitDeny: 'service-control-policy' })),
      'A service control policy of the organization denies cloudtrail:UpdateTrail. Only an administrator of the organization can change that.',
    );
    assert.match(inEnglish(problemInFull({ ...denied, explicitDeny: 'permissions-boundary' })), /boundary/);
    assert.match(inEnglish(problemInFull({ ...denied, explicitDeny: 'other' })), /explicitly denies/);
    assert.match(inEnglish(problemInFull(denied)), /Ask an administrator/);
  });
});

describe('the next step', () => {
  it('exists for every problem, and is a sign-in, a code or a file only where credentials are the matter', () => {
    for (const problem of Object.values(problems)) {
      const [first] = nextSteps(problem);
      assert.ok(first, problem.kind);
      if (first === 'sign-in' || first === 'give-mfa-code' || first === 'open-config') {
        assert.ok(concernsProfile(problem), problem.kind);
      }
    }
  });
});

function assertBrief(message: Message, what: string): void {
  const text = assertFilled(message, what);
  assert.ok(text.length <= 60 && !text.endsWith('.'), `${what}: ${text}`);
}

function assertSentence(message: Message, what: string): void {
  const text = assertFilled(message, what);
  assert.match(text, /^[A-Z].*[^:]$/, what);
  assert.ok(text.length > 15, `${what}: ${text}`);
}

function assertFilled(message: Message, what: string): string {
  const placeholders = new Set([...message.text.matchAll(/\{(\d+)\}/g)].map(([, index]) => Number(index)));
  assert.deepEqual([...placeholders].sort(), Object.keys(message.args).map(Number), what);
  return inEnglish(message);
}
