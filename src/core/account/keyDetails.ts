import { accountOfArn, regionOfArn } from '../trail/arn.ts';
import { absent, type Fact, known, type UnknownCause, unknown } from '../trail/fact.ts';
import { causeOfError } from './cause.ts';
import type { Identity, KeyMetadata, Keys } from './ports.ts';
import { type Problem, problemOf, whyUnread } from './problem.ts';
import type { KeyDetails } from './state.ts';

/**
 * Reads everything about a key that the caller may read. Never throws: what is refused is unknown, and `problems` has
 * the refusal. A key of another account answers only DescribeKey. Nothing is read of a key that is not named by its
 * ARN: CloudTrail answers with ARNs, but stand-ins for it answer with whatever they were given.
 */
export async function readKeyDetails(
  keys: Keys,
  arn: string,
  caller: Identity,
  signal: AbortSignal,
): Promise<KeyDetails> {
  if (regionOfArn(arn) === undefined || accountOfArn(arn) === undefined) {
    return unreadKey(arn, 'not-an-arn');
  }
  const problems: Problem[] = [];
  const read = async <T>(call: Promise<T>): Promise<Fact<T>> => {
    try {
      return known(await call);
    } catch (error) {
      const problem = problemOf(error);
      problems.push(problem);
      return unknown(whyUnread(problem));
    }
  };
  const own = accountOfArn(arn) === caller.account;
  const [found, aliases, asked, policy] = await Promise.all([
    read(keys.describe(arn, signal)),
    own ? read(keys.aliases(arn, signal)) : unknown('other-account'),
    own ? read(rotationOf(keys, arn, signal)) : unknown('other-account'),
    own ? read(keys.policy(arn, signal)) : unknown('other-account'),
  ]);
  if (found.kind === 'known' && !found.value) {
    // The other answers would only repeat that the key does not exist.
    return { arn, metadata: absent, aliases: absent, rotation: absent, policy: absent, problems: [] };
  }
  const metadata = found.kind === 'known' && found.value ? known(found.value) : unknown(causeOf(found));
  return { arn, metadata, aliases, rotation: rotationIn(metadata, asked), policy, problems };
}

/** `undefined` where KMS does not rotate such a key: that is an answer, and no failure. */
async function rotationOf(keys: Keys, arn: string, signal: AbortSignal): Promise<boolean | undefined> {
  try {
    return await keys.rotation(arn, signal);
  } catch (error) {
    const problem = problemOf(error);
    if (problem.kind === 'aws-error' && causeOfError(problem) === 'rotation-not-supported') {
      return undefined;
    }
    throw error;
  }
}

/** Only material that KMS created rotates by itself (KMS Developer Guide, "Rotate AWS KMS keys"). */
export function rotationIn(metadata: Fact<KeyMetadata>, asked: Fact<boolean | undefined>): Fact<boolean> {
  if (metadata.kind === 'known' && metadata.value.origin !== 'AWS_KMS') {
    return absent;
  }
  if (asked.kind !== 'known') {
    return asked;
  }
  return asked.value === undefined ? absent : known(asked.value);
}

/** A key of which nothing was read, or not yet. */
export function unreadKey(arn: string, why: UnknownCause = 'loading'): KeyDetails {
  const fact = unknown(why);
  return { arn, metadata: fact, aliases: fact, rotation: fact, policy: fact, problems: [] };
}

function causeOf(fact: Fact<unknown>) {
  return fact.kind === 'unknown' ? fact.cause : 'failed';
}
