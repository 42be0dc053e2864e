import { accountOfArn, keyIdIn, readKmsArn, regionOfArn, trailNameIn } from '../../trail/arn.ts';
import { known, unknown } from '../../trail/fact.ts';
import { type KeyState, keyStates } from '../../trail/key.ts';
import { isRegionName } from '../../trail/region.ts';
import { rotationIn, unreadKey } from '../keyDetails.ts';
import type { KeyMetadata } from '../ports.ts';
import { ProblemError } from '../problem.ts';
import type { KeyDetails } from '../state.ts';
import type { LiveTrail } from '../trail.ts';
import { isTrailArn } from './expressions.ts';

/** A trail as one account and Region recorded it. */
export interface TrailRecord {
  readonly trail: LiveTrail;
  /** The account that recorded it: of an organization trail, any member. */
  readonly account: string;
  /** In milliseconds since 1970; absent if AWS Config does not say. */
  readonly recordedAt?: number;
}

type Row = Readonly<Record<string, unknown>>;

/** A row of a result, as an object. Throws `ProblemError` for what is none: nothing may be concluded from it. */
function readRow(text: string): Row {
  let row: unknown;
  try {
    row = JSON.parse(text);
  } catch {
    row = undefined;
  }
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    throw nonsense('a result is not an object');
  }
  return row as Row;
}

/**
 * A trail; undefined for an item that is not about a trail that CloudTrail could have created. Throws `ProblemError`.
 */
export function readTrailRecord(text: string): TrailRecord | undefined {
  const row = readRow(text);
  const arn = textIn(row, 'configuration.trailARN') ?? textIn(row, 'arn');
  const account = textIn(row, 'accountId');
  const readFrom = textIn(row, 'awsRegion');
  if (arn === undefined || account === undefined || readFrom === undefined) {
    throw nonsense('a recorded trail has no ARN, account or Region');
  }
  if (!isTrailArn(arn)) {
    return undefined;
  }
  const region = regionOfArn(arn) ?? '';
  const kmsKeyId = textIn(row, 'configuration.kmsKeyId');
  const prefix = textIn(row, 'configuration.s3KeyPrefix');
  const topicArn = textIn(row, 'configuration.snsTopicARN');
  const logGroupArn = textIn(row, 'configuration.cloudWatchLogsLogGroupArn');
  const recordedAt = timeIn(row, 'configurationItemCaptureTime');
  return {
    account,
    ...(recordedAt !== undefined && { recordedAt }),
    trail: {
      arn,
      name: textIn(row, 'configuration.name') ?? trailNameIn(arn),
      homeRegion: textIn(row, 'configuration.homeRegion') ?? region,
      readFrom,
      ...(kmsKeyId && { kmsKeyId }),
      bucket: textIn(row, 'configuration.s3BucketName') ?? '',
      ...(prefix && { prefix }),
      multiRegion: flagIn(row, 'configuration.isMultiRegionTrail') ?? false,
      organization: flagIn(row, 'configuration.isOrganizationTrail') ?? false,
      logFileValidation: flagIn(row, 'configuration.logFileValidationEnabled') ?? true,
      ...(topicArn && { topicArn }),
      ...(logGroupArn && { logGroupArn }),
    },
  };
}

/** The better of two items of one trail: of its home Region, then of the account that owns it, then the newer. */
export function preferred(left: TrailRecord, right: TrailRecord): TrailRecord {
  const rank = ({ trail, account }: TrailRecord) =>
    (trail.readFrom === trail.homeRegion ? 2 : 0) + (accountOfArn(trail.arn) === account ? 1 : 0);
  const difference = rank(left) - rank(right) || (left.recordedAt ?? 0) - (right.recordedAt ?? 0);
  return difference >= 0 ? left : right;
}

