import * as vscode from 'vscode';
import { shownName } from '../../core/iac/declaration.ts';
import { declaredStateLabel } from '../../core/wording/declarations.ts';
import { appearanceOf } from '../../core/wording/trails.ts';
import { commands } from '../contributions.ts';
import { type DeclaredTrail, goTo, placeOf } from '../documents/index.ts';
import { say } from '../say.ts';
import { iconOf } from '../tree/trailNode.ts';
import { pickOne, showInfo } from '../window.ts';
import type { Command } from './context.ts';

/** Opens the declaration of a trail: that of the row it was called on, else one that the person picks. */
export const goToDeclaration: Command = {
  id: commands.goToDeclaration,
  async run({ view, code }, node) {
    const isTrail = node?.kind === 'trail' || node?.kind === 'detail';
    const live = isTrail ? view.tree.trail(node) : undefined;
    const declared = live ? code.declared.find(live.trail) : code.declared.all();
    const [only, ...others] = declared;
    const chosen = live && others.length === 0 ? only : await pick(declared);
    if (chosen) {
      await goTo(chosen);
    }
  },
};

async function pick(declared: readonly DeclaredTrail[]): Promise<DeclaredTrail | undefined> {
  if (declared.length === 0) {
    void showInfo(
      vscode.l10n.t('No declaration of a trail is known yet. Scan the workspace, or open its file.'),
    );
    return undefined;
  }
  const items = declared.map(trail => {
    const { declaration, verdict } = trail.assessment;
    const name = shownName(declaration);
    return {
      label: declaration.resource,
      description: [name, say(declaredStateLabel(trail.assessment))].filter(Boolean).join(' · '),
      detail: placeOf(trail),
      iconPath: iconOf(appearanceOf(verdict)),
      trail,
    };
  });
  const picked = await pickOne(items, {
    placeHolder: vscode.l10n.t('Declared trail to go to'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.trail;
}
