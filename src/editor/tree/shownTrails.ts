import { countTrails, type TrailCounts } from '../../core/account/counts.ts';
import type { Inventory } from '../../core/account/inventory.ts';
import { type SeenTrail, seenTrails } from '../../core/account/seenTrails.ts';
import type { AccountState, InventoryTrail } from '../../core/account/state.ts';
import { needsAttention } from '../../core/trail/verdict.ts';
import { type Arrangement, type Group, groupsOf, usualArrangement } from './arrangement.ts';

/**
 * The profiles that are shown and their trails, each trail once: what the rows, the badge and the report are about. Worked
 * out when it is asked for, and again when the inventory has changed.
 */
export class ShownTrails {
  readonly #inventory: Inventory;
  #profiles: readonly string[] = [];
  #arrangement = usualArrangement;
  #onlyNeedingAttention = false;
  #seen: readonly SeenTrail[] | undefined;
  #byArn: ReadonlyMap<string, SeenTrail> | undefined;
  #groups: ReadonlyMap<string, Group> | undefined;

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
  }

  /** In the order in which they are shown. */
  get profiles(): readonly string[] {
    return this.#profiles;
  }

  set profiles(names: readonly string[]) {
    this.#profiles = names;
    this.forget();
  }

  get arrangement(): Arrangement {
    return this.#arrangement;
  }

  set arrangement(arrangement: Arrangement) {
    this.#arrangement = arrangement;
    this.forget();
  }

  get onlyNeedingAttention(): boolean {
    return this.#onlyNeedingAttention;
  }

  set onlyNeedingAttention(only: boolean) {
    this.#onlyNeedingAttention = only;
    this.forget();
  }

  /** What is known of the profiles that are shown. */
  get states(): readonly AccountState[] {
    return this.#profiles.flatMap(name => this.#inventory.state(name) ?? []);
  }

  /** All of them, whatever the filter says. */
  get seen(): readonly SeenTrail[] {
    this.#seen ??= seenTrails(
      this.states.filter(({ regions }) => regions.length > 0),
      () => true,
    );
    return this.#seen;
  }

  get counts(): TrailCounts {
    return countTrails(this.seen.map(({ acting }) => acting));
  }

  /** A trail with every profile that sees it. */
  find(arn: string): SeenTrail | undefined {
    this.#byArn ??= new Map(this.seen.map(one => [one.trail.arn, one]));
    return this.#byArn.get(arn);
  }

  /** What the filter leaves. */
  filtered(trails: readonly InventoryTrail[]): readonly InventoryTrail[] {
    return this.#onlyNeedingAttention ? trails.filter(({ verdict }) => needsAttention(verdict)) : trails;
  }

  /** The groups by their value, in their order; what the filter leaves nothing of is no group. */
  get groups(): ReadonlyMap<string, Group> {
    this.#groups ??= new Map(
      groupsOf(this.seen, this.#arrangement)
        .filter(({ trails }) => this.filtered(trails).length > 0)
        .map(group => [group.value, group]),
    );
    return this.#groups;
  }

  /** The inventory has changed. */
  forget(): void {
    this.#seen = undefined;
    this.#byArn = undefined;
    this.#groups = undefined;
  }
}
