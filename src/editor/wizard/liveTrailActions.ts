import * as vscode from 'vscode';
import { onOneLine } from '../../core/base/show.ts';
import { alsoThrough } from '../../core/wording/profiles.ts';
import { commands } from '../contributions.ts';
import type { Pairs } from '../documents/index.ts';
import { say } from '../say.ts';
import { profileLabel } from '../tree/profileNode.ts';
import { trailNode } from '../tree/trailNode.ts';

/** In the light bulb of a declared trail: the wizard for that trail in AWS, where it has no key: once, through the profile that acts. */
export class LiveTrailActions implements vscode.CodeActionProvider {
  static readonly kinds = [vscode.CodeActionKind.QuickFix];
  readonly #pairs: Pairs;

  constructor(pairs: Pairs) {
    this.#pairs = pairs;
  }

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const address = document.uri.toString();
    const here = this.#pairs
      .all()
      .filter(({ live, declared }) => !live.key && declared.uri.toString() === address)
      .filter(({ declared }) => declared.range.intersection(range));
    const seen = new Map(here.map(pair => [pair.live.trail.arn, pair.seen]));
    return [...seen.values()].map(({ acting, others }) => {
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
