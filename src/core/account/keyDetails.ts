import { absent, type Fact, known, unknown } from '../trail/fact.ts';
import type { Identity, Keys } from './ports.ts';
import { type Problem, problemOf } from './problem.ts';
import type { KeyDetails } from './state.ts';

/**
 * Reads everything about a key that the caller may read. Never throws: what is refused is unknown, and the
 * refusal stands in `problems`. A key of another account answers DescribeKey alone.
 */
export async function readKeyDetails(
  keys: Keys,
  arn: string,
  caller: Identity,
  signal: AbortSignal,
): Promise<KeyDetails> {
  const problems: Problem[] = [];
  const read = async <T>(call: Promise<T>): Promise<Fact<T>> => {
    try {
      return known(await call);
    } catch (error) {
      const problem = problemOf(error);
      problems.push(problem);
      return unknown(problem.kind === 'access-denied' ? 'denied' : 'failed');
    }
  };
  const own = accountOfKey(arn) === caller.account;
  const [found, aliases, rotation, policy] = await Promise.all([
    read(keys.describe(arn, signal)),
    own ? read(keys.aliases(arn, signal)) : unknown('other-account'),
    own ? read(keys.rotation(arn, signal)) : unknown('other-account'),
    own ? read(keys.policy(arn, signal)) : unknown('other-account'),
  ]);
  if (found.kind === 'known' && !found.value) {
    // The other answers only repeat that the key is gone.
    return { arn, metadata: absent, aliases: absent, rotation: absent, policy: absent, problems: [] };
  }
  const metadata = found.kind === 'known' && found.value ? known(found.value) : unknown(causeOf(found));
  return { arn, metadata, aliases, rotation, policy, problems };
}

/** The key before anything about it is read. */
export function unreadKey(arn: string): KeyDetails {
  const loading = unknown('loading');
  return { arn, metadata: loading, aliases: loading, rotation: loading, policy: loading, problems: [] };
}

/** `arn:P:kms:REGION:ACCOUNT:key/ID`. */
export function accountOfKey(keyArn: string): string {
  return keyArn.split(':')[4] ?? '';
}

export function regionOfKey(keyArn: string): string {
  return keyArn.split(':')[3] ?? '';
}

function causeOf(fact: Fact<unknown>) {
  return fact.kind === 'unknown' ? fact.cause : 'failed';
}
