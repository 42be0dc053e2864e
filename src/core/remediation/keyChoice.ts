import { accountOfKey, readKeyDetails, regionOfKey } from '../account/keyDetails.ts';
import type { Identity } from '../account/ports.ts';
import type { KeyDetails } from '../account/state.ts';
import { absent, knownValue } from '../trail/fact.ts';
import { concurrently } from './concurrently.ts';
import type { ChangeableKeys } from './ports.ts';

/**
 * Every key of the account in a Region, each as soon as it is read, in no order. Keys that AWS manages come
 * too, without their policy: they are shown as what cannot be used. Throws only where the keys cannot be listed.
 */
export async function* keysOfRegion(
  keys: ChangeableKeys,
  region: string,
  caller: Identity,
  signal: AbortSignal,
): AsyncGenerator<KeyDetails> {
  const aliases = await aliasesByKey(keys, region, signal);
  for await (const page of keys.list(region, signal)) {
    yield* concurrently(page, atOnce, arn => readListedKey(keys, arn, aliases, caller, signal));
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
  | { readonly kind: 'invalid'; readonly why: 'not-a-key-arn' | 'alias-arn' | 'other-partition' }
  | { readonly kind: 'other-region'; readonly region: string };

/** Checks a key ARN that a person typed; CloudTrail is always given a full one. */
export function checkKeyArn(typed: string, bucketRegion: string, caller: Identity): TypedKey {
  const arn = typed.trim();
  if (/^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:alias\//.test(arn)) {
    return { kind: 'invalid', why: 'alias-arn' };
  }
  const found = /^arn:([a-z-]+):kms:[a-z0-9-]+:\d{12}:key\/[a-zA-Z0-9-]+$/.exec(arn);
  if (!found) {
    return { kind: 'invalid', why: 'not-a-key-arn' };
  }
  if (found[1] !== caller.partition) {
    return { kind: 'invalid', why: 'other-partition' };
  }
  const region = regionOfKey(arn);
  return region === bucketRegion
    ? { kind: 'ok', arn, other: accountOfKey(arn) !== caller.account }
    : { kind: 'other-region', region };
}

/** KMS answers 1,000 GetKeyPolicy calls a second in a Region; three calls are made for a key. */
const atOnce = 24;

async function aliasesByKey(
  keys: ChangeableKeys,
  region: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  for await (const page of keys.listAliases(region, signal)) {
    for (const { name, keyId } of page) {
      if (keyId !== undefined) {
        found.set(keyId, [...(found.get(keyId) ?? []), name]);
      }
    }
  }
  return found;
}

/** The aliases are known from one listing: asking for them key by key would cost a call each. */
async function readListedKey(
  keys: ChangeableKeys,
  arn: string,
  aliases: ReadonlyMap<string, readonly string[]>,
  caller: Identity,
  signal: AbortSignal,
): Promise<KeyDetails> {
  const own = aliases.get(arn.slice(arn.lastIndexOf('/') + 1)) ?? [];
  const listed = {
    describe: keys.describe.bind(keys),
    rotation: keys.rotation.bind(keys),
    policy: keys.policy.bind(keys),
    aliases: async () => own,
  };
  if (!own.some(name => name.startsWith('alias/aws/'))) {
    return readKeyDetails(listed, arn, caller, signal);
  }
  const described = await readKeyDetails(
    { ...listed, rotation: async () => true, policy: async () => '' },
    arn,
    caller,
    signal,
  );
  return { ...described, rotation: absent, policy: absent };
}
