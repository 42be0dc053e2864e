import * as vscode from 'vscode';
import type { Inventory, InventoryChange } from '../../core/account/inventory.ts';
import type { Organizations } from '../../core/account/organization/organizations.ts';
import type { ConfigFault } from '../../core/account/profile.ts';
import {
  type AccountState,
  type InventoryTrail,
  type RegionState,
  trailsOf,
} from '../../core/account/state.ts';
import type { TrailStatus } from '../../core/account/trail.ts';
import type { Pairs } from '../documents/index.ts';
import { plainRow } from '../window.ts';
import type { Arrangement } from './arrangement.ts';
import { detailItem, detailNodes } from './detailNodes.ts';
import { faultItem, faultNode } from './faultNode.ts';
import { groupItem, groupNode } from './groupNode.ts';
import type { GroupNode, Node, ProfileNode, RecordedNode, RegionNode, TrailNode } from './node.ts';
import { searchNode } from './organization/organizationNode.ts';
import { isOrganizationRow, OrganizationRows } from './organization/organizationRows.ts';
import { problemItem } from './problemNode.ts';
import { profileItem, profileNode, profileTooltip } from './profileNode.ts';
import { regionItem, regionNode, regionTooltip } from './regionNode.ts';
import { rowsOfProfile, topRows, trailRows, trailsInRegion } from './rows.ts';
import { ShownTrails } from './shownTrails.ts';
import { summaryItem } from './summaryNode.ts';
import { trailItem, trailTooltip } from './trailNode.ts';

/** Answers that arrive within this many milliseconds are drawn together. */
const drawingPause = 50;

/**
 * The rows of the view "Trails". Asks the inventory what is known, and to load a profile when it is first
 * expanded; it never talks to AWS. Rows are remembered by id, so that VS Code is told about the same objects.
 */
