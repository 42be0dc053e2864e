import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { problemOfCredentials } from '../../../src/aws/credentials/problems.ts';
import { type CallName, problemOfCall } from '../../../src/aws/problems.ts';
import { concernsProfile, nextSteps, type Problem } from '../../../src/core/account/problem.ts';
import { failureOf } from '../../../src/core/remediation/failure.ts';
import { nextActionsFor, type Step } from '../../../src/core/remediation/index.ts';
import { failureInFull } from '../../../src/core/wording/failures.ts';
import { inEnglish } from '../../../src/core/wording/message.ts';
import { problemInBrief, problemInFull } from '../../../src/core/wording/problems.ts';
import { errorsOfGetRoleCredentials, modelledErrors } from './modelledErrors.ts';

/*
 * What is said of each error that AWS's models list for the calls that are made, as one text to be read from end to
 * end: `test/fixtures/aws/errors.txt`. `UPDATE_GOLDENS=1` writes it; whoever does that reads the difference.
 */
const golden = fileURLToPath(new URL('../../fixtures/aws/errors.txt', import.meta.url));
const said = 'What AWS said.';

const writes: ReadonlySet<string> = new Set([
  'UpdateTrail',
  'CreateKey',
  'CreateAlias',
  'EnableKeyRotation',
  'PutKeyPolicy',
  'ScheduleKeyDeletion',
  'CancelKeyDeletion',
  'EnableKey',
  'DisableKey',
  'StartLogging',
  'StopLogging',
]);

const trailArn = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit';
const update: Step = { kind: 'update-trail', trailArn, to: { kind: 'none' } };

describe('The words for an error of AWS', () => {
  const modelled = modelledErrors();

  it('are there for each call that is made', () => {
    const calls = [...new Set(modelled.map(({ call }) => `${call.service} ${call.operation}`))];
    for (const call of [
      'cloudtrail UpdateTrail',
      'kms PutKeyPolicy',
      'sts AssumeRole',
      'account ListRegions',
    ]) {
      assert.ok(calls.includes(call), call);
    }
    assert.ok(modelled.length >= 120, `${modelled.length} pairs of call and error`);
  });

  it('are its own, for every pair of call and error in the models', async () => {
    const without: string[] = [];
    for (const { call, name, thrown } of modelled) {
      const problem = problemOfCall(await thrown(said), call);
      const full = inEnglish(problemInFull(problem));
      if (inEnglish(problemInBrief(problem)).includes(name) || full.startsWith('AWS answered')) {
        without.push(`${call.operation} ${name}: ${full}`);
      }
    }
    assert.deepEqual(without, []);
  });

  it('are the same while reading and while changing', async () => {
    for (const { call, thrown } of modelled) {
      const problem = problemOfCall(await thrown(said), call);
      assert.equal(
        inEnglish(failureInFull(failureOf(problem, update), arn => arn)),
        inEnglish(problemInFull(problem)),
      );
    }
  });

  it('are those that were read and found right', async () => {
    const lines: string[] = [];
    let last = '';
    for (const { call, name, thrown } of modelled) {
      const heading = `${call.service} ${call.operation}`;
      lines.push(...(heading === last ? [] : ['', `# ${heading}`]));
      last = heading;
      lines.push('', ...entry(name, problemOfCall(await thrown(said), call)));
    }
    lines.push('', '# By what AWS says');
    for (const [operation, name, text] of byText) {
      const error = modelled.find(one => one.call.operation === operation && one.name === name);
      assert.ok(error, `${operation} ${name}`);
      lines.push(
        '',
        ...entry(`${operation} ${name}: ${text}`, problemOfCall(await error.thrown(text), error.call)),
      );
    }
    compare(`${lines.slice(1).join('\n')}\n`);
  });

  it('are there for what IAM Identity Center answers when a profile asks it for credentials', () => {
    const words = errorsOfGetRoleCredentials().map(name => {
      const error = { name: 'CredentialsProviderError', message: `${name}: ${said}` };
      const problem = problemOfCredentials(error, 'prod');
      assert.ok(concernsProfile(problem) || problem.kind === 'throttled', name);
      return `${name}: ${inEnglish(problemInFull(problem))} ${nextSteps(problem)[0]}`;
    });
    assert.deepEqual(words, [
      'InvalidRequestException: AWS rejected the request (InvalidRequestException). AWS said: What AWS said. retry',
      'ResourceNotFoundException: IAM Identity Center has no such account or role (ResourceNotFoundException). Check sso_account_id and sso_role_name in the configuration file. open-config',
      'TooManyRequestsException: AWS is throttling requests. Wait a moment and try again. retry',
      'UnauthorizedException: The IAM Identity Center session of this profile has expired or was never started. Sign in. sign-in',
    ]);
  });

  it('are there for the errors that every service has', () => {
    for (const name of common) {
      const call: CallName = { service: 'kms', operation: 'DescribeKey', region: 'eu-west-1' };
      const problem = problemOfCall({ name, message: said, $fault: 'client' }, call);
      assert.doesNotMatch(inEnglish(problemInFull(problem)), /^AWS answered/, name);
    }
  });

  it('quote AWS for a name that is on no list', () => {
    const call = { service: 'kms', operation: 'DescribeKey', region: 'eu-west-1' };
    const problem = problemOfCall({ name: 'NewException', message: said, $fault: 'client' }, call);
    assert.equal(inEnglish(problemInFull(problem)), 'AWS answered NewException: What AWS said.');
    assert.equal(inEnglish(problemInBrief(problem)), 'NewException');
  });
});

