import assert from 'node:assert/strict';
import type { OpenAccount } from '../../../src/aws/index.ts';
import { problemOfCall } from '../../../src/aws/problems.ts';
import { nextSteps, type Problem } from '../../../src/core/account/problem.ts';
import { inEnglish } from '../../../src/core/wording/message.ts';
import { problemInFull } from '../../../src/core/wording/problems.ts';
import type { Failure } from '../../emulator/index.ts';
import { until } from '../until.ts';
import { Bench, never, problemFrom, staticKeys } from './bench.ts';

const call = { service: 'cloudtrail', operation: 'DescribeTrails', region: 'eu-west-1' };

describe('A call that fails', () => {
  let bench: Bench;
  let account: OpenAccount;

  before(async () => {
    bench = await Bench.start();
    await bench.config(`[profile a]\nendpoint_url = $URL\n${staticKeys}\n`);
    account = await bench.open('a');
  });

  afterEach(() => bench.emulator.faults.clear());

  after(() => bench.stop());

  const cases: readonly (readonly [string, Failure, Partial<Problem>])[] = [
    [
      'lacks a permission',
      { kind: 'denied' },
      { kind: 'access-denied', action: 'cloudtrail:DescribeTrails' },
    ],
    [
      'is denied by the organization',
      { kind: 'denied', why: 'service control policy' },
      {
        kind: 'access-denied',
        action: 'cloudtrail:DescribeTrails',
        explicitDeny: 'service-control-policy',
      },
    ],
    [
      'lies outside a permissions boundary',
      { kind: 'denied', why: 'permissions boundary' },
      { kind: 'access-denied', action: 'cloudtrail:DescribeTrails', explicitDeny: 'permissions-boundary' },
    ],
    ['has an expired token', { kind: 'expired token' }, { kind: 'credentials-expired' }],
    ['is throttled', { kind: 'throttled' }, { kind: 'throttled' }],
    ['is answered by a proxy', { kind: 'proxy page' }, { kind: 'not-aws' }],
    ['is answered by a proxy with an error', { kind: 'proxy page', status: 407 }, { kind: 'not-aws' }],
    ['is answered with garbage', { kind: 'garbage' }, { kind: 'not-aws' }],
    ['is dropped', { kind: 'dropped' }, { kind: 'network' }],
    [
      'has an error of its own',
      { kind: 'error', code: 'OperationNotPermittedException', message: 'No.' },
      { kind: 'aws-error', name: 'OperationNotPermittedException', detail: 'No.' },
    ],
    [
      'has an error of its own that tells what somebody else may not do',
      {
        kind: 'error',
        code: 'InvalidCloudWatchLogsRoleArnException',
        message: 'The role is not authorized to perform: logs:CreateLogStream',
      },
      { kind: 'aws-error', name: 'InvalidCloudWatchLogsRoleArnException' },
    ],
    [
      'is denied under a name that nobody knows',
      {
        kind: 'error',
        code: 'SomethingNewException',
        message: 'User: anna is not authorized to perform: cloudtrail:DescribeTrails',
      },
      { kind: 'access-denied', action: 'cloudtrail:DescribeTrails' },
    ],
  ];
  for (const [what, fails, expected] of cases) {
    it(what, async () => {
      bench.emulator.faults.add({ operation: 'DescribeTrails', fails });
      const { detail, requestId, ...problem } = await problemFrom(
        account.trails.inRegion('eu-west-1', never),
      );
      const { detail: expectedDetail = detail, ...rest } = expected;
      assert.deepEqual({ ...problem, detail }, { ...call, ...rest, detail: expectedDetail });
      if (!['not-aws', 'network'].includes(problem.kind)) {
        assert.match(requestId ?? '', /^[\w-]{36}$/);
      }
    });
  }

  it('is tried three times where AWS says so', async () => {
    bench.emulator.calls.clear();
    bench.emulator.faults.add({ operation: 'DescribeTrails', times: 2, fails: { kind: 'throttled' } });
    assert.deepEqual(await account.trails.inRegion('eu-west-1', never), []);
    assert.equal(bench.emulator.calls.count({ operation: 'DescribeTrails' }), 3);
    assert.equal(bench.calls.at(-1)?.attempts, 3);
  });

  it('is tried once where trying again cannot help', async () => {
    bench.emulator.calls.clear();
    bench.emulator.faults.add({ operation: 'DescribeTrails', fails: { kind: 'denied' } });
    await problemFrom(account.trails.inRegion('eu-west-1', never));
    assert.equal(bench.emulator.calls.count({ operation: 'DescribeTrails' }), 1);
  });

  it('is not an answer of AWS when it goes on without an end, and is given up', async () => {
    bench.emulator.faults.add({ operation: 'DescribeTrails', fails: { kind: 'endless' } });
    assert.deepEqual(await problemFrom(account.trails.inRegion('eu-west-1', never)), {
      kind: 'not-aws',
      ...call,
      detail: 'The answer was not one of AWS (HTTP 200).',
    });
  });

  it('ends at once when it is cancelled, and when the account is closed', async () => {
    const { calls, faults } = bench.emulator;
    calls.clear();
    faults.add({ operation: 'DescribeTrails', fails: { kind: 'hang' } });
    const controller = new AbortController();
    const cancelled = problemFrom(account.trails.inRegion('eu-west-1', controller.signal));
    await until(() => calls.count({ operation: 'DescribeTrails' }) === 1);
    controller.abort();
    assert.deepEqual(await cancelled, { kind: 'cancelled', ...call });
    assert.deepEqual(await problemFrom(account.trails.inRegion('eu-west-1', controller.signal)), {
      kind: 'cancelled',
      ...call,
    });
    const other = await bench.open('a');
    const closed = problemFrom(other.trails.inRegion('eu-west-1', never));
    await until(() => calls.count({ operation: 'DescribeTrails' }) === 2);
    other.dispose();
    assert.equal((await closed).kind, 'cancelled');
    assert.equal((await problemFrom(other.trails.inRegion('eu-west-1', never))).kind, 'cancelled');
  });

  it('succeeds by itself where only the clock is off', async () => {
    bench.emulator.world.clock.advance(3_600_000);
    try {
      const fresh = await bench.open('a');
      assert.deepEqual(await fresh.trails.inRegion('us-east-2', never), []);
      assert.equal(bench.calls.at(-1)?.attempts, 2);
    } finally {
      bench.emulator.world.clock.advance(-3_600_000);
    }
  });

  it('is not made twice where the clock is known to be off, by whoever made the last one', async () => {
    bench.emulator.world.clock.advance(3_600_000);
    try {
      const { accounts } = bench;
      await (await bench.open('a', accounts)).identity(never);
      bench.calls.length = 0;
      const fresh = await bench.open('a', accounts);
      await fresh.trails.inRegion('us-east-2', never);
      await fresh.keys.listAliases('eu-west-1', never)[Symbol.asyncIterator]().next();
      await fresh.organization.aggregators('eu-west-1', never);
      assert.deepEqual(
        bench.calls.map(({ operation, attempts }) => [operation, attempts]),
        [
          ['DescribeTrails', 1],
          ['ListAliases', 1],
          ['DescribeConfigurationAggregators', 1],
        ],
      );
    } finally {
      bench.emulator.world.clock.advance(-3_600_000);
    }
  });

  it('asks a Region that is not enabled', async () => {
    assert.equal(
      (await problemFrom(account.trails.inRegion('ap-east-1', never))).kind,
      'credentials-invalid',
    );
  });

  it('is told of without a secret', async () => {
    bench.emulator.faults.add({
      operation: 'DescribeTrails',
      fails: { kind: 'error', code: 'Odd', message: 'You sent secret-of-AKIAEXAMPLE000000001.' },
    });
    const problem = await problemFrom(account.trails.inRegion('eu-west-1', never));
    assert.equal(problem.detail, 'You sent [removed].');
    assert.doesNotMatch(JSON.stringify(bench.calls), /secret-of/);
  });

  it('is the fault of the file where the SDK does not take its Region: AWS is not asked', async () => {
    bench.emulator.calls.clear();
    await bench.config(`[profile quoted]\nregion = "eu-west-1"\nendpoint_url = $URL\n${staticKeys}\n`);
    const problem = await problemFrom(bench.accountOf('quoted'));
    assert.equal(nextSteps(problem)[0], 'open-config');
    assert.doesNotMatch(inEnglish(problemInFull(problem)), /AWS answered|AWS said/);
    assert.equal(bench.emulator.calls.count({}), 0);
  });

  it('finds nobody at the address', async () => {
    await bench.config(`[profile gone]\nendpoint_url = http://127.0.0.1:1\n${staticKeys}\n`);
    const problem = await problemFrom(bench.accountOf('gone'));
    assert.equal(problem.kind, 'network');
    assert.match(problem.detail ?? '', /^ECONNREFUSED/);
  });
});

