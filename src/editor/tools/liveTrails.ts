import { trailsInBrief } from '../../core/report/index.ts';
import { withPlace } from '../documents/index.ts';
import type { Tool } from './tool.ts';

/** More trails at once nobody talks about. */
const most = 100;

/** The trails of the profiles that a person has read in this window. AWS is not asked. */
export const liveTrails: Tool = {
  async answer({ view, code }) {
    await view.listed();
    const accounts = view.tree.shown.states;
    const organizations = view.organizations.states().filter(({ phase }) => phase !== 'not-loaded');
    return trailsInBrief({ accounts, organizations, pairs: code.pairs.all().map(withPlace) }, most);
  },
};
