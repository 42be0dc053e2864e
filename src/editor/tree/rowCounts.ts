import * as vscode from 'vscode';
import { countsUnderFilter } from '../../core/wording/counts.ts';
import { say } from '../say.ts';
import type { Digest } from './shownTrails.ts';
import { colorOf } from './trailNode.ts';

/** What a row says of the trails inside it: what there is to act on first, then what a filter leaves of them. */
export function countsInRow({ counts }: Digest, left: number): readonly string[] {
  return countsUnderFilter(counts, left).map(say);
}

/** An icon in the colour of the worst trail inside. */
export function iconOfTrails(icon: string, { worst }: Digest): vscode.ThemeIcon {
  return worst ? new vscode.ThemeIcon(icon, colorOf(worst)) : new vscode.ThemeIcon(icon);
}
