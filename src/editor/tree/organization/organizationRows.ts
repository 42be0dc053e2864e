import type * as vscode from 'vscode';
import type { Organizations } from '../../../core/account/organization/organizations.ts';
import { profilesReaching } from '../../../core/account/organization/reach.ts';
import type { OrganizationState, RecordedTrail } from '../../../core/account/organization/state.ts';
import type { AccountState, InventoryTrail } from '../../../core/account/state.ts';
import { ownerOf } from '../../../core/account/trail.ts';
import { groupedBy } from '../../../core/base/groupedBy.ts';
import { gapsIn } from '../../../core/wording/organization.ts';
import type { AccountNode, Node, OrganizationNode, OrganizationRow, RecordedNode } from '../node.ts';
import { profileNode } from '../profileNode.ts';
import type { ShownTrails } from '../shownTrails.ts';
import {
  calmAccountsItem,
  calmAccountsNode,
  noteItem,
  noteNode,
  organizationItem,
  organizationNode,
  organizationTooltip,
  searchItem,
  searchNode,
  searchResultItem,
  searchResultNodes,
} from './organizationNode.ts';
import { accountItem, accountNode, recordedItem, recordedNode, recordedTooltip } from './recordedNode.ts';

/** Whether a row is one of these. */
export function isOrganizationRow(node: Node): node is OrganizationRow {
  return kinds.has(node.kind);
}

const kinds: ReadonlySet<Node['kind']> = new Set([
  'search',
  'searchResult',
  'organization',
  'account',
  'calmAccounts',
  'recorded',
  'organizationNote',
] satisfies readonly OrganizationRow['kind'][]);

/** Accounts of an organization that show their trails at once. */
const mostOpenAccounts = 10;

/** The trails of one account of an organization. */
interface Member {
  readonly account: string;
  readonly trails: readonly RecordedTrail[];
  /** The same, as their accounts were read where they were. */
  readonly shown: readonly InventoryTrail[];
  readonly isPressing: boolean;
}

/** The basis of an organization's rows, for one state. */
interface Members {
  readonly state: OrganizationState;
  readonly all: readonly InventoryTrail[];
  readonly byAccount: ReadonlyMap<string, Member>;
  readonly pressing: readonly Member[];
  readonly calm: readonly Member[];
}

/**
 * The rows of organizations in the view "Trails": what AWS Config recorded, by account, those that need attention first. A
 * trail that was read in its account is shown as it is there.
 */
export class OrganizationRows {
  readonly #organizations: Organizations;
  readonly #shown: ShownTrails;
  readonly #accounts: () => readonly AccountState[];
  #members = new Map<string, Members>();
  /** The profiles that lead to each account, as far as they are known to. */
  #leading: ReadonlyMap<string, readonly AccountState[]> | undefined;

  constructor(organizations: Organizations, shown: ShownTrails, accounts: () => readonly AccountState[]) {
    this.#organizations = organizations;
    this.#shown = shown;
    this.#accounts = accounts;
  }

  /** Something else is known. */
  forget(): void {
    this.#members = new Map();
    this.#leading = undefined;
  }

  /** The rows at the top: every organization that was found. */
  top(): readonly OrganizationNode[] {
    return this.#organizations.states().map(({ aggregator }) => organizationNode(aggregator.arn));
  }

  /** The row inside a profile that leads to its organization. */
  inProfile({ profile, phase, problem }: AccountState): readonly Node[] {
    const isWanted = phase === 'loaded' && !problem && !this.#shown.onlyNeedingAttention;
    return isWanted ? [searchNode(profile.name)] : [];
  }

  /** The trail of a row: as its account was read, else as it was recorded. */
  trail({ aggregator, arn }: Pick<RecordedNode, 'aggregator' | 'arn'>): InventoryTrail | undefined {
    return this.#shown.find(arn)?.acting ?? this.#recorded(aggregator, arn);
  }

  /** The name of an account, if an organization knows it. */
  nameOf(account: string): string | undefined {
    return this.#organizations
      .states()
      .map(({ names }) => names.get(account))
      .find(name => name !== undefined);
  }

  profilesReaching(account: string): readonly string[] {
    this.#leading ??= groupedBy(
      this.#accounts(),
      ({ identity, profile }) => identity?.account ?? profile.account ?? '',
    );
    return profilesReaching(this.#leading.get(account) ?? [], account, () => true);
  }

