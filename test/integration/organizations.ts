import type { Inventory } from '../../src/core/account/inventory.ts';
import { Organizations } from '../../src/core/account/organization/organizations.ts';

/** As the extension makes them. */
export function organizationsOf(inventory: Inventory): Organizations {
  return new Organizations({
    open: profile => inventory.open(profile),
    profile: name => inventory.state(name)?.profile,
    concurrency: () => 20,
    now: Date.now,
  });
}
