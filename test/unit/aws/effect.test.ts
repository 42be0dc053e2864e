import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { changedNothing } from '../../../src/aws/effect.ts';
import type { OpenAccount } from '../../../src/aws/index.ts';
import type { Problem } from '../../../src/core/account/problem.ts';
import { known } from '../../../src/core/trail/fact.ts';
import type { Failure, Key, Seed } from '../../emulator/index.ts';
import { accountId, Bench, keyId, never, problemFrom, staticKeys } from './bench.ts';

const arn = `arn:aws:cloudtrail:eu-west-1:${accountId}:trail/audit`;
let key: Key;

const seed: Seed = world => {
  const account = world.account(accountId, { accessKeys: [keyId] });
  account.bucket('logs', 'eu-west-1');
  key = account.key('eu-west-1', 'alias/cloudtrail');
  account.trail('audit', { home: 'eu-west-1', bucket: 'logs' });
};

/** Every way in which the six calls change something. */
const writes: readonly (readonly [string, (account: OpenAccount) => Promise<unknown>])[] = [
  ['UpdateTrail', account => account.trails.setKey(arn, key.arn)],
  ['PutKeyPolicy', account => account.keys.putPolicy(key.arn, key.policy)],
  [
    'CreateKey',
    account =>
      account.keys.create({ region: 'eu-west-1', policy: key.policy, description: '', multiRegion: false }),
  ],
  ['CreateAlias', account => account.keys.createAlias('alias/new', key.arn)],
  ['EnableKeyRotation', account => account.keys.enableRotation(key.arn)],
  ['ScheduleKeyDeletion', account => account.keys.scheduleDeletion(key.arn, 7)],
];

const json = 'application/x-amz-json-1.1';

/** What stands before AWS, or broke in it, and says nothing of the effect. */
const unknown: readonly Failure[] = [
  ...[500, 502, 503, 504].flatMap(status =>
    [
      '',
      '{}',
      'upstream timed out',
      '{"__type":"SomethingNewException"}',
      '{"__type":"AccessDeniedException"}',
    ].map((body): Failure => ({ kind: 'other answer', status, body, takesEffect: 'before' })),
  ),
  ...['', '{}', 'no', '<html></html>', '{"message":"Forbidden"}'].map(
    (body): Failure => ({
      kind: 'other answer',
      status: 403,
      body,
      contentType: 'text/plain',
      takesEffect: 'before',
    }),
  ),
  {
    kind: 'other answer',
    status: 407,
    body: '{"__type":"SomethingNew"}',
    contentType: json,
    takesEffect: 'before',
  },
  {
    kind: 'other answer',
    status: 408,
    body: '{"__type":"RequestTimeout"}',
    contentType: json,
    takesEffect: 'before',
  },
  { kind: 'error', code: 'SomethingNewException', status: 408 },
  { kind: 'error', code: 'KMSInternalException', status: 500 },
  { kind: 'error', code: 'DependencyTimeoutException', status: 400 },
  { kind: 'error', code: 'ServiceUnavailable', status: 503 },
  { kind: 'garbage' },
  { kind: 'dropped' },
  { kind: 'answer lost' },
  { kind: 'proxy page', status: 200 },
  { kind: 'proxy page', status: 407 },
  { kind: 'proxy page', status: 502 },
];

const refused: readonly Failure[] = [
  { kind: 'error', code: 'ConflictException' },
  { kind: 'error', code: 'SomethingNewException' },
  { kind: 'error', code: 'NotFoundException', status: 404 },
  { kind: 'throttled' },
  { kind: 'denied' },
  { kind: 'expired token' },
];