  childrenOf(node: OrganizationRow): readonly Node[] {
    switch (node.kind) {
      case 'search': {
        const search = this.#organizations.search(node.profile);
        if (!search) {
          void this.#organizations.find(node.profile);
        }
        return search ? searchResultNodes(search) : [];
      }
      case 'organization': {
        if (this.#organizations.state(node.aggregator)?.phase === 'not-loaded') {
          void this.#organizations.load(node.aggregator);
        }
        return this.#rowsOfOrganization(node);
      }
      case 'calmAccounts':
        return (
          this.#of(node.aggregator)?.calm.map(({ account }) => accountNode(node.aggregator, account)) ?? []
        );
      case 'account':
        return this.#rowsOfAccount(node);
      default:
        return [];
    }
  }

  parentOf(node: OrganizationRow): Node | undefined {
    switch (node.kind) {
      case 'organization':
        return undefined;
      case 'search':
        return profileNode(node.profile);
      case 'searchResult':
        return searchNode(node.profile);
      case 'calmAccounts':
      case 'organizationNote':
        return organizationNode(node.aggregator);
      case 'account':
        return this.#of(node.aggregator)?.byAccount.get(node.account)?.isPressing
          ? organizationNode(node.aggregator)
          : calmAccountsNode(node.aggregator);
      case 'recorded':
        return accountNode(node.aggregator, node.account);
    }
  }

  item(node: OrganizationRow): vscode.TreeItem | undefined {
    switch (node.kind) {
      case 'search':
        return searchItem(node, this.#organizations.search(node.profile));
      case 'searchResult': {
        const search = this.#organizations.search(node.profile);
        return search && searchResultItem(node, search);
      }
      case 'organization':
        return this.#itemOfOrganization(node);
      case 'calmAccounts':
        return calmAccountsItem(node, this.#of(node.aggregator)?.calm.length ?? 0);
      case 'account':
        return this.#itemOfAccount(node);
      case 'recorded': {
        const recorded = this.#recorded(node.aggregator, node.arn);
        if (!recorded) {
          return undefined;
        }
        const live = this.#shown.find(node.arn)?.acting;
        const appearance = this.#shown.appearanceOf(live ?? recorded);
        return recordedItem(node, recorded, { live, appearance, ...this.#accountInRow(node) });
      }
      case 'organizationNote': {
        const members = this.#of(node.aggregator);
        return members && noteItem(node, members.state, withoutOwnTrail(members));
      }
    }
  }

  tooltip(node: OrganizationRow): vscode.MarkdownString | undefined {
    if (node.kind === 'organization') {
      const state = this.#organizations.state(node.aggregator);
      return state && organizationTooltip(state);
    }
    if (node.kind === 'recorded') {
      const recorded = this.#recorded(node.aggregator, node.arn);
      return recorded && recordedTooltip(recorded, this.#shown.find(node.arn)?.acting);
    }
    return undefined;
  }

  /** What a row says and what is inside, as one text: where it is the same, there is nothing to draw. */
  outlineOf(node: SearchOrOrganization): string {
    const item = this.item(node);
    const icon = item?.iconPath as vscode.ThemeIcon | undefined;
    const inside = node.kind === 'search' ? this.#searchInside(node.profile) : this.#rowsOfOrganization(node);
    const rows = inside.map(row => {
      const one = isOrganizationRow(row) ? this.item(row) : undefined;
      return `${row.id} ${String(one?.description ?? one?.label)}`;
    });
    const live =
      node.kind === 'organization' ? this.#of(node.aggregator)?.all.filter(one => !one.recorded).length : 0;
    return [item?.description, item?.contextValue, icon?.id, icon?.color?.id, live, ...rows].join('\n');
  }

  /** Trails are grouped across profiles: inside an organization there is only what the groups do not show. */
  get #inGroups(): boolean {
    return this.#shown.arrangement.grouping !== 'profile';
  }

  /** Trails of many accounts have one name: in groups, a row says whose it is. */
  #accountInRow({ account }: RecordedNode): { readonly account?: string } {
    const { grouping } = this.#shown.arrangement;
    const isSaid = grouping === 'profile' || grouping === 'account';
    return isSaid ? {} : { account: this.nameOf(account) ?? account };
  }

  #searchInside(profile: string): readonly Node[] {
    const search = this.#organizations.search(profile);
    return search ? searchResultNodes(search) : [];
  }

  #rowsOfOrganization({ aggregator }: OrganizationNode): readonly Node[] {
    const members = this.#of(aggregator);
    if (!members) {
      return [];
    }
    const { state, all } = members;
    const { onlyNeedingAttention } = this.#shown;
    const isRead = state.phase === 'loaded';
    return [
      ...(state.problem ? [noteNode(aggregator, 'problem')] : []),
      ...(this.#inGroups ? [] : this.#accountRows(aggregator, members)),
      ...(isRead && all.length === 0 && !state.problem ? [noteNode(aggregator, 'nothing-recorded')] : []),
      ...(isRead && withoutOwnTrail(members) > 0 && all.length > 0 && !onlyNeedingAttention
        ? [noteNode(aggregator, 'no-own-trail')]
        : []),
      ...(isRead && gapsIn(state).length > 0 ? [noteNode(aggregator, 'gaps')] : []),
    ];
  }

  #accountRows(aggregator: string, { state, pressing, calm, all }: Members): readonly Node[] {
    const isCalm = state.phase === 'loaded' && pressing.length === 0 && all.length > 0;
    return [
      ...pressing.map(({ account }) => accountNode(aggregator, account)),
      ...(isCalm ? [noteNode(aggregator, 'nothing-needs-attention')] : []),
      ...(calm.length > 0 && !this.#shown.onlyNeedingAttention ? [calmAccountsNode(aggregator)] : []),
    ];
  }

  #rowsOfAccount({ aggregator, account }: AccountNode): readonly Node[] {
    const member = this.#of(aggregator)?.byAccount.get(account);
    const left = this.#shown.filtered(member?.shown ?? []);
    return left.map(trail => recordedNode(aggregator, trail));
  }

  #itemOfOrganization(node: OrganizationNode): vscode.TreeItem | undefined {
    const members = this.#of(node.aggregator);
    if (!members) {
      return undefined;
    }
    const { state, all } = members;
    return organizationItem(node, state, {
      digest: this.#shown.digestOf(all),
      left: this.#shown.filtered(all).length,
      opens: state.phase !== 'loaded' || this.#rowsOfOrganization(node).length > 0,
    });
  }

