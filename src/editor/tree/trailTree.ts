import * as vscode from 'vscode';
import type { Inventory, InventoryChange } from '../../core/account/inventory.ts';
import type { ConfigFault } from '../../core/account/profile.ts';
import type { AccountState, InventoryTrail, RegionState } from '../../core/account/state.ts';
import type { TrailStatus } from '../../core/account/trail.ts';
import { isPressing } from '../../core/drift/index.ts';
import { needsAttention } from '../../core/trail/verdict.ts';
import type { Pairs } from '../documents/index.ts';
import { plainRow } from '../window.ts';
import { detailItem, detailNodes } from './detailNodes.ts';
import { faultItem, faultNode } from './faultNode.ts';
import type { Node, ProfileNode, RegionNode, TrailNode } from './node.ts';
import { problemItem, problemNode } from './problemNode.ts';
import { profileItem, profileNode, profileTooltip } from './profileNode.ts';
import { regionItem, regionNode, regionTooltip } from './regionNode.ts';
import { isSummedUp, regionsOf, summaryItem, summaryNode } from './summaryNode.ts';
import { trailItem, trailNode, trailTooltip } from './trailNode.ts';

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
  /** By profile: the outline that VS Code has asked for. */
  readonly #drawn = new Map<string, string>();
  /** By profile: the rows directly inside. */
  readonly #rowsOf = new Map<string, readonly Node[]>();
  #drawing: NodeJS.Timeout | undefined;
  #onlyNeedingAttention = false;
  #shownProfiles: readonly string[] = [];
  #faults: readonly ConfigFault[] = [];
  readonly #trails = new WeakMap<RegionState, ReadonlyMap<string, InventoryTrail>>();
  readonly onDidChangeTreeData = this.#changes.event;
  /** Whether a trail has a new key, and nothing delivered under it so far; set by who changes trails. */
  isDeliveryAwaited: (trailArn: string, status: TrailStatus) => boolean = () => false;

  constructor(inventory: Inventory, pairs: Pairs) {
    this.#inventory = inventory;
    this.#pairs = pairs;
    this.#subscription = vscode.Disposable.from(
      inventory.onDidChange(change => this.#inventoryChanged(change)),
      pairs.onDidChange(() => this.redraw()),
    );
  }

  get onlyNeedingAttention(): boolean {
    return this.#onlyNeedingAttention;
  }

  set onlyNeedingAttention(only: boolean) {
    this.#onlyNeedingAttention = only;
    this.redraw();
  }

  /** The profiles to show, in this order, and above them what was wrong with the files that declare them. */
  show(profiles: readonly string[], faults: readonly ConfigFault[]): void {
    this.#shownProfiles = profiles;
    this.#faults = faults;
    this.redraw();
  }

  redraw(): void {
    this.#changes.fire(undefined);
  }

  getChildren(node?: Node): Node[] {
    const rows = this.#childrenOf(node).map(child => this.#same(child));
    if (node?.kind === 'profile') {
      this.#rowsOf.set(node.profile, rows);
    }
    return rows;
  }

  getParent(node: Node): Node | undefined {
    switch (node.kind) {
      case 'profile':
      case 'fault':
        return undefined;
      case 'region':
      case 'problem':
      case 'summary':
        return this.#same(profileNode(node.profile));
      case 'trail':
        return this.#same(regionNode(node.profile, node.region));
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
    if (node.kind === 'profile' && account) {
      item.tooltip = profileTooltip(account);
    } else if (node.kind === 'region') {
      const region = this.#region(node);
      item.tooltip = region && regionTooltip(region);
    } else if (node.kind === 'trail') {
      const trail = this.trail(node);
      item.tooltip = trail && trailTooltip(trail, this.#pairs.ofLive(node.arn));
    }
    return item;
  }

  /** What is known of the trail behind a row now. */
  trail({ profile, region, arn }: Pick<TrailNode, 'profile' | 'region' | 'arn'>): InventoryTrail | undefined {
    const home = this.#region({ profile, region });
    return home && this.#trailsByArn(home).get(arn);
  }

  dispose(): void {
    clearTimeout(this.#drawing);
    this.#subscription.dispose();
    this.#changes.dispose();
  }

  #item(node: Node): vscode.TreeItem | undefined {
    const account = this.#inventory.state(node.profile);
    switch (node.kind) {
      case 'profile':
        // What is asked for while a change waits to be drawn may be asked for another reason than to be shown.
        if (account && !this.#stale.has(node.profile)) {
          this.#drawn.set(node.profile, account.phase === 'not-loaded' ? '' : this.#outline(node, account));
        }
        return account && profileItem(node, account);
      case 'region': {
        const region = this.#region(node);
        return region && regionItem(node, region);
      }
      case 'trail': {
        const trail = this.trail(node);
        return trail && trailItem(node, trail, this.#pairs.ofLive(node.arn));
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

  #childrenOf(node: Node | undefined): Node[] {
    switch (node?.kind) {
      case undefined:
        return [...this.#faults.map(faultNode), ...this.#shownProfiles.map(profileNode)];
      case 'profile':
        return this.#childrenOfProfile(node);
      case 'region':
        return this.#shown(this.#region(node)?.trails ?? []).map(trail => trailNode(node.profile, trail));
      case 'trail': {
        const trail = this.trail(node);
        return trail
          ? detailNodes(
              node,
              trail,
              this.#pairs.ofLive(node.arn),
              trail.status.kind === 'known' && this.isDeliveryAwaited(node.arn, trail.status.value),
              new Date(),
            )
          : [];
      }
      default:
        return [];
    }
  }

  #childrenOfProfile({ profile }: ProfileNode): Node[] {
    const account = this.#inventory.state(profile);
    if (!account) {
      return [];
    }
    if (account.phase === 'not-loaded') {
      void this.#inventory.load(profile);
      return [];
    }
    return [...(account.problem ? [problemNode(profile)] : []), ...this.#regionNodes(account)];
  }

  #regionNodes(account: AccountState): Node[] {
    const profile = account.profile.name;
    const worthARow = account.regions.filter(
      region => !isSummedUp(region) && (region.problem || this.#shown(region.trails).length > 0),
    );
    const summaries = [
      summaryNode(profile, 'regions-being-read'),
      summaryNode(profile, 'unread-regions'),
      ...(this.#onlyNeedingAttention ? [] : [summaryNode(profile, 'empty-regions')]),
    ].filter(summary => regionsOf(summary, account).length > 0);
    const calm = this.#onlyNeedingAttention && account.phase === 'loaded' && worthARow.length === 0;
    return [
      ...worthARow.map(region => regionNode(profile, region.name)),
      ...summaries,
      ...(calm ? [summaryNode(profile, 'nothing-needs-attention')] : []),
      ...(account.regionSource?.kind === 'default' ? [summaryNode(profile, 'default-regions-only')] : []),
    ];
  }

  #shown(trails: readonly InventoryTrail[]): readonly InventoryTrail[] {
    return this.#onlyNeedingAttention
      ? trails.filter(
          ({ verdict, trail }) => needsAttention(verdict) || this.#pairs.ofLive(trail.arn).some(isPressing),
        )
      : trails;
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

  #inventoryChanged(change: InventoryChange): void {
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
    for (const [profile, parts] of stale) {
      const node = this.#nodes.get(profileNode(profile).id);
      const account = this.#inventory.state(profile);
      if (node?.kind !== 'profile' || !account) {
        continue;
      }
      if (this.#drawn.get(profile) !== this.#outline(node, account)) {
        this.#drawn.delete(profile);
        this.#changes.fire(node);
      } else {
        this.#drawParts(node, parts);
      }
    }
  }

  #drawParts({ profile }: ProfileNode, { regions, arns }: StaleParts): void {
    const redrawn = new Set(regions);
    for (const node of this.#rowsOf.get(profile) ?? []) {
      if (node.kind !== 'region' || regions.has(node.region)) {
        this.#changes.fire(node);
      }
    }
    for (const arn of arns) {
      const node = this.#nodes.get(`trail ${profile} ${arn}`);
      if (node?.kind === 'trail' && !redrawn.has(node.region)) {
        // With the filter on, what is known of a trail decides whether it has a row at all.
        const changed = this.#onlyNeedingAttention ? regionNode(profile, node.region) : node;
        this.#changes.fire(this.#same(changed));
      }
    }
  }

  /** What a profile's own row says and which rows it has inside, as one text. */
  #outline(node: ProfileNode, account: AccountState): string {
    const { description, contextValue, iconPath } = profileItem(node, account);
    const icon = iconPath instanceof vscode.ThemeIcon ? iconPath.id : '';
    const inside = account.phase === 'not-loaded' ? [] : this.#childrenOfProfile(node);
    return [description, contextValue, icon, ...inside.map(({ id }) => id)].join('\n');
  }
}

/** Rows inside a profile that have to be drawn again. */
interface StaleParts {
  readonly regions: Set<string>;
  readonly arns: Set<string>;
}
