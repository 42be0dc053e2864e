import type { KeyDetails } from '../account/state.ts';
import { keyIdIn, readArn, readKmsArn } from '../trail/arn.ts';
import { knownValue } from '../trail/fact.ts';

/**
 * Whether what names the key in code names the key of a trail in AWS: its ARN, its ID, or one of its aliases. `cannot-tell`
 * for an expression, and for an alias if those of the key could not be read.
 */
export function compareKeys(
  written: string,
  live: Pick<KeyDetails, 'arn' | 'aliases'>,
): 'same' | 'other' | 'cannot-tell' {
  const arn = readKmsArn(written);
  if (arn?.names === 'key') {
    return written === live.arn ? 'same' : 'other';
  }
  if (arn) {
    const home = readArn(live.arn);
    return arn.region === home?.region && arn.account === home.account
      ? compareAlias(arn.resource, live)
      : 'other';
  }
  if (/^alias\/[\w/-]+$/.test(written)) {
    return compareAlias(written, live);
  }
  if (/^(?:mrk-[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.test(written)) {
    return written === keyIdIn(live.arn) ? 'same' : 'other';
  }
  return 'cannot-tell';
}

function compareAlias(alias: string, { aliases }: Pick<KeyDetails, 'aliases'>) {
  const names = knownValue(aliases);
  return names === undefined ? 'cannot-tell' : names.includes(alias) ? 'same' : 'other';
}