  #itemOfAccount(node: AccountNode): vscode.TreeItem | undefined {
    const members = this.#of(node.aggregator);
    const member = members?.byAccount.get(node.account);
    return (
      members &&
      member &&
      accountItem(node, {
        name: members.state.names.get(node.account),
        profiles: this.profilesReaching(node.account),
        digest: this.#shown.digestOf(member.shown),
        left: this.#shown.filtered(member.shown).length,
        isOpen: member.isPressing && members.pressing.length <= mostOpenAccounts,
      })
    );
  }

  #recorded(aggregator: string, arn: string): RecordedTrail | undefined {
    const account = ownerOf(arn);
    return this.#of(aggregator)
      ?.byAccount.get(account)
      ?.trails.find(({ trail }) => trail.arn === arn);
  }

  #of(aggregator: string): Members | undefined {
    const state = this.#organizations.state(aggregator);
    const kept = this.#members.get(aggregator);
    if (!state || kept?.state === state) {
      return state && kept;
    }
    const members = this.#membersOf(state);
    this.#members.set(aggregator, members);
    return members;
  }

  #membersOf(state: OrganizationState): Members {
    const groups = groupedBy(state.trails, ({ trail }) => ownerOf(trail.arn));
    const all = [...groups].map(([account, trails]): Member => {
      const shown = trails.map(one => this.#shown.find(one.trail.arn)?.acting ?? one);
      return { account, trails, shown, isPressing: this.#shown.isPressing(shown) };
    });
    return {
      state,
      all: all.flatMap(({ shown }) => shown),
      byAccount: new Map(all.map(one => [one.account, one])),
      pressing: all.filter(({ isPressing }) => isPressing),
      calm: all.filter(({ isPressing }) => !isPressing),
    };
  }
}

export type SearchOrOrganization = Extract<OrganizationRow, { readonly kind: 'search' | 'organization' }>;

function withoutOwnTrail({ state, byAccount }: Members): number {
  return state.accounts.filter(account => !byAccount.has(account)).length;
}
