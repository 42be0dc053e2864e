import { type Fact, knownValue } from '../../trail/fact.ts';
import type { KeyFacts } from '../../trail/key.ts';
import { cloudTrailPrincipal, PartialText, type PolicyValue } from '../../trail/keyPolicy/index.ts';
import { obstaclesOf } from '../../trail/usable.ts';

/** A key that a text declares, as far as a fix has to know it. */
export interface DeclaredKey<T> {
  readonly key: T;
  readonly facts: KeyFacts;
  /** What the text calls it, without the names around it. */
  readonly name: string;
  /** Whether its policy speaks of CloudTrail, whether or not of this trail (`namesCloudTrail`). */
  readonly namesCloudTrail: boolean;
}

export interface KeyOffer<T> extends DeclaredKey<T> {
  /** Its policy keeps CloudTrail out: it is opened in the same fix. */
  readonly opens: boolean;
  /** Any account may use it: a person has to choose it. */
  readonly needsThought: boolean;
}

/**
 * The declared keys to offer for a trail, the best first, three at most: those that serve it, and those that would if
 * their policy let CloudTrail in, where they are meant for logs by their name or their policy.
 */
export function keysToOffer<T>(
  declared: readonly DeclaredKey<T>[],
  bucketRegion: Fact<string>,
): readonly KeyOffer<T>[] {
  return declared
    .flatMap(one => {
      const obstacles = obstaclesOf(one.facts, { bucketRegion });
      const opens = obstacles.length === 1 && obstacles[0] === 'policy-does-not-admit';
      const isOffered = obstacles.length === 0 || (opens && (isForLogs(one) || one.namesCloudTrail));
      const needsThought = admits(one)?.everybody === true;
      return isOffered ? [{ ...one, opens, needsThought }] : [];
    })
    .sort((left, right) => rank(right) - rank(left))
    .slice(0, mostKeys);
}

const mostKeys = 3;

/**
 * A key that allows CloudTrail comes before one for which that is not known, and that one before a key whose policy has
 * to be extended.
 */
function rank<T>(one: KeyOffer<T>): number {
  const { opens, needsThought, facts } = one;
  return (
    (needsThought ? -100 : 0) +
    (admits(one) ? 20 : opens ? 0 : 10) +
    (isForLogs(one) ? 2 : 0) +
    (knownValue(facts.rotation) === false ? 0 : 1)
  );
}

function admits({ facts }: { readonly facts: KeyFacts }) {
  const policy = knownValue(facts.policy);
  return policy?.answer === 'admits' ? policy : undefined;
}

function isForLogs({ name }: { readonly name: string }): boolean {
  return /trail|audit|log/i.test(name);
}

/** Whether a policy speaks of CloudTrail: a document with holes, or its text as it is written. */
export function namesCloudTrail(policy: PolicyValue | undefined): boolean {
  return String(
    JSON.stringify(policy, (_, value) =>
      value instanceof PartialText ? value.parts.filter(part => typeof part === 'string').join('') : value,
    ),
  ).includes(cloudTrailPrincipal);
}
