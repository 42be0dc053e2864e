import fc from 'fast-check';
import type { Repair } from '../../../src/core/account/repairs.ts';
import type { Breakage, Reached } from '../wire/breakage.ts';

/** A change of trails on a bad day. */
export interface Scenario {
  readonly trails: readonly string[];
  readonly key: KeyWish;
  /** What breaks: the `nth` request of an operation, `times` in a row. */
  readonly breaks: readonly Break[];
  /** Somebody else's change, between review and confirmation, or just before a step begins. */
  readonly others: readonly Other[];
  /** Looks that CloudTrail takes before it knows a new key or policy. */
  readonly seenAfter: number;
  /** The window is gone at this record of the journal. */
  readonly crashAt: number | undefined;
  /** What a person does next. */
  readonly next: readonly ('undo' | 'finish')[];
}

export type KeyWish =
  | { readonly kind: 'ready' }
  | { readonly kind: 'extended' }
  | { readonly kind: 'new'; readonly rotation: boolean; readonly multiRegion: boolean }
  /** No other key: the trails that need it are put back to work. */
  | { readonly kind: 'repair'; readonly repair: Repair };

export interface Break {
  readonly operation: string;
  readonly nth: number;
  readonly times: number;
  readonly how: Breakage;
}

export interface Other {
  readonly when: 'reviewed' | number;
  readonly what:
    | { readonly kind: 'trail-key'; readonly trail: string; readonly key: string | null }
    | { readonly kind: 'trail-bucket'; readonly trail: string; readonly bucket: string }
    | { readonly kind: 'stop-logging'; readonly trail: string }
    | { readonly kind: 'key-policy'; readonly key: string }
    | { readonly kind: 'disable-key'; readonly key: string }
    | { readonly kind: 'name-key'; readonly key: string; readonly alias: string }
    | { readonly kind: 'delete-trail'; readonly trail: string };
}

export const trailNames = ['audit', 'keyed', 'far'] as const;

const reached: fc.Arbitrary<Reached> = fc.oneof(
  fc.constantFrom<Reached>('never', 'at once'),
  fc.record({ later: fc.nat(8) }),
);

const answers = fc.constantFrom(
  { type: 'text/html', body: '<html><body><h1>Gateway</h1></body></html>' },
  { type: 'text/plain', body: 'upstream connect error' },
  { type: 'application/json', body: '' },
  { type: 'application/x-amz-json-1.1', body: '' },
  { type: 'application/x-amz-json-1.1', body: '{}' },
  { type: 'application/x-amz-json-1.1', body: '{"message":null}' },
  { type: 'application/x-amz-json-1.1', body: '{"__type":"SomethingNew","message":"?"}' },
  { type: 'application/x-amz-json-1.1', body: '{"__type":"InternalFailure"}' },
  { type: 'application/x-amz-json-1.1', body: '[]' },
  { type: 'application/x-amz-json-1.1', body: 'null' },
  { type: 'application/x-amz-json-1.1', body: '{"Trail":{}}' },
);

const breakage: fc.Arbitrary<Breakage> = fc.oneof(
  fc.record({ kind: fc.constant('dropped' as const), reached }),
  fc.record({
    kind: fc.constant('cut' as const),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    honest: fc.boolean(),
  }),
  fc
    .record({ status: fc.constantFrom(200, 204, 301, 407, 500, 502, 503, 504), answer: answers, reached })
    .map(({ status, answer, reached }) => ({ kind: 'replaced' as const, status, ...answer, reached })),
);

const operations = [
  'GetCallerIdentity',
  'GetTrail',
  'GetTrailStatus',
  'UpdateTrail',
  'DescribeTrails',
  'ListAliases',
  'ListKeys',
  'DescribeKey',
  'GetKeyPolicy',
  'PutKeyPolicy',
  'CreateKey',
  'CreateAlias',
  'EnableKeyRotation',
  'GetKeyRotationStatus',
  'ScheduleKeyDeletion',
  'CancelKeyDeletion',
  'EnableKey',
  'DisableKey',
  'StartLogging',
  'StopLogging',
] as const;

const writes = operations.filter(name =>
  /^(?:Update|Put|Create|Enable|Disable|Schedule|Cancel|Start|Stop)/.test(name),
);

const oneBreak: fc.Arbitrary<Break> = fc.record({
  operation: fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...writes) },
    { weight: 1, arbitrary: fc.constantFrom(...operations) },
  ),
  nth: fc.nat(3),
  times: fc.constantFrom(1, 1, 1, 2, 3, 20),
  how: breakage,
});

const trailName = fc.constantFrom(...trailNames);

const other: fc.Arbitrary<Other> = fc.record({
  when: fc.oneof(fc.constant('reviewed' as const), fc.nat(6)),
  what: fc.oneof(
    fc.record({
      kind: fc.constant('trail-bucket' as const),
      trail: trailName,
      bucket: fc.constantFrom('plain-logs', 'keyed-logs'),
    }),
    fc.record({ kind: fc.constant('stop-logging' as const), trail: trailName }),
    fc.record({
      kind: fc.constant('name-key' as const),
      key: fc.constant('alias/ready'),
      alias: fc.constant('alias/plan-1'),
    }),
    fc.record({
      kind: fc.constant('trail-key' as const),
      trail: trailName,
      key: fc.constantFrom('alias/ready', 'alias/narrow', 'alias/off', null),
    }),
    fc.record({ kind: fc.constant('key-policy' as const), key: fc.constantFrom('alias/app', 'alias/ready') }),
    fc.record({
      kind: fc.constant('disable-key' as const),
      key: fc.constantFrom('alias/app', 'alias/ready', 'alias/off'),
    }),
    fc.record({ kind: fc.constant('delete-trail' as const), trail: trailName }),
  ),
});

export const scenario: fc.Arbitrary<Scenario> = fc.record({
  trails: fc.uniqueArray(trailName, { minLength: 1, maxLength: 3 }),
  key: fc.oneof(
    fc.record({ kind: fc.constant('ready' as const) }),
    fc.record({ kind: fc.constant('extended' as const) }),
    fc.record({ kind: fc.constant('new' as const), rotation: fc.boolean(), multiRegion: fc.boolean() }),
    fc.record({
      kind: fc.constant('repair' as const),
      repair: fc.constantFrom<Repair>('enable-key', 'cancel-deletion', 'start-logging'),
    }),
  ),
  breaks: fc.array(oneBreak, { maxLength: 3 }),
  others: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(other, { minLength: 1, maxLength: 2 }) },
  ),
  seenAfter: fc.nat(3),
  crashAt: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.nat(16) }),
  next: fc.array(fc.constantFrom('undo' as const, 'finish' as const), { maxLength: 2 }),
});
