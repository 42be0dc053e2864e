import { consoleAddressOfBucket, consoleAddressOfKey } from '../../core/account/consoleAddress.ts';
import { bucketArn } from '../../core/trail/arn.ts';
import { knownValue } from '../../core/trail/fact.ts';
import type { CommandContext, Row } from './context.ts';

/** The ARN that a row shows apart from its trail: a KMS key or a bucket. */
export interface Resource {
  readonly arn: string;
  /** In the AWS console; undefined where the partition's is not known. */
  readonly address: string | undefined;
}

/** The key or the bucket that a row is about; undefined for all other rows. */
export function resourceOf({ view }: CommandContext, node: Row | undefined): Resource | undefined {
  const shown = node?.kind === 'detail' ? view.tree.trail(node) : undefined;
  if (node?.kind !== 'detail' || !shown) {
    return undefined;
  }
  const { key, trail, bucket, identity } = shown;
  switch (node.about) {
    case 'key':
      return key && { arn: key.arn, address: consoleAddressOfKey(key.arn) };
    case 'bucket':
      return {
        arn: bucketArn(identity.partition, trail.bucket),
        address: consoleAddressOfBucket(identity.partition, trail.bucket, knownValue(bucket.region)),
      };
    default:
      return undefined;
  }
}