/** A key; undefined for an item that is about none. Throws `ProblemError`. */
export function readKeyRecord(text: string): KeyDetails | undefined {
  const row = readRow(text);
  const arn = textIn(row, 'configuration.arn') ?? textIn(row, 'arn');
  const state = keyStates.find(one => one === textIn(row, 'configuration.keyState'));
  if (arn === undefined || readKmsArn(arn)?.names !== 'key') {
    return undefined;
  }
  const notRecorded = unknown('not-recorded');
  const rotation = flagIn(row, 'supplementaryConfiguration.KeyRotationStatus');
  const metadata = state ? known(metadataIn(row, arn, state)) : notRecorded;
  return {
    arn,
    metadata,
    aliases: notRecorded,
    rotation: rotationIn(metadata, rotation === undefined ? notRecorded : known(rotation)),
    policy: notRecorded,
    problems: [],
  };
}

/** A key that a trail names, and that AWS Config did not record: that proves nothing. */
export function unrecordedKey(arn: string): KeyDetails {
  return unreadKey(arn, readKmsArn(arn) ? 'not-recorded' : 'not-an-arn');
}

/** The Region of a bucket; undefined for a row that tells none. Throws `ProblemError`. */
export function readBucketRegion(
  text: string,
): { readonly name: string; readonly region: string } | undefined {
  const row = readRow(text);
  const [name, region] = [textIn(row, 'resourceId'), textIn(row, 'awsRegion')];
  return name !== undefined && region !== undefined && isRegionName(region) ? { name, region } : undefined;
}

/** What a row counts, by a member that its group has; undefined where it counts nothing. Throws `ProblemError`. */
export function readCount(
  text: string,
  path: string,
): { readonly name: string; readonly count: number } | undefined {
  const row = readRow(text);
  const name = textIn(row, path);
  const [, count] = Object.entries(row).find(([column]) => /^COUNT\b/i.test(column)) ?? [];
  return name === undefined ? undefined : { name, count: typeof count === 'number' ? count : 1 };
}

function metadataIn(row: Row, arn: string, state: KeyState): KeyMetadata {
  const text = (name: string) => textIn(row, `configuration.${name}`);
  const deletionDate = timeIn(row, 'configuration.deletionDate');
  const validTo = timeIn(row, 'configuration.validTo');
  return {
    arn,
    id: keyIdIn(arn),
    account: accountOfArn(arn) ?? '',
    region: regionOfArn(arn) ?? '',
    description: '',
    manager: text('keyManager') === 'AWS' ? 'AWS' : 'CUSTOMER',
    state,
    spec: text('keySpec') ?? 'SYMMETRIC_DEFAULT',
    usage: text('keyUsage') ?? 'ENCRYPT_DECRYPT',
    origin: text('origin') ?? 'AWS_KMS',
    multiRegion: flagIn(row, 'configuration.multiRegion') ?? false,
    ...(deletionDate !== undefined && { deletionDate }),
    ...(validTo !== undefined && { validTo }),
  };
}

/** A member, either nested in its parents or under its whole name. */
function memberAt(row: Row, path: string): unknown {
  if (path in row) {
    return row[path];
  }
  return path.split('.').reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), row);
}

function isObject(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textIn(row: Row, path: string): string | undefined {
  const value = memberAt(row, path);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** AWS Config writes some truth values as texts. */
function flagIn(row: Row, path: string): boolean | undefined {
  const value = memberAt(row, path);
  return value === true || value === 'true' ? true : value === false || value === 'false' ? false : undefined;
}

/** Times come as ISO 8601, or as milliseconds since 1970. */
function timeIn(row: Row, path: string): number | undefined {
  const value = memberAt(row, path);
  const time = typeof value === 'number' ? value : typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isFinite(time) ? time : undefined;
}

function nonsense(what: string): ProblemError {
  return new ProblemError({
    kind: 'not-aws',
    service: 'config',
    operation: 'SelectAggregateResourceConfig',
    detail: `The answer is not one of AWS Config: ${what}.`,
  });
}
