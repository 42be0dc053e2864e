import { countTrails, type TrailCounts } from '../../core/account/counts.ts';
import type { Inventory } from '../../core/account/inventory.ts';
import { type SeenTrail, seenTrails } from '../../core/account/seenTrails.ts';
import type { AccountState, InventoryTrail } from '../../core/account/state.ts';
import { needsAction } from '../../core/drift/index.ts';
import { type Appearance, appearances } from '../../core/wording/trails.ts';
import type { Pairs } from '../documents/index.ts';
import { type Arrangement, type Group, groupsOf, usualArrangement } from './arrangement.ts';
import { appearanceBeside } from './trailNode.ts';

/**
 * The profiles that are shown and their trails, each trail once: what the rows, the badge and the report are about. Worked
 * out on demand, and again when the inventory has changed.
 */
export class ShownTrails {
  readonly #inventory: Inventory;
  readonly #pairs: Pick<Pairs, 'ofLive'>;
  readonly #recorded: () => readonly InventoryTrail[];
  #digests = new WeakMap<readonly InventoryTrail[], Digest>();
  #profiles: readonly string[] = [];
  #arrangement = usualArrangement;
  #onlyNeedingAttention = false;
  #seen: readonly SeenTrail[] | undefined;
  #all: readonly InventoryTrail[] | undefined;
  #byArn: ReadonlyMap<string, SeenTrail> | undefined;
  #groups: ReadonlyMap<string, Group> | undefined;

  /** `recorded`: what AWS Config recorded of other accounts. */
  constructor(
    inventory: Inventory,
    pairs: Pick<Pairs, 'ofLive'>,
    recorded: () => readonly InventoryTrail[] = () => [],
  ) {
    this.#inventory = inventory;
    this.#pairs = pairs;
    this.#recorded = recorded;
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

  /** All of them, regardless of the filter. */
  get seen(): readonly SeenTrail[] {
    this.#seen ??= seenTrails(
      this.states.filter(({ regions }) => regions.length > 0),
      () => true,
    );
    return this.#seen;
  }

  /** Of all trails that are known. */
  get counts(): TrailCounts {
    return this.digestOf(this.all).counts;
  }

  /** Every trail that is known, once: as it was read, else as it was recorded. */
  get all(): readonly InventoryTrail[] {
    this.#all ??= [
      ...new Map([
        ...this.#recorded().map(one => [one.trail.arn, one] as const),
        ...this.seen.map(({ trail, acting }) => [trail.arn, acting] as const),
      ]).values(),
    ];
    return this.#all;
  }

  isPressing(trails: readonly InventoryTrail[]): boolean {
    return trails.some(shown => this.#needsAction(shown));
  }

  /** The summary of a list of trails. Lists are snapshots: it is computed once, however often their row is drawn. */
  digestOf(trails: readonly InventoryTrail[]): Digest {
    const digest = this.#digests.get(trails) ?? this.#digested(trails);
    this.#digests.set(trails, digest);
    return digest;
  }

  /** What the icon of a trail shows. */
  appearanceOf(shown: InventoryTrail): Appearance {
    return appearanceBeside(shown, this.#pairs.ofLive(shown.trail.arn));
  }

  /** A trail with every profile that sees it. */
  find(arn: string): SeenTrail | undefined {
    this.#byArn ??= new Map(this.seen.map(one => [one.trail.arn, one]));
    return this.#byArn.get(arn);
  }

  /** What the filter leaves. */
  filtered(trails: readonly InventoryTrail[]): readonly InventoryTrail[] {
    return this.#onlyNeedingAttention ? trails.filter(shown => this.#needsAction(shown)) : trails;
  }

  /** The groups by their value, in their order; what the filter leaves nothing of is no group. */
  get groups(): ReadonlyMap<string, Group> {
    this.#groups ??= new Map(
      groupsOf(this.all, this.#arrangement, one => this.appearanceOf(one))
        .filter(({ trails }) => this.filtered(trails).length > 0)
        .map(group => [group.value, group]),
    );
    return this.#groups;
  }

  /** The inventory has changed, or what the code says beside it. */
  forget(): void {
    this.#digests = new WeakMap();
    this.#seen = undefined;
    this.#all = undefined;
    this.#byArn = undefined;
    this.#groups = undefined;
  }

  #digested(trails: readonly InventoryTrail[]): Digest {
    const all = new Set(trails.map(shown => this.appearanceOf(shown)));
    return {
      counts: countTrails(trails, shown => this.#needsAction(shown)),
      worst: appearances.find(one => all.has(one)),
    };
  }

  #needsAction(shown: InventoryTrail): boolean {
    return needsAction(shown, this.#pairs.ofLive(shown.trail.arn));
  }
}

/** The summary of trails: how many there are to act on, and the worst of them. */
export interface Digest {
  readonly counts: TrailCounts;
  readonly worst: Appearance | undefined;
}
