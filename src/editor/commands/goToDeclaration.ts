import * as vscode from 'vscode';
import { commands } from '../contributions.ts';
import { goTo } from '../documents/index.ts';
import type { Command } from './context.ts';
import { declaredBehind, pickDeclared } from './pickDeclared.ts';

/** Opens the declaration of a trail: that of the row it was called on, else one that the person picks. */
export const goToDeclaration: Command = {
  id: commands.goToDeclaration,
  async run(context, node) {
    const { view, code } = context;
    const isTrail = node?.kind === 'trail' || node?.kind === 'detail';
    const live = isTrail ? view.tree.trail(node) : undefined;
    const own = node?.kind === 'detail' ? node.declared : declaredBehind(context, node);
    const declared = own ? [own] : live && code.pairs.ofLive(live.trail.arn).map(pair => pair.declared);
    const [only, ...others] = declared ?? [];
    const chosen =
      only && others.length === 0
        ? only
        : await pickDeclared(
            context,
            declared ?? code.declared(),
            vscode.l10n.t('Select a trail declaration'),
          );
    if (chosen) {
      await goTo(chosen);
    }
  },
};
