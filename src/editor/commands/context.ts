import type { SsoPortal } from '../../core/account/ssoRole.ts';
import type { Wizard } from '../../core/wizard/index.ts';
import type { AddedRoles } from '../addedRoles.ts';
import type { CodeNode } from '../codeTree/node.ts';
import type { CommandId } from '../contributions.ts';
import type { TrailsInCode } from '../documents/index.ts';
import type { Log } from '../log.ts';
import type { ReadOnlyDocuments } from '../readOnlyDocuments.ts';
import type { TrailsView } from '../trailsView.ts';
import type { Node } from '../tree/node.ts';

/** What commands work with. */
export interface CommandContext {
  /** Of the command that runs: what it asks has this title. */
  readonly title: string;
  readonly view: TrailsView;
  readonly code: TrailsInCode;
  readonly documents: ReadOnlyDocuments;
  readonly log: Log;
  /** The roles of IAM Identity Center that were added to the view. */
  readonly added: AddedRoles;
  /** What IAM Identity Center lists; the AWS SDK is loaded for it. */
  readonly portal: () => Promise<SsoPortal>;
  /** Created on first use. */
  readonly wizard: () => Promise<Wizard>;
}

/** A row of one of the views. */
export type Row = Node | CodeNode;

/** The rows that a command is about: all that are selected, else the one it was called on. */
export function rowsOf(node: Row | undefined, selected: readonly Row[] | undefined): readonly Row[] {
  return selected && selected.length > 1 ? selected : node ? [node] : [];
}

/**
 * One command. From the tree it gets the row it was called on and all rows that are selected; from the palette or
 * a key binding it gets nothing and asks.
 */
export interface Command {
  readonly id: CommandId;
  run(context: CommandContext, row?: Row, selected?: readonly Row[]): unknown;
}
