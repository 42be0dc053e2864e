import * as vscode from 'vscode';
import type { Inventory } from '../../core/account/inventory.ts';
import { trailsOf } from '../../core/account/state.ts';
import { onOneLine } from '../../core/base/show.ts';
import { commands } from '../contributions.ts';
import type { DeclaredTrails } from '../documents/index.ts';
import { profileLabel } from '../tree/profileNode.ts';
import { trailNode } from '../tree/trailNode.ts';

/** In the light bulb of a declared trail: the wizard for the trail of that name in AWS, where it has no key. */
export class LiveTrailActions implements vscode.CodeActionProvider {
  static readonly kinds = [vscode.CodeActionKind.QuickFix];
  readonly #inventory: Inventory;
  readonly #declared: DeclaredTrails;

  constructor(inventory: Inventory, declared: DeclaredTrails) {
    this.#inventory = inventory;
    this.#declared = declared;
  }

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const here = new Set(
      this.#declared
        .all()
        .filter(({ uri, range: place }) => isSame(uri, document.uri) && place.intersection(range))
        .map(({ assessment }) => assessment),
    );
    if (here.size === 0) {
      return [];
    }
    return this.#inventory
      .states()
      .flatMap(trailsOf)
      .filter(({ key, trail }) => !key && this.#declared.find(trail).some(one => here.has(one.assessment)))
      .map(shown => {
        const { profile, trail } = shown;
        const title = onOneLine(
          vscode.l10n.t(
            'Enable SSE-KMS on {0} in AWS ({1}, {2})…',
            trail.name,
            profileLabel(profile.name),
            trail.homeRegion,
          ),
        );
        const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
        action.command = {
          command: commands.enableSseKms,
          title,
          arguments: [trailNode(profile.name, shown)],
        };
        return action;
      });
  }
}

function isSame(left: vscode.Uri, right: vscode.Uri): boolean {
  return left.toString() === right.toString();
}