describe('An error', () => {
  const cases: readonly (readonly [object, Problem['kind']])[] = [
    [{ name: 'Error', code: 'ENOTFOUND', message: 'getaddrinfo ENOTFOUND x' }, 'network'],
    [{ name: 'TimeoutError', code: 'ECONNRESET', message: 'socket hang up' }, 'network'],
    [{ name: 'Error', code: 'EPIPE' }, 'network'],
    [{ name: 'TimeoutError', message: 'Connection timed out' }, 'timeout'],
    [{ name: 'TimeoutError', code: 'ETIMEDOUT' }, 'timeout'],
    [{ name: 'RequestTimeout' }, 'timeout'],
    [{ name: 'Error', code: 'SELF_SIGNED_CERT_IN_CHAIN' }, 'certificate'],
    [{ name: 'Error', code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' }, 'certificate'],
    [{ name: 'Error', code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'certificate'],
    [{ name: 'Error', code: 'CERT_HAS_EXPIRED' }, 'certificate'],
    [{ name: 'SyntaxError', message: 'Unexpected token <' }, 'not-aws'],
    [{ name: 'Error', message: '@aws-sdk XML parse error: no root element.' }, 'not-aws'],
    [{ name: 'Unknown', $response: { statusCode: 302, headers: { location: 'https://login' } } }, 'not-aws'],
    [{ name: 'AbortError' }, 'cancelled'],
    [{ name: 'ExpiredToken' }, 'credentials-expired'],
    [{ name: 'ExpiredTokenException' }, 'credentials-expired'],
    [{ name: 'TokenRefreshRequired' }, 'credentials-expired'],
    [{ name: 'UnrecognizedClientException' }, 'credentials-invalid'],
    [{ name: 'InvalidClientTokenId' }, 'credentials-invalid'],
    [{ name: 'InvalidAccessKeyId' }, 'credentials-invalid'],
    [
      { name: 'SignatureDoesNotMatch', message: 'The request signature we calculated does not match' },
      'credentials-invalid',
    ],
    [
      { name: 'InvalidSignatureException', message: 'Signature expired: 2024 is now earlier than 2025' },
      'clock-skewed',
    ],
    [{ name: 'InvalidSignatureException', message: 'Signature not yet current' }, 'clock-skewed'],
    [{ name: 'RequestTimeTooSkewed' }, 'clock-skewed'],
    [{ name: 'RegionDisabledException' }, 'region-disabled'],
    [{ name: 'OptInRequired' }, 'region-disabled'],
    [{ name: 'ThrottlingException' }, 'throttled'],
    [{ name: 'TooManyRequestsException' }, 'throttled'],
    [{ name: 'SlowDown' }, 'throttled'],
    [{ name: 'Odd', $metadata: { httpStatusCode: 429, requestId: 'r' } }, 'throttled'],
    [
      { name: 'UnauthorizedOperation', message: 'You are not authorized to perform this operation.' },
      'access-denied',
    ],
    [{ name: 'Unknown', $metadata: { httpStatusCode: 403, requestId: 'r' } }, 'access-denied'],
    [{ name: 'LimitExceededException' }, 'aws-error'],
    [{ name: 'Error', code: 'HPE_INVALID_CONSTANT', message: 'Parse Error: Expected HTTP/' }, 'not-aws'],
    [
      { name: 'TypeError', message: 'output.x is undefined', $response: { statusCode: 200, headers: {} } },
      'not-aws',
    ],
    // What the SDK says before anything is sent is not AWS's word.
    [new Error('Region is missing'), 'profile-incomplete'],
    [
      new Error('Region not accepted: region=""eu-west-1"" is not a valid hostname component.'),
      'profile-incomplete',
    ],
    [{ name: 'EndpointError', message: 'Invalid Configuration: FIPS is not supported' }, 'local-error'],
    [new TypeError('x is not a function'), 'local-error'],
    [{ name: 'ProviderError', message: 'no value' }, 'local-error'],
  ];
  for (const [error, kind] of cases) {
    it(`${error instanceof Error ? String(error) : JSON.stringify(error)} is ${kind}`, () => {
      assert.equal(problemOfCall(error, call).kind, kind);
    });
  }

  it('without a name is told by its status, and no word of the SDK is AWS’s', () => {
    const words = (status: number) => {
      const $metadata = { httpStatusCode: status, requestId: 'r' };
      return inEnglish(
        problemInFull(problemOfCall({ name: 'Unknown', message: 'UnknownError', $metadata }, call)),
      );
    };
    assert.equal(words(503), 'AWS reported an internal error (HTTP 503). Try again in a moment.');
    assert.equal(words(400), 'AWS answered HTTP 400.');
    assert.equal(
      inEnglish(
        problemInFull(
          problemOfCall(
            { name: 'InvalidParameterException', message: 'UnknownError', $fault: 'client' },
            call,
          ),
        ),
      ),
      'AWS rejected the request (InvalidParameterException).',
    );
  });

  it('about an expired token is one of the web identity where that is what was sent', () => {
    const assuming = { service: 'sts', operation: 'AssumeRoleWithWebIdentity', region: 'us-east-1' };
    const { kind } = problemOfCall({ name: 'ExpiredTokenException', $fault: 'client' }, assuming);
    assert.equal(kind, 'aws-error');
  });

  it('names the action of IAM, which is not always the operation', () => {
    const denied = { name: 'Forbidden', $metadata: { httpStatusCode: 403, requestId: 'r' } };
    const problem = problemOfCall(denied, { service: 's3', operation: 'HeadBucket', region: 'us-east-1' });
    assert.deepEqual(problem, {
      kind: 'access-denied',
      action: 's3:ListBucket',
      service: 's3',
      operation: 'HeadBucket',
      region: 'us-east-1',
      requestId: 'r',
    });
  });

  it('that is none becomes a problem too', () => {
    assert.deepEqual(problemOfCall('odd', call), {
      kind: 'local-error',
      ...call,
      detail: 'odd',
    });
  });
});
