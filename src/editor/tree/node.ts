import type { ConfigFault } from '../../core/account/profile.ts';
import type { Repair } from '../../core/account/repairs.ts';
import type { Grouping } from './arrangement.ts';

/**
 * A row of the view "Trails": what it stands for, never what it shows. Equal ids mean the same row, so that
 * expansion and selection survive a refresh; what it shows is looked up in the inventory when it is drawn.
 */
export type Node =
  | ProfileNode
  | GroupNode
  | RegionNode
  | TrailNode
  | DetailNode
  | ProblemNode
  | SummaryNode
  | FaultNode;

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
}

export type DetailSubject = 'encryption' | 'key' | 'policy' | 'bucket' | 'delivery' | 'other';

/** Why a profile could not be read, with the next step. */
export interface ProblemNode {
  readonly kind: 'problem';
  readonly id: string;
  readonly profile: string;
}

/** What stands for many Regions in one line. */
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

/** What could not be understood in a shared AWS file. It belongs to no profile. */
export interface FaultNode {
  readonly kind: 'fault';
  readonly id: string;
  readonly profile: '';
  readonly fault: ConfigFault;
}