/** Where what AWS says decides. */
const byText: readonly (readonly [string, string, string])[] = [
  ...['CreateKey', 'PutKeyPolicy'].map(
    operation =>
      [
        operation,
        'MalformedPolicyDocumentException',
        'The new key policy will not allow you to update the key policy in the future.',
      ] as const,
  ),
  ...['GetTrail', 'GetTrailStatus', 'StartLogging', 'StopLogging', 'UpdateTrail'].map(
    operation =>
      [
        operation,
        'CloudTrailARNInvalidException',
        'AccountID in ARN is wrong, you can only access resources with AccountID 444455556666.',
      ] as const,
  ),
];

/** API References of CloudTrail, KMS, EC2 and S3, "Common Errors". */
const common = [
  'AccessDeniedException',
  'AuthFailure',
  'ExpiredTokenException',
  'IncompleteSignature',
  'InternalError',
  'InternalFailure',
  'InvalidAction',
  'InvalidClientTokenId',
  'InvalidParameterCombination',
  'InvalidParameterValue',
  'InvalidQueryParameter',
  'MalformedHttpRequestException',
  'MalformedQueryString',
  'MissingAction',
  'MissingAuthenticationToken',
  'MissingParameter',
  'NoSuchBucket',
  'NotAuthorized',
  'OptInRequired',
  'RequestAbortedException',
  'RequestEntityTooLargeException',
  'RequestExpired',
  'RequestLimitExceeded',
  'RequestTimeoutException',
  'SerializationException',
  'ServiceUnavailable',
  'SlowDown',
  'ThrottlingException',
  'Unavailable',
  'UnauthorizedOperation',
  'UnknownOperationException',
  'UnrecognizedClientException',
  'ValidationError',
  'ValidationException',
];

function entry(name: string, problem: Problem): string[] {
  const steps = writes.has(problem.operation ?? '')
    ? nextActionsFor(failureOf(problem, update))
    : nextSteps(problem);
  return [
    name,
    `  ${inEnglish(problemInBrief(problem))}`,
    `  ${inEnglish(problemInFull(problem))}`,
    `  next: ${steps.join(', ')}`,
  ];
}

function compare(text: string): void {
  if (process.env['UPDATE_GOLDENS'] === '1') {
    mkdirSync(dirname(golden), { recursive: true });
    writeFileSync(golden, text);
  }
  assert.equal(text, existsSync(golden) ? readFileSync(golden, 'utf8') : '');
}
