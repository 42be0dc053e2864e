import type * as vscode from 'vscode';
import type { Inventory } from '../../core/account/inventory.ts';
import type { Organizations } from '../../core/account/organization/organizations.ts';
import type { ConfigFault } from '../../core/account/profile.ts';
import { viewsOf } from '../../core/account/seenTrails.ts';
import {
  type AccountState,
  type InventoryTrail,
  type RegionState,
  trailsOf,
} from '../../core/account/state.ts';
import { ownerOf, type TrailStatus } from '../../core/account/trail.ts';
import type { Pairs } from '../documents/index.ts';
import { detailItem, detailNodes } from './detailNodes.ts';
import { faultItem, faultNode } from './faultNode.ts';
import { groupItem, groupNode } from './groupNode.ts';
import type { GroupNode, Node, ProfileNode, RegionNode, TrailNode } from './node.ts';
import { isOrganizationRow, OrganizationRows } from './organization/organizationRows.ts';
import { outlineOf } from './outline.ts';
import { problemItem } from './problemNode.ts';
import { profileItem, profileNode, profileTooltip } from './profileNode.ts';
import { regionItem, regionNode, regionTooltip } from './regionNode.ts';
import { rowsOfProfile, topRows, trailRows, trailsInRegion } from './rows.ts';
import { ShownTrails } from './shownTrails.ts';
import { summaryItem } from './summaryNode.ts';
import { trailItem, trailTooltip } from './trailNode.ts';

/** With more groups than this, each opens on request. */
const mostOpenGroups = 20;

/**
 * The rows of the view "Trails", by what is known now: which are inside which, what each shows. It keeps no row, and
 * calls AWS only through the inventory, to load a profile whose rows are requested.
 */
export class TreeRows {
  readonly shown: ShownTrails;
  readonly organizations: OrganizationRows;
  faults: readonly ConfigFault[] = [];
  /** The trails of which a change is recorded. */
  changedTrails: ReadonlySet<string> = new Set();
  /** Whether a trail has a new key, and nothing delivered under it so far. */
  isDeliveryAwaited: (trailArn: string, status: TrailStatus) => boolean = () => false;
  readonly #inventory: Inventory;
  readonly #pairs: Pairs;
  readonly #trails = new WeakMap<RegionState, ReadonlyMap<string, InventoryTrail>>();

  constructor(inventory: Inventory, pairs: Pairs, organizations: Organizations) {
    this.#inventory = inventory;
    this.#pairs = pairs;
    this.shown = new ShownTrails(inventory, pairs, () =>
      organizations.states().flatMap(({ trails }) => trails),
    );
    this.organizations = new OrganizationRows(organizations, this.shown, () => inventory.states());
  }

  /** Something else is known. */
  forget(): void {
    this.shown.forget();
    this.organizations.forget();
  }

  /** The rows inside a row; those at the top where it is left out. */
  childrenOf(node: Node | undefined): readonly Node[] {
    if (node && isOrganizationRow(node)) {
      return this.organizations.childrenOf(node);
    }
    switch (node?.kind) {
      case undefined:
        return [...this.faults.map(faultNode), ...topRows(this.shown), ...this.organizations.top()];
      case 'profile':
        return this.#childrenOfProfile(node);
      case 'group':
        return trailRows(this.shown.filtered(this.shown.groups.get(node.value)?.trails ?? []));
      case 'region': {
        const region = this.#region(node);
        return region ? trailRows(trailsInRegion(region, this.shown)) : [];
      }
      case 'trail':
        return this.#detailsOf(node);
      default:
        return [];
    }
  }