describe('Whether a call that failed changed nothing', () => {
  let bench: Bench;
  let account: OpenAccount;

  beforeEach(async () => {
    bench = await Bench.start(seed);
    await bench.config(`[profile a]\nendpoint_url = $URL\nregion = us-east-1\n${staticKeys}\n`);
    account = await bench.open('a');
  });

  afterEach(() => bench.stop());

  const problemsOf = async (
    operation: string,
    write: (account: OpenAccount) => Promise<unknown>,
    fails: Failure,
  ) => {
    const off = bench.emulator.faults.add({ operation, fails });
    const problem = await problemFrom(write(account));
    off();
    return problem;
  };

  for (const [operation, write] of writes) {
    it(`is known of ${operation} only where AWS refused it by name`, async () => {
      for (const fails of unknown) {
        const problem = await problemsOf(operation, write, fails);
        assert.equal(problem.effect, undefined, `${JSON.stringify(fails)} ${JSON.stringify(problem)}`);
      }
      for (const fails of refused) {
        const problem = await problemsOf(operation, write, fails);
        assert.equal(problem.effect, 'none', `${JSON.stringify(fails)} ${JSON.stringify(problem)}`);
      }
    });
  }

  it('is not known of a success without the members that belong to it', async () => {
    for (const [operation, write] of writes) {
      const off = bench.emulator.faults.add({
        operation,
        fails: { kind: 'other answer', status: 200, body: '{}', takesEffect: 'never' },
      });
      if (operation === 'UpdateTrail' || operation === 'CreateKey') {
        const problem = await problemFrom(write(account));
        assert.deepEqual([problem.kind, problem.effect], ['not-aws', undefined]);
      } else {
        // They answer with nothing: that there is no request id tells that somebody else may have answered.
        assert.deepEqual(await write(account), {});
      }
      off();
    }
    const body = JSON.stringify({ TrailARN: arn, KmsKeyId: key.arn });
    bench.emulator.faults.add({
      operation: 'UpdateTrail',
      fails: { kind: 'other answer', status: 200, body, takesEffect: 'never' },
    });
    assert.equal((await problemFrom(account.trails.setKey(arn, ''))).kind, 'not-aws');
    assert.deepEqual(await account.trails.setKey(arn, key.arn), {});
  });

  it('concludes nothing from what is read of somebody else', async () => {
    const reads: readonly (readonly [string, () => Promise<unknown>])[] = [
      ['DescribeTrails', () => account.trails.inRegion('eu-west-1', never)],
      ['GetTrail', () => account.trails.get(arn, never)],
      ['DescribeKey', () => account.keys.describe(key.arn, never)],
      ['GetKeyPolicy', () => account.keys.policy(key.arn, never)],
      ['GetKeyRotationStatus', () => account.keys.rotation(key.arn, never)],
      ['ListAliases', () => account.keys.aliases(key.arn, never)],
      ['ListKeys', () => account.keys.list('eu-west-1', never)[Symbol.asyncIterator]().next()],
      ['ListAliases', () => account.keys.listAliases('eu-west-1', never)[Symbol.asyncIterator]().next()],
    ];
    for (const [operation, read] of reads) {
      bench.emulator.faults.clear();
      bench.emulator.faults.add({
        operation,
        fails: { kind: 'other answer', status: 200, body: '{}', takesEffect: 'never' },
      });
      assert.equal((await problemFrom(read())).kind, 'not-aws', operation);
    }
  });

  it('concludes nothing of status, Regions and Bucket Key from what is read of somebody else', async () => {
    const [trail] = await account.trails.inRegion('eu-west-1', never);
    assert.ok(trail);
    for (const operation of ['GetTrailStatus', 'ListRegions', 'DescribeRegions', 'GetBucketEncryption']) {
      const body =
        operation === 'DescribeRegions'
          ? '<DescribeRegionsResponse/>'
          : operation === 'GetBucketEncryption'
            ? ''
            : '{}';
      bench.emulator.faults.add({
        operation,
        fails: { kind: 'other answer', status: 200, body, takesEffect: 'never' },
      });
    }
    assert.equal((await problemFrom(account.trails.status(trail, never))).kind, 'not-aws');
    const { names, source } = await account.regions(never);
    assert.deepEqual([source.kind, names.includes('eu-west-1')], ['default', true]);
    const { region, bucketKey } = await account.buckets.facts('logs', never);
    assert.deepEqual([region, bucketKey], [known('eu-west-1'), { kind: 'unknown', cause: 'failed' }]);
  });

  it('is known where nothing was ever sent', async () => {
    const closed = await closedPort();
    const cases: readonly (readonly [string, Problem['kind']])[] = [
      [`endpoint_url = http://127.0.0.1:${closed}\n${staticKeys}`, 'network'],
      [`endpoint_url = http://nowhere.invalid\n${staticKeys}`, 'network'],
      [
        `endpoint_url = ${bench.emulator.url}\ncredential_process = ${await bench.program('process.exit(1)')}`,
        'credential-process-failed',
      ],
    ];
    for (const [settings, kind] of cases) {
      await bench.config(`[profile b]\nregion = us-east-1\n${settings}\n`);
      const other = await bench.open('b');
      const problem = await problemFrom(other.trails.setKey(arn, key.arn));
      assert.deepEqual([problem.kind, problem.effect], [kind, 'none']);
    }
    account.dispose();
    const problem = await problemFrom(account.trails.setKey(arn, key.arn));
    assert.deepEqual([problem.kind, problem.effect], ['cancelled', 'none']);
  });

  it('is known where the certificate was not trusted, and where every address of a name refused', () => {
    const failed = (code: string, more: object = {}) => Object.assign(new Error(code), { code, ...more });
    assert.equal(changedNothing(failed('SELF_SIGNED_CERT_IN_CHAIN')), true);
    assert.equal(
      changedNothing(failed('EHOSTUNREACH', { errors: [failed('EHOSTUNREACH', { syscall: 'connect' })] })),
      true,
    );
    assert.equal(changedNothing(failed('ECONNRESET', { syscall: 'read' })), false);
    assert.equal(changedNothing(new TypeError('x is not a function')), false);
  });
});

/** A port that nobody listens on. */
function closedPort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { readonly port: number };
      server.close(() => resolve(port));
    });
  });
}
