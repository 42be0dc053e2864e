import * as vscode from 'vscode';
import { onOneLine } from '../../core/base/show.ts';
import { alsoThrough } from '../../core/wording/profiles.ts';
import { commands } from '../contributions.ts';
import type { DeclaredTrails } from '../documents/index.ts';
import { say } from '../say.ts';
import { profileLabel } from '../tree/profileNode.ts';
import type { ShownTrails } from '../tree/shownTrails.ts';
import { trailNode } from '../tree/trailNode.ts';

/** In the light bulb of a declared trail: the wizard for the trail of that name in AWS, where it has no key: once, through the profile that acts. */
export class LiveTrailActions implements vscode.CodeActionProvider {
  static readonly kinds = [vscode.CodeActionKind.QuickFix];
  readonly #shown: ShownTrails;
  readonly #declared: DeclaredTrails;

  constructor(shown: ShownTrails, declared: DeclaredTrails) {
    this.#shown = shown;
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
    return this.#shown.seen
      .filter(
        ({ acting, trail }) =>
          !acting.key && this.#declared.find(trail).some(one => here.has(one.assessment)),
      )
      .map(({ acting, others }) => {
        const { profile, trail } = acting;
        const where = [
          profileLabel(profile.name),
          trail.homeRegion,
          ...alsoThrough(others.map(other => other.profile.name)).map(say),
        ].join(', ');
        const title = onOneLine(vscode.l10n.t('Enable SSE-KMS on {0} in AWS ({1})…', trail.name, where));
        const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
        action.command = {
          command: commands.enableSseKms,
          title,
          arguments: [trailNode(profile.name, acting)],
        };
        return action;
      });
  }
}

function isSame(left: vscode.Uri, right: vscode.Uri): boolean {
  return left.toString() === right.toString();
}
