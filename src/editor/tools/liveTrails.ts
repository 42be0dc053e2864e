import { trailsInBrief } from '../../core/report/index.ts';
import { loaded } from '../loaded.ts';
import type { Tool } from './tool.ts';

/** Limit of trails in one answer. */
const most = 100;

/** The trails of the profiles that a person has read in this window. AWS is not asked. */
export const liveTrails: Tool = {
  async answer(context) {
    await context.view.listed();
    const notLoaded = context.view.tree.shown.states.filter(({ phase }) => phase === 'not-loaded');
    return {
      ...trailsInBrief(loaded(context), most),
      notLoaded: notLoaded.map(({ profile }) => profile.name),
    };
  },
};
