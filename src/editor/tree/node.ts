import type { ConfigFault } from '../../core/account/profile.ts';
import type { Repair } from '../../core/account/repairs.ts';
import type { DeclaredTrail } from '../documents/declaredTrails.ts';
import type { Grouping } from './arrangement.ts';

/**
 * A row of the view "Trails": its identity, never its content. Equal ids mean the same row, so that expansion and
 * selection survive a refresh; what it shows is looked up in the inventory when it is drawn.
 */
export type Node =
  | ProfileNode
  | GroupNode
  | RegionNode
  | TrailNode
  | DetailNode
  | ProblemNode
  | SummaryNode
  | FaultNode
  | OrganizationRow;

export interface ProfileNode {
  readonly kind: 'profile';
  readonly id: string;
  readonly profile: string;
}

/** Trails that have something in common. It belongs to no profile. */
export interface GroupNode {
  readonly kind: 'group';
  readonly id: string;
  readonly profile: '';
  readonly grouping: Grouping;
  readonly value: string;
}

export interface RegionNode {
  readonly kind: 'region';
  readonly id: string;
  readonly profile: string;
  readonly region: string;
}

export interface TrailNode {
  readonly kind: 'trail';
  readonly id: string;
  readonly profile: string;
  readonly region: string;
  readonly arn: string;
}

/** One line of what is known about a trail. */
export interface DetailNode {
  readonly kind: 'detail';
  readonly id: string;
  readonly profile: string;
  readonly region: string;
  readonly arn: string;
  readonly about: DetailSubject;
  readonly label: string;
  readonly value: string;
  /** What can be done for the trail from here. */
  readonly repairs: readonly Repair[];
  /** A product icon, unless something presses. */
  readonly icon: string;
  readonly pressing: boolean;
  /** Where it leads to, of a line about a declaration. */
  readonly declared?: DeclaredTrail;
}

export type DetailSubject = 'encryption' | 'key' | 'policy' | 'bucket' | 'delivery' | 'declaration' | 'other';

/** Why a profile could not be read, with the next step. */
export interface ProblemNode {
  readonly kind: 'problem';
  readonly id: string;
  readonly profile: string;
}

/** Represents many Regions in one line. */
export interface SummaryNode {
  readonly kind: 'summary';
  readonly id: string;
  readonly profile: string;
  readonly about: SummarySubject;
}

export type SummarySubject =
  | 'regions-being-read'
  | 'denied-regions'
  | 'unread-regions'
  | 'empty-regions'
  | 'nothing-needs-attention'
  | 'default-regions-only';

/** Rows of what AWS Config recorded of other accounts. */
export type OrganizationRow =
  | SearchNode
  | SearchResultNode
  | OrganizationNode
  | AccountNode
  | CalmAccountsNode
  | RecordedNode
  | OrganizationNoteNode;

/** Under a profile: looks for aggregators through it when it is expanded. */
export interface SearchNode {
  readonly kind: 'search';
  readonly id: string;
  readonly profile: string;
}

/** What a search found, or could not read. */
export interface SearchResultNode {
  readonly kind: 'searchResult';
  readonly id: string;
  readonly profile: string;
  readonly about: 'failed' | 'nothing' | 'unread' | 'found';
  /** ARN of the aggregator that was found. */
  readonly aggregator?: string;
}

/** An organization, by the ARN of the aggregator that knows it. It belongs to no profile, as all rows inside. */
export interface OrganizationNode {
  readonly kind: 'organization';
  readonly id: string;
  readonly profile: '';
  readonly aggregator: string;
}

export interface AccountNode {
  readonly kind: 'account';
  readonly id: string;
  readonly profile: '';
  readonly aggregator: string;
  readonly account: string;
}

/** The accounts that need no attention. */
export interface CalmAccountsNode {
  readonly kind: 'calmAccounts';
  readonly id: string;
  readonly profile: '';
  readonly aggregator: string;
}

/** A trail as AWS Config recorded it. */
export interface RecordedNode {
  readonly kind: 'recorded';
  readonly id: string;
  readonly profile: '';
  readonly region: string;
  readonly aggregator: string;
  readonly account: string;
  readonly arn: string;
}

/** What an organization's rows do not show, in one line. */
export interface OrganizationNoteNode {
  readonly kind: 'organizationNote';
  readonly id: string;
  readonly profile: '';
  readonly aggregator: string;
  readonly about: 'problem' | 'gaps' | 'no-own-trail' | 'nothing-needs-attention' | 'nothing-recorded';
}

/** What could not be understood in a shared AWS file. It belongs to no profile. */
export interface FaultNode {
  readonly kind: 'fault';
  readonly id: string;
  readonly profile: '';
  readonly fault: ConfigFault;
}
