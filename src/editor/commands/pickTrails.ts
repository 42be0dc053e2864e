import * as vscode from 'vscode';
import { type InventoryTrail, trailsOf } from '../../core/account/state.ts';
import { appearanceOfTrail, trailInBrief } from '../../core/wording/trails.ts';
import { say } from '../say.ts';
import type { Node } from '../tree/node.ts';
import { profileLabel } from '../tree/profileNode.ts';
import { iconOf } from '../tree/trailNode.ts';
import { pickOne, pickSeveral, showInfo } from '../window.ts';
import type { CommandContext } from './context.ts';

/** The trails that a command is about: those it was called on, else those the person picks among all that are loaded. */
export async function trailsFor(
  context: CommandContext,
  node: Node | undefined,
  selected: readonly Node[] | undefined,
  placeholder: string,
): Promise<readonly InventoryTrail[]> {
  const rows = selected && selected.length > 1 ? selected : node ? [node] : [];
  const named = trailsOfRows(context, rows);
  return named.length > 0 ? named : pickTrails(context, placeholder);
}

/** One trail, likewise. */
export async function trailFor(
  context: CommandContext,
  node: Node | undefined,
  placeholder: string,
): Promise<InventoryTrail | undefined> {
  const [trail] = node ? trailsOfRows(context, [node]) : [];
  return trail ?? (await pickTrail(context, placeholder));
}

function trailsOfRows({ view }: CommandContext, rows: readonly Node[]): InventoryTrail[] {
  const trails = rows.flatMap(row => {
    const trail = row.kind === 'trail' || row.kind === 'detail' ? view.tree.trail(row) : undefined;
    return trail ? [trail] : [];
  });
  return [...new Set(trails)];
}

interface TrailItem extends vscode.QuickPickItem {
  readonly trail?: InventoryTrail;
}

async function pickTrails(context: CommandContext, placeholder: string): Promise<readonly InventoryTrail[]> {
  const items = itemsOf(context);
  if (!tellWhenEmpty(items)) {
    return [];
  }
  const picked = await pickSeveral(items, {
    placeHolder: placeholder,
    matchOnDescription: true,
  });
  return picked?.flatMap(item => item.trail ?? []) ?? [];
}

async function pickTrail(context: CommandContext, placeholder: string): Promise<InventoryTrail | undefined> {
  const items = itemsOf(context);
  if (!tellWhenEmpty(items)) {
    return undefined;
  }
  const picked = await pickOne(items, {
    placeHolder: placeholder,
    matchOnDescription: true,
  });
  return picked?.trail;
}

function itemsOf({ view }: CommandContext): TrailItem[] {
  return view.inventory.states().flatMap(state => {
    const items = trailsOf(state).map(trail => ({
      label: trail.trail.name,
      description: `${trail.trail.homeRegion} · ${trailInBrief(trail).map(say).join(' · ')}`,
      iconPath: iconOf(appearanceOfTrail(trail)),
      trail,
    }));
    const separator = { label: profileLabel(state.profile.name), kind: vscode.QuickPickItemKind.Separator };
    return items.length > 0 ? [separator, ...items] : [];
  });
}

function tellWhenEmpty(items: readonly TrailItem[]): boolean {
  if (items.length === 0) {
    void showInfo(vscode.l10n.t('No trail is loaded yet. Expand a profile in the view "Trails" first.'));
  }
  return items.length > 0;
}
