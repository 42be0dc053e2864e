import { newKeyPolicy, type TrailAccess } from '../../../trail/keyPolicy/index.ts';
import { BlockText } from '../../formats/print.ts';
import { trailInManifest, usualScope } from '../trail.ts';
import { literalOf } from '../value.ts';
import type { Site } from './site.ts';

/** The account and the partition that a policy has to name, as the text writes them. */
interface Home {
  readonly account: string;
  readonly partition: string;
}

/**
 * The account that the text names, be it by what a template engine puts in: a manifest says nowhere in which account it is
 * deployed. Undefined where it names none, or several.
 */
function homeIn(text: string): Home | undefined {
  const accounts = new Set<string>();
  const partitions = new Set<string>();
  for (const [, partition = '', account = ''] of text.matchAll(arn)) {
    partitions.add(partition);
    accounts.add(account);
  }
  for (const [, account = ''] of text.matchAll(logFolder)) {
    accounts.add(account);
  }
  const [account, ...others] = accounts;
  const [partition = 'aws'] = partitions;
  return account === undefined || others.length > 0 ? undefined : { account, partition };
}

const written = /(?:\d{12}|\{\{[^{}\n]*\}\}|\$\{[^{}\n]*\})/.source;
/** An account is the fifth part of an ARN; those of S3 have none. */
const arn = new RegExp(
  `\\barn:([\\w-]+):[\\w-]+:(?:[\\w*-]*|\\{\\{[^{}\\n]*\\}\\}|\\$\\{[^{}\\n]*\\}):(${written}):`,
  'g',
);
const logFolder = new RegExp(`\\bAWSLogs/(${written})(?=[/*])`, 'g');

/** For which trails a key is opened; undefined where the account is not known, which every statement has to name. */
export function accessOf({ trail, around }: Site): (TrailAccess & Home) | undefined {
  const { resource } = trail;
  const home = homeIn(resource.file.text);
  if (!home) {
    return undefined;
  }
  const { account, partition } = home;
  const { name, region, bucketKey } = trailInManifest(resource, usualScope(around), around);
  const literal = literalOf(name);
  return {
    ...home,
    ...(literal === undefined || region === undefined
      ? { sourceAccount: account }
      : { trailArn: `arn:${partition}:cloudtrail:${region}:${account}:trail/${literal}` }),
    contextArn: `arn:${partition}:cloudtrail:*:${account}:trail/*`,
    bucketKey: bucketKey !== false,
  };
}

/** The policy of a new key, as JSON. */
export function newPolicy(access: TrailAccess & Home): BlockText {
  const { account, partition } = access;
  return new BlockText(
    JSON.stringify(newKeyPolicy({ ...access, partition, keyAccount: account }), undefined, 2),
  );
}
