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
  return {
    trails: accounts.flatMap(account => account.trails),
    keys: accounts
      .flatMap(account => account.keys)
      .filter(key => !world.isGone(key))
      .map(key => ({ ...key, aliases: world.aliasesOf(key).map(alias => alias.name) })),
    aliases: accounts.flatMap(account => account.aliases),
    buckets: world.buckets,
  };
}