export class TrailTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #inventory: Inventory;
  readonly #pairs: Pairs;
  readonly #changes = new vscode.EventEmitter<Node | undefined>();
  readonly #nodes = new Map<string, Node>();
  readonly #subscription: { dispose(): void };
  /** By profile: what was said of it since the rows were drawn. */
  readonly #stale = new Map<string, StaleParts>();
  /** By the id of a profile or a group: the outline that VS Code has asked for. */
  readonly #drawn = new Map<string, string>();
  /** By profile: the rows directly inside. */
  readonly #rowsOf = new Map<string, readonly Node[]>();
  /** The rows at the top that VS Code has asked for, as one text. */
  #drawnTop = '';
  /** By ARN: the profile under which each trail stood when the rows were drawn. */
  #standing = new Map<string, string>();
  #changedTrails: ReadonlySet<string> = new Set();
  #drawing: NodeJS.Timeout | undefined;
  #faults: readonly ConfigFault[] = [];
  readonly #trails = new WeakMap<RegionState, ReadonlyMap<string, InventoryTrail>>();
  readonly shown: ShownTrails;
  readonly #organizations: OrganizationRows;
  readonly onDidChangeTreeData = this.#changes.event;
  /** Whether a trail has a new key, and nothing delivered under it so far; set by who changes trails. */
  isDeliveryAwaited: (trailArn: string, status: TrailStatus) => boolean = () => false;

  constructor(inventory: Inventory, pairs: Pairs, organizations: Organizations) {
    this.#inventory = inventory;
    this.#pairs = pairs;
    this.shown = new ShownTrails(inventory, pairs, () =>
      organizations.states().flatMap(({ trails }) => trails),
    );
    this.#organizations = new OrganizationRows(organizations, this.shown, () => inventory.states());
    this.#subscription = vscode.Disposable.from(
      inventory.onDidChange(change => this.#inventoryChanged(change)),
      pairs.onDidChange(() => this.#pairsChanged()),
      organizations.onDidChange(() => this.#organizationsChanged()),
    );
  }

  filter(onlyNeedingAttention: boolean): void {
    this.shown.onlyNeedingAttention = onlyNeedingAttention;
    this.#organizations.forget();
    this.redraw();
  }

  arrange(arrangement: Arrangement): void {
    this.shown.arrangement = arrangement;
    this.redraw();
  }

  /** The profiles to show, in this order, and above them what was wrong with the files that declare them. */
  show(profiles: readonly string[], faults: readonly ConfigFault[]): void {
    this.shown.profiles = profiles;
    this.#organizations.forget();
    this.#faults = faults;
    this.redraw();
  }

  /** The trails of which a change is recorded. */
  changed(trails: ReadonlySet<string>): void {
    const former = this.#changedTrails;
    if (trails.size !== former.size || [...trails].some(arn => !former.has(arn))) {
      this.#changedTrails = trails;
      this.redraw();
    }
  }

  redraw(): void {
    this.#changes.fire(undefined);
  }

  getChildren(node?: Node): Node[] {
    const rows = this.#childrenOf(node).map(child => this.#same(child));
    if (!node) {
      this.#drawnTop = outlineOf(idsOf(rows));
      this.#standing = this.#standingNow();
    } else if (node.kind === 'profile') {
      this.#rowsOf.set(node.profile, rows);
    }
    return rows;
  }

  getParent(node: Node): Node | undefined {
    if (isOrganizationRow(node)) {
      const parent = this.#organizations.parentOf(node);
      return parent && this.#same(parent);
    }
    switch (node.kind) {
      case 'profile':
      case 'group':
      case 'fault':
        return undefined;
      case 'region':
      case 'problem':
      case 'summary':
        return this.#same(profileNode(node.profile));
      case 'trail':
        return this.#same(this.#parentOfTrail(node));
      case 'detail':
        return this.#nodes.get(`trail ${node.profile} ${node.arn}`);
    }
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return plainRow(this.#item(node) ?? new vscode.TreeItem(''));
  }

  /** Tooltips are made when they are asked for. */
  resolveTreeItem(item: vscode.TreeItem, node: Node): vscode.TreeItem {
    const account = this.#inventory.state(node.profile);
    if (isOrganizationRow(node)) {
      item.tooltip ??= this.#organizations.tooltip(node);
    } else if (node.kind === 'profile' && account) {
      item.tooltip = profileTooltip(account);
    } else if (node.kind === 'region') {
      const region = this.#region(node);
      item.tooltip = region && regionTooltip(region);
    } else if (node.kind === 'trail') {
      const trail = this.trail(node);
      item.tooltip =
        trail &&
        trailTooltip(trail, this.#pairs.ofLive(node.arn), this.#othersOf(node), this.#region(node)?.readAt);
    }
    return item;
  }

  /** What is known of the trail behind a row now. */
  trail({ profile, region, arn }: Pick<TrailNode, 'profile' | 'region' | 'arn'>): InventoryTrail | undefined {
    const home = this.#region({ profile, region });
    return home && this.#trailsByArn(home).get(arn);
  }

  /** The trail behind the row of one that AWS Config recorded: as its account was read, where it was. */
  recordedTrail(node: RecordedNode): InventoryTrail | undefined {
    return this.#organizations.trail(node);
  }

  /** The profiles that lead to an account, the best first. */
  profilesReaching(account: string): readonly string[] {
    return this.#organizations.profilesReaching(account);
  }

  dispose(): void {
    clearTimeout(this.#drawing);
    this.#subscription.dispose();
    this.#changes.dispose();
  }

  #item(node: Node): vscode.TreeItem | undefined {
    if (isOrganizationRow(node)) {
      if (node.kind === 'search' || node.kind === 'organization') {
        this.#drawn.set(node.id, this.#organizations.outlineOf(node));
      }
      return this.#organizations.item(node);
    }
    const account = this.#inventory.state(node.profile);
    switch (node.kind) {
      case 'profile':
        // What is asked for while a change waits to be drawn may be asked for another reason than to be shown.
        if (account && !this.#stale.has(node.profile)) {
          this.#drawn.set(node.id, this.#outlineOfProfile(node, account));
        }
        return account && this.#profileItem(node, account);
      case 'group':
        return this.#itemOfGroup(node);
      case 'region': {
        const region = this.#region(node);
        const left = region ? trailsInRegion(region, this.shown) : [];
        const item = region && this.#regionItem(node, region, left.length);
        this.#drawn.set(node.id, outlineOf(arnsOf(left), item));
        return item;
      }
      case 'trail': {
        const trail = this.trail(node);
        const acting = this.shown.find(node.arn)?.acting.profile.name;
        return (
          trail &&
          trailItem(node, trail, {
            pairs: this.#pairs.ofLive(node.arn),
            standsUnder: acting === node.profile ? undefined : acting,
            isChanged: this.#changedTrails.has(node.arn),
          })
        );
      }
      case 'detail':
        return detailItem(node);
      case 'problem':
        return account?.problem && problemItem(node, account.problem, account.phase === 'loading');
      case 'summary':
        return account && summaryItem(node, account);
      case 'fault':
        return faultItem(node);
    }
  }

  #profileItem(node: ProfileNode, account: AccountState): vscode.TreeItem {
    const trails = trailsOf(account);
    return profileItem(node, account, this.shown.digestOf(trails), this.shown.filtered(trails).length);
  }

  #regionItem(node: RegionNode, region: RegionState, left: number): vscode.TreeItem {
    return regionItem(node, region, this.shown.digestOf(region.trails), left);
  }

  #itemOfGroup(node: GroupNode): vscode.TreeItem | undefined {
    const group = this.shown.groups.get(node.value);
    if (!group) {
      return undefined;
    }
    const left = this.shown.filtered(group.trails);
    const item = groupItem(node, group, this.shown.digestOf(group.trails), left.length);
    this.#drawn.set(node.id, outlineOf(arnsOf(left), item));
    return item;
  }

  #childrenOf(node: Node | undefined): readonly Node[] {
    if (node && isOrganizationRow(node)) {
      return this.#organizations.childrenOf(node);
    }
    switch (node?.kind) {
      case undefined:
        return [...this.#faults.map(faultNode), ...topRows(this.shown), ...this.#organizations.top()];
      case 'profile':
        return this.#childrenOfProfile(node);
      case 'group':
        return trailRows(this.shown.filtered(this.shown.groups.get(node.value)?.trails ?? []));
      case 'region': {
        const region = this.#region(node);
        return region ? trailRows(trailsInRegion(region, this.shown)) : [];
      }
      case 'trail': {
        const trail = this.trail(node);
        return trail
          ? detailNodes(node, trail, {
              pairs: this.#pairs.ofLive(node.arn),
              others: this.#othersOf(node),
              isDeliveryAwaited:
                trail.status.kind === 'known' && this.isDeliveryAwaited(node.arn, trail.status.value),
              now: new Date(),
            })
          : [];
      }
      default:
        return [];
    }
  }

  #childrenOfProfile(node: ProfileNode): readonly Node[] {
    const account = this.#inventory.state(node.profile);
    if (!account) {
      return [];
    }
    if (account.phase === 'not-loaded') {
      void this.#inventory.load(node.profile);
      return [];
    }
    return this.#insideProfile(node, account);
  }

  #insideProfile(node: ProfileNode, account: AccountState): readonly Node[] {
    const isByProfile = this.shown.arrangement.grouping === 'profile';
    return [
      ...rowsOfProfile(node, account, this.shown),
      ...(isByProfile ? this.#organizations.inProfile(account) : []),
    ];
  }

  #parentOfTrail(node: TrailNode): Node {
    const { grouping } = this.shown.arrangement;
    const [group] = [...this.shown.groups.values()].filter(({ trails }) =>
      trails.some(({ trail }) => trail.arn === node.arn),
    );
    return grouping === 'profile' || !group
      ? regionNode(node.profile, node.region)
      : groupNode(grouping, group.value);
  }

  /** The other profiles that see the trail of a row. */
  #othersOf({ profile, arn }: TrailNode): readonly string[] {
    const seen = this.shown.find(arn);
    return [...(seen ? [seen.acting, ...seen.others] : [])]
      .map(view => view.profile.name)
      .filter(name => name !== profile);
  }

  #standingNow(): Map<string, string> {
    return new Map(this.shown.seen.map(({ trail, acting }) => [trail.arn, acting.profile.name]));
  }

  #region({ profile, region }: Pick<RegionNode, 'profile' | 'region'>): RegionState | undefined {
    return this.#inventory.state(profile)?.regions.find(({ name }) => name === region);
  }

  /** Looked up for every row that is drawn, also among thousands. */
  #trailsByArn(region: RegionState): ReadonlyMap<string, InventoryTrail> {
    let trails = this.#trails.get(region);
    if (!trails) {
      trails = new Map(region.trails.map(shown => [shown.trail.arn, shown]));
      this.#trails.set(region, trails);
    }
    return trails;
  }

  #same(node: Node): Node {
    const former = this.#nodes.get(node.id);
    if (former && node.kind !== 'detail') {
      return former;
    }
    this.#nodes.set(node.id, node);
    return node;
  }

  #pairsChanged(): void {
    this.#forget();
    this.redraw();
  }

  #organizationsChanged(): void {
    this.#forget();
    this.#drawing ??= setTimeout(() => this.#draw(), drawingPause);
  }

  #forget(): void {
    this.shown.forget();
    this.#organizations.forget();
  }

  #inventoryChanged(change: InventoryChange): void {
    this.#forget();
    const { profile } = change;
    const stale = this.#stale.get(profile) ?? { regions: new Set(), arns: new Set() };
    this.#stale.set(profile, stale);
    if (change.kind === 'regions') {
      for (const region of change.regions) {
        stale.regions.add(region);
      }
    } else if (change.kind === 'trails') {
      for (const arn of change.arns) {
        stale.arns.add(arn);
      }
    }
    this.#drawing ??= setTimeout(() => this.#draw(), drawingPause);
  }

  /**
   * Draws what has changed since the last time, and as little else as can be: VS Code forgets all rows inside one
   * that is drawn until it has asked for them again, and a click in between is lost on it.
   */
  #draw(): void {
    this.#drawing = undefined;
    const stale = [...this.#stale];
    this.#stale.clear();
    if (this.#drawnTop !== outlineOf(idsOf(this.#childrenOf(undefined)))) {
      this.redraw();
      return;
    }
    for (const [profile, parts] of stale) {
      const node = this.#nodes.get(profileNode(profile).id);
      const account = this.#inventory.state(profile);
      if (node?.kind !== 'profile' || !account) {
        continue;
      }
      if (this.#drawn.get(node.id) !== this.#outlineOfProfile(node, account)) {
        this.#drawn.delete(node.id);
        this.#changes.fire(node);
      } else {
        this.#drawParts(node, parts);
      }
    }
    this.#drawGroups(new Set(stale.flatMap(([, { arns }]) => [...arns])));
    this.#drawStanding(new Set(stale.map(([profile]) => profile)));
    this.#drawOrganizations();
  }

  /** Of a trail that was read in its account meanwhile, an organization's rows say something else, too. */
  #drawOrganizations(): void {
    const searches = [...this.#rowsOf.keys()].map(searchNode);
    for (const one of [...searches, ...this.#organizations.top()]) {
      const node = this.#nodes.get(one.id);
      if (
        (node?.kind === 'search' || node?.kind === 'organization') &&
        this.#drawn.has(node.id) &&
        this.#drawn.get(node.id) !== this.#organizations.outlineOf(node)
      ) {
        this.#changes.fire(node);
      }
    }
  }

  #drawParts({ profile }: ProfileNode, { regions, arns }: StaleParts): void {
    for (const node of this.#rowsOf.get(profile) ?? []) {
      if (node.kind !== 'region' || regions.has(node.region)) {
        this.#changes.fire(node);
      }
    }
    const trails = [...arns]
      .map(arn => this.#nodes.get(`trail ${profile} ${arn}`))
      .filter(node => node?.kind === 'trail')
      .filter(({ region }) => !regions.has(region));
    // What is known of a trail decides what its Region counts, and with the filter on whether it has a row at all.
    const stale = new Set(
      [...new Set(trails.map(({ region }) => region))].filter(region => this.#isRegionStale(profile, region)),
    );
    for (const region of stale) {
      this.#changes.fire(this.#same(regionNode(profile, region)));
    }
    for (const node of trails.filter(({ region }) => !stale.has(region))) {
      this.#changes.fire(node);
    }
  }

  #isRegionStale(profile: string, region: string): boolean {
    const node = regionNode(profile, region);
    const state = this.#region(node);
    const left = state ? trailsInRegion(state, this.shown) : [];
    return (
      this.#drawn.get(node.id) !==
      outlineOf(arnsOf(left), state && this.#regionItem(node, state, left.length))
    );
  }

  /** In groups, a trail that is known better may have come to another place. */
  #drawGroups(arns: ReadonlySet<string>): void {
    const { arrangement, groups } = this.shown;
    if (arrangement.grouping === 'profile') {
      return;
    }
    for (const { value, trails } of groups.values()) {
      const node = this.#same(groupNode(arrangement.grouping, value));
      const left = this.shown.filtered(trails);
      const group = { value, trails };
      if (node.kind !== 'group') {
        continue;
      }
      if (
        this.#drawn.get(node.id) !==
        outlineOf(arnsOf(left), groupItem(node, group, this.shown.digestOf(trails), left.length))
      ) {
        this.#changes.fire(node);
      } else {
        for (const row of trailRows(left.filter(({ trail }) => arns.has(trail.arn)))) {
          this.#changes.fire(this.#same(row));
        }
      }
    }
  }

  /** Of a trail that another profile acts on now, the rows under all profiles say something else. */
  #drawStanding(redrawn: ReadonlySet<string>): void {
    const former = this.#standing;
    this.#standing = this.#standingNow();
    for (const { trail, acting, others } of this.shown.seen) {
      if (former.get(trail.arn) !== acting.profile.name) {
        for (const { profile } of [acting, ...others]) {
          const node = this.#nodes.get(`trail ${profile.name} ${trail.arn}`);
          if (node && !redrawn.has(profile.name)) {
            this.#changes.fire(node);
          }
        }
      }
    }
  }

  /** What a profile's own row says and which rows it has inside, as one text. */
  #outlineOfProfile(node: ProfileNode, account: AccountState): string {
    const inside = account.phase === 'not-loaded' ? [] : this.#insideProfile(node, account);
    return outlineOf(idsOf(inside), this.#profileItem(node, account));
  }
}

function idsOf(rows: readonly Node[]): readonly string[] {
  return rows.map(({ id }) => id);
}

function arnsOf(trails: readonly InventoryTrail[]): readonly string[] {
  return trails.map(({ profile, trail }) => `${profile.name} ${trail.arn}`);
}

/** Rows, and what the one says that they stand under, as one text. */
function outlineOf(rows: readonly string[], above?: vscode.TreeItem): string {
  const icon = above?.iconPath instanceof vscode.ThemeIcon ? above.iconPath : undefined;
  const said = [above?.description, above?.contextValue, icon?.id, icon?.color?.id];
  return [...said, ...rows].join('\n');
}

/** Rows inside a profile that have to be drawn again. */
interface StaleParts {
  readonly regions: Set<string>;
  readonly arns: Set<string>;
}
