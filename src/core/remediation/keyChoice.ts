import { readKeyDetails } from '../account/keyDetails.ts';
import type { Identity } from '../account/ports.ts';
import { type Problem, ProblemError, problemOf, whyUnread } from '../account/problem.ts';
import type { KeyDetails } from '../account/state.ts';
import { keyIdIn, readKmsArn } from '../trail/arn.ts';
import { absent, type Fact, known, knownValue, unknown } from '../trail/fact.ts';
import { concurrently } from './concurrently.ts';
import type { ChangeableKeys } from './ports.ts';

/**
 * Every key of the account in a Region, each as soon as it is read, in no order: those with an alias while the aliases are
 * still being listed, which takes a call for each hundred, then the others. A key comes again when another alias of it is found, and
 * when it was throttled and is read at a slower pace. Keys that
 * AWS manages come too, without their policy: they are shown as what cannot be used. Throws only where keys or aliases cannot be listed,
 * after all that can be.
 */
export async function* keysOfRegion(
  keys: ChangeableKeys,
  region: string,
  caller: Identity,
  signal: AbortSignal,
): AsyncGenerator<KeyDetails> {
  const aliases = new Map<string, string[]>();
  const read = new Map<string, KeyDetails>();
  let pace = atOnce;
  let aliasProblem: Problem | undefined;
  const aliasesOf = (arn: string): Fact<readonly string[]> => {
    const found = aliases.get(keyIdIn(arn));
    return found === undefined && aliasProblem ? unknown(whyUnread(aliasProblem)) : known(found ?? []);
  };
  const readAll = async function* (arns: readonly string[]): AsyncGenerator<KeyDetails> {
    let left = arns;
    for (let round = 0; left.length > 0 && round < mostRounds; round++) {
      const throttled: string[] = [];
      for await (const key of concurrently(left, pace, arn =>
        readListedKey(keys, arn, aliasesOf(arn), caller, signal),
      )) {
        read.set(key.arn, key);
        yield key;
        if (key.problems.some(({ kind }) => kind === 'throttled')) {
          throttled.push(key.arn);
        }
      }
      // The next keys are requested at the pace of AWS's answers.
      pace = throttled.length > 0 ? Math.max(1, Math.floor(pace / 4)) : pace;
      left = throttled;
    }
  };
  const pages = untilFailing(keys.listAliases(region, signal), problem => {
    aliasProblem = problem;
  });
  for await (const page of pages) {
    const named = new Set<string>();
    for (const { name, keyId } of page) {
      if (keyId !== undefined) {
        aliases.set(keyId, [...(aliases.get(keyId) ?? []), name]);
        named.add(`arn:${caller.partition}:kms:${region}:${caller.account}:key/${keyId}`);
      }
    }
    for (const arn of named) {
      const former = read.get(arn);
      if (former?.aliases.kind === 'known') {
        const renamed = { ...former, aliases: known(aliases.get(keyIdIn(arn)) ?? []) };
        read.set(arn, renamed);
        yield renamed;
      }
    }
    yield* readAll([...named].filter(arn => !read.has(arn)));
  }
  for await (const page of keys.list(region, signal)) {
    yield* readAll(page.filter(arn => !read.has(arn)));
  }
  if (aliasProblem) {
    throw new ProblemError(aliasProblem);
  }
}

async function* untilFailing<T>(
  pages: AsyncIterable<T>,
  failed: (problem: Problem) => void,
): AsyncGenerator<T> {
  try {
    yield* pages;
  } catch (error) {
    failed(problemOf(error));
  }
}

/** Whether what a person types is part of an alias, the ARN or the description. */
export function matchesTyping(key: KeyDetails, typed: string): boolean {
  const wanted = typed.trim().toLowerCase();
  const texts = [...(knownValue(key.aliases) ?? []), key.arn, knownValue(key.metadata)?.description ?? ''];
  return texts.some(text => text.toLowerCase().includes(wanted));
}

export type TypedKey =
  /** `other` = of another account: nothing about it but DescribeKey can be verified. */
  | { readonly kind: 'ok'; readonly arn: string; readonly other: boolean }
  /** `alias-arn`: in the right place, but CloudTrail needs the ARN of its key. */
  | { readonly kind: 'invalid'; readonly why: 'not-a-key-arn' | 'alias-arn' | 'other-partition' }
  | { readonly kind: 'other-region'; readonly region: string };

/** Checks a key ARN that a person typed; CloudTrail is always given a full one. */
export function checkKeyArn(typed: string, bucketRegion: string, caller: Identity): TypedKey {
  const text = typed.trim();
  const arn = readKmsArn(text);
  if (!arn) {
    return { kind: 'invalid', why: 'not-a-key-arn' };
  }
  if (arn.partition !== caller.partition) {
    return { kind: 'invalid', why: 'other-partition' };
  }
  if (arn.region !== bucketRegion) {
    return { kind: 'other-region', region: arn.region };
  }
  return arn.names === 'alias'
    ? { kind: 'invalid', why: 'alias-arn' }
    : { kind: 'ok', arn: text, other: arn.account !== caller.account };
}

/** What the ARN of a key looks like in a Region, with the id of AWS's own examples. */
export function exampleKeyArn(region: string, { partition, account }: Identity): string {
  return `arn:${partition}:kms:${region}:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
}

/** KMS answers 1,000 GetKeyPolicy calls a second in a Region; three calls are made for a key. */
const atOnce = 24;

/** Times that a key is read where AWS throttles. */
const mostRounds = 4;

/** The aliases are known from one listing: asking for them key by key would cost a call each. */
async function readListedKey(
  keys: ChangeableKeys,
  arn: string,
  aliases: Fact<readonly string[]>,
  caller: Identity,
  signal: AbortSignal,
): Promise<KeyDetails> {
  const own = knownValue(aliases) ?? [];
  const listed = {
    describe: keys.describe.bind(keys),
    rotation: keys.rotation.bind(keys),
    policy: keys.policy.bind(keys),
    aliases: async () => own,
  };
  if (!own.some(name => name.startsWith('alias/aws/'))) {
    return { ...(await readKeyDetails(listed, arn, caller, signal)), aliases };
  }
  const described = await readKeyDetails(
    { ...listed, rotation: async () => true, policy: async () => '' },
    arn,
    caller,
    signal,
  );
  return { ...described, rotation: absent, policy: absent };
}
