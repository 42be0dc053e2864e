import * as vscode from 'vscode';
import { trailsInBrief } from '../../core/report/index.ts';
import { toolNames } from '../contributions.ts';
import { loaded } from '../loaded.ts';
import type { Tool } from './tool.ts';

/** More trails at once nobody talks about. */
const most = 100;

/** The trails of the profiles that a person has read in this window. AWS is not asked. */
export const liveTrails: Tool = {
  name: toolNames.liveTrails,
  confirmation: {
    title: vscode.l10n.t('Read the trails of the loaded AWS profiles'),
    message: vscode.l10n.t(
      'Names, account IDs and ARNs of the trails that were read in this window, and of their keys and buckets, go to the language model. AWS is not called.',
    ),
  },
  async answer(context) {
    await context.view.listed();
    const notLoaded = context.view.tree.shown.states.filter(({ phase }) => phase === 'not-loaded');
    return {
      ...trailsInBrief(loaded(context), most),
      notLoaded: notLoaded.map(({ profile }) => profile.name),
    };
  },
};