  /** The row that a row is in. Of a trail's line, the row of the trail. */
  parentOf(node: Exclude<Node, { readonly kind: 'detail' }>): Node | undefined {
    if (isOrganizationRow(node)) {
      return (node.kind === 'recorded' && this.#groupOf(node.arn)) || this.organizations.parentOf(node);
    }
    switch (node.kind) {
      case 'profile':
      case 'group':
      case 'fault':
        return undefined;
      case 'region':
      case 'problem':
      case 'summary':
        return profileNode(node.profile);
      case 'trail':
        return this.#groupOf(node.arn) ?? regionNode(node.profile, node.region);
    }
  }

  item(node: Node): vscode.TreeItem | undefined {
    if (isOrganizationRow(node)) {
      return this.organizations.item(node);
    }
    const account = this.#inventory.state(node.profile);
    switch (node.kind) {
      case 'profile':
        return account && this.#profileItem(node, account);
      case 'group':
        return this.#groupItem(node);
      case 'region':
        return this.#regionItem(node);
      case 'trail':
        return this.#trailItem(node);
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

  tooltip(node: Node): vscode.TreeItem['tooltip'] {
    if (isOrganizationRow(node)) {
      return this.organizations.tooltip(node);
    }
    switch (node.kind) {
      case 'profile': {
        const account = this.#inventory.state(node.profile);
        return account && profileTooltip(account);
      }
      case 'region': {
        const region = this.#region(node);
        return region && regionTooltip(region);
      }
      case 'trail': {
        const [trail, pairs] = [this.trail(node), this.#pairs.ofLive(node.arn)];
        return trail && trailTooltip(trail, pairs, this.#othersOf(node), this.#region(node)?.readAt);
      }
      default:
        return undefined;
    }
  }

  /** The text and children of a row, for rows that others depend on. `item` is the row's, if it exists. */
  outlineOf(node: Node, item: vscode.TreeItem | undefined = this.item(node)): string | undefined {
    switch (node.kind) {
      case 'search':
      case 'organization':
        return this.organizations.outlineOf(node);
      case 'profile':
        return this.#outlineOfProfile(node, item);
      case 'region': {
        const region = this.#region(node);
        return outlineOf((region ? trailsInRegion(region, this.shown) : []).map(arnOf), item);
      }
      case 'group':
        return outlineOf(this.#outlinesIn(node), item);
      default:
        return undefined;
    }
  }

  /** All profiles that were not read say the same: nothing. */
  #outlineOfProfile(node: ProfileNode, item: vscode.TreeItem | undefined): string | undefined {
    const account = this.#inventory.state(node.profile);
    if (!account || account.phase === 'not-loaded') {
      return account && '';
    }
    return outlineOf(
      this.#insideProfile(node, account).map(({ id }) => id),
      item,
    );
  }

  /** A row of what was recorded is drawn again with its group alone. */
  #outlinesIn({ value }: GroupNode): readonly string[] {
    const left = this.shown.filtered(this.shown.groups.get(value)?.trails ?? []);
    return left.map(one =>
      [
        arnOf(one),
        ...(one.recorded ? [one.recorded.at, this.organizations.nameOf(ownerOf(one.trail.arn))] : []),
      ].join(' '),
    );
  }

  /** What is known of a row's trail now. */
  trail({ profile, region, arn }: Pick<TrailNode, 'profile' | 'region' | 'arn'>): InventoryTrail | undefined {
    const home = this.#region({ profile, region });
    return home && this.#trailsByArn(home).get(arn);
  }

  #profileItem(node: ProfileNode, account: AccountState): vscode.TreeItem {
    const trails = trailsOf(account);
    return profileItem(node, account, this.shown.digestOf(trails), this.shown.filtered(trails).length);
  }

  #regionItem(node: RegionNode): vscode.TreeItem | undefined {
    const region = this.#region(node);
    const left = region ? trailsInRegion(region, this.shown) : [];
    return region && regionItem(node, region, this.shown.digestOf(region.trails), left.length);
  }

  #groupItem(node: GroupNode): vscode.TreeItem | undefined {
    const group = this.shown.groups.get(node.value);
    return (
      group &&
      groupItem(node, group, {
        digest: this.shown.digestOf(group.trails),
        left: this.shown.filtered(group.trails).length,
        account: node.grouping === 'account' ? this.organizations.nameOf(node.value) : undefined,
        isOpen: this.shown.groups.size <= mostOpenGroups,
      })
    );
  }

  #trailItem(node: TrailNode): vscode.TreeItem | undefined {
    const trail = this.trail(node);
    const acting = this.shown.find(node.arn)?.acting.profile.name;
    return (
      trail &&
      trailItem(node, trail, {
        pairs: this.#pairs.ofLive(node.arn),
        standsUnder: acting === node.profile ? undefined : acting,
        isChanged: this.changedTrails.has(node.arn),
      })
    );
  }

  #detailsOf(node: TrailNode): readonly Node[] {
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

  #childrenOfProfile(node: ProfileNode): readonly Node[] {
    const account = this.#inventory.state(node.profile);
    if (account?.phase === 'not-loaded') {
      void this.#inventory.load(node.profile);
      return [];
    }
    return account ? this.#insideProfile(node, account) : [];
  }

  #insideProfile(node: ProfileNode, account: AccountState): readonly Node[] {
    const isByProfile = this.shown.arrangement.grouping === 'profile';
    return [
      ...rowsOfProfile(node, account, this.shown),
      ...(isByProfile ? this.organizations.inProfile(account) : []),
    ];
  }

  /** The group that a trail is in, where trails are in groups. */
  #groupOf(arn: string): GroupNode | undefined {
    const { grouping } = this.shown.arrangement;
    if (grouping === 'profile') {
      return undefined;
    }
    const group = [...this.shown.groups.values()].find(({ trails }) =>
      trails.some(({ trail }) => trail.arn === arn),
    );
    return group && groupNode(grouping, group.value);
  }

  /** The other profiles that see the trail of a row. */
  #othersOf({ profile, arn }: TrailNode): readonly string[] {
    return viewsOf(this.shown.find(arn))
      .map(view => view.profile.name)
      .filter(name => name !== profile);
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
}

function arnOf({ profile, trail }: InventoryTrail): string {
  return `${profile.name} ${trail.arn}`;
}
