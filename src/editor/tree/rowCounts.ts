import * as vscode from 'vscode';
import { countTrails, type TrailCounts } from '../../core/account/counts.ts';
import type { InventoryTrail } from '../../core/account/state.ts';
import { countLeft, countsInBrief } from '../../core/wording/counts.ts';
import { type Appearance, worstAppearance } from '../../core/wording/trails.ts';
import { say } from '../say.ts';
import { colorOf } from './trailNode.ts';

/** What a row says of the trails inside it: what there is to act on first, then what a filter leaves of them. */
export function countsOf(
  trails: readonly InventoryTrail[],
  left: readonly InventoryTrail[],
): readonly string[] {
  const shown = countLeft(left.length, trails.length);
  return [say(countsInBrief(digestOf(trails).counts)), ...(shown ? [say(shown)] : [])];
}

/** An icon in the colour of the worst trail inside. */
export function iconOfTrails(icon: string, trails: readonly InventoryTrail[]): vscode.ThemeIcon {
  const { worst } = digestOf(trails);
  return worst ? new vscode.ThemeIcon(icon, colorOf(worst)) : new vscode.ThemeIcon(icon);
}

interface Digest {
  readonly counts: TrailCounts;
  readonly worst: Appearance | undefined;
}

/** Lists of trails are snapshots: what one comes to is worked out once, however often its row is drawn. */
const digests = new WeakMap<readonly InventoryTrail[], Digest>();

function digestOf(trails: readonly InventoryTrail[]): Digest {
  const digest = digests.get(trails) ?? { counts: countTrails(trails), worst: worstAppearance(trails) };
  digests.set(trails, digest);
  return digest;
}
