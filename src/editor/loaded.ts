import type { Reported } from '../core/report/index.ts';
import { type TrailsInCode, withPlace } from './documents/index.ts';
import type { TrailsView } from './trailsView.ts';

/** What was read in this window of accounts and organizations, and what their code says. AWS is not asked. */
export function loaded({ view, code }: { readonly view: TrailsView; readonly code: TrailsInCode }): Reported {
  return {
    accounts: view.tree.shown.states.filter(({ phase }) => phase !== 'not-loaded'),
    organizations: view.organizations.states().filter(({ phase }) => phase !== 'not-loaded'),
    pairs: code.pairs.all().map(withPlace),
  };
}
