import type { Alias, Bucket, Key, Trail } from './world/model.ts';
import type { World } from './world/world.ts';

/** What the world holds, as JSON. */
export interface EmulatorState {
  readonly trails: readonly Trail[];
  readonly keys: readonly (Key & { readonly aliases: readonly string[] })[];
  readonly aliases: readonly Alias[];
  readonly buckets: readonly Bucket[];
}

export function stateOf(world: World): EmulatorState {
  const accounts = [...world.accounts.values()];
  const aliases = accounts.flatMap(account => account.aliases);
  const namesOf = new Map<string, string[]>();
  for (const { arn, name, keyId } of aliases) {
    const keyArn = arn.replace(name, `key/${keyId ?? ''}`);
    namesOf.set(keyArn, [...(namesOf.get(keyArn) ?? []), name]);
  }
  return {
    trails: accounts.flatMap(account => account.trails),
    keys: accounts
      .flatMap(account => account.keys)
      .filter(key => !world.isGone(key))
      .map(key => ({ ...key, aliases: namesOf.get(key.arn) ?? [] })),
    aliases,
    buckets: world.buckets,
  };
}
