import { isAccountId, readArn } from '../../trail/arn.ts';
import { isRegionName } from '../../trail/region.ts';
import { longestExpression } from './ports.ts';

/*
 * Queries in AWS Config's subset of SQL (AWS Config Developer Guide, "Query components" and "Limitations"). It cannot query
 * for NULL, so trails without a key cannot be selected: all are read. Groups use only members that every item has, because
 * AWS does not document whether a group that lacks one is a row. Nor is it documented how a quotation mark is escaped: a
 * value goes into an expression only if it has the form that AWS gives it.
 */

const trails = "resourceType = 'AWS::CloudTrail::Trail'";

/** The trails that are recorded anywhere, with how often: in groups, because these come 500 a page. */
export const countTrails = `SELECT arn, COUNT(*) WHERE ${trails} GROUP BY arn`;

/** The accounts of which anything is recorded. */
export const countAccounts = 'SELECT accountId, COUNT(*) GROUP BY accountId';

const trailColumns = [
  'accountId',
  'awsRegion',
  'arn',
  'configurationItemCaptureTime',
  ...[
    'name',
    'trailARN',
    'homeRegion',
    'kmsKeyId',
    's3BucketName',
    's3KeyPrefix',
    'isMultiRegionTrail',
    'isOrganizationTrail',
    'logFileValidationEnabled',
    'cloudWatchLogsLogGroupArn',
    'snsTopicARN',
  ].map(name => `configuration.${name}`),
].join(', ');

const selectTrails = `SELECT ${trailColumns} WHERE ${trails}`;

/** Every item of every trail: a last resort, since a trail may be recorded in each account and Region. */
export const everyTrail = selectTrails;

/** The trails of a home Region as that Region recorded them, but for some. */
export function trailsAtHome(region: string, except: readonly string[]): string {
  const home = `${selectTrails} AND awsRegion = ${quoted(region)} AND configuration.homeRegion = ${quoted(region)}`;
  return except.length === 0 ? home : `${home} AND NOT arn IN (${except.map(quoted).join(', ')})`;
}

/** Trails of one account and Region as these recorded them. */
export function trailsOfOwner(arns: readonly string[], account: string, region: string): string {
  return `${trailsNamed(arns)} AND accountId = ${quoted(account)} AND awsRegion = ${quoted(region)}`;
}

/** Trails by their ARNs, wherever they were recorded. */
export function trailsNamed(arns: readonly string[]): string {
  return `${selectTrails} AND arn IN (${arns.map(quoted).join(', ')})`;
}

const keyColumns = [
  'accountId',
  'arn',
  'configurationItemCaptureTime',
  ...['arn', 'keyId', 'keyState', 'keySpec', 'keyUsage', 'keyManager', 'origin', 'multiRegion'].map(
    name => `configuration.${name}`,
  ),
  'configuration.deletionDate',
  'configuration.validTo',
  'supplementaryConfiguration.KeyRotationStatus',
].join(', ');

/** Keys by their ids, which take half as much of an expression as ARNs do. */
export function keysNamed(ids: readonly string[]): string {
  return `SELECT ${keyColumns} WHERE resourceType = 'AWS::KMS::Key' AND configuration.keyId IN (${ids.map(quoted).join(', ')})`;
}

/**
 * The Regions of buckets, by their names. In groups, because these come 500 a page; so a bucket's default encryption, which is a list of
 * rules that nothing can be grouped by, is not asked for.
 */
export function bucketsNamed(names: readonly string[]): string {
  return `SELECT resourceId, awsRegion, COUNT(*) WHERE resourceType = 'AWS::S3::Bucket' AND resourceId IN (${names.map(quoted).join(', ')}) GROUP BY resourceId, awsRegion`;
}

/** Parts of a list, each short enough for one expression. */
export function inParts(
  values: readonly string[],
  expressionOf: (part: readonly string[]) => string,
): readonly (readonly string[])[] {
  const room = longestExpression - expressionOf([]).length;
  const parts: string[][] = [];
  let left = 0;
  for (const value of values) {
    const length = value.length + "'', ".length;
    if (left < length) {
      parts.push([]);
      left = room;
    }
    parts.at(-1)?.push(value);
    left -= length;
  }
  return parts;
}

/** Whether a text is a trail's ARN in CloudTrail's form, and may go into an expression. */
export function isTrailArn(text: string): boolean {
  const arn = readArn(text);
  return (
    arn?.service === 'cloudtrail' &&
    isRegionName(arn.region) &&
    isAccountId(arn.account) &&
    /^trail\/[\w.-]{3,128}$/.test(arn.resource)
  );
}

/** Whether a text is the id of a KMS key (KMS Developer Guide, "Key identifiers"). */
export function isKeyId(text: string): boolean {
  return /^(?:mrk-)?[a-zA-Z0-9-]{1,64}$/.test(text);
}

/** Whether a text may be the name of a bucket, those from before 2018 included (S3 User Guide, "General purpose bucket naming rules"). */
export function isBucketName(text: string): boolean {
  return /^[\w.-]{3,255}$/.test(text);
}

/** Throws for a value that was not checked: nothing may end its quotation. */
function quoted(value: string): string {
  if (!/^[\w:/.-]+$/.test(value)) {
    throw new Error(`Not a value for an expression: ${value}`);
  }
  return `'${value}'`;
}
