import * as vscode from 'vscode';
import type { OrganizationState } from '../../core/account/organization/state.ts';
import { trailsOf } from '../../core/account/state.ts';
import { organizationName } from '../../core/wording/organization.ts';
import { commands } from '../contributions.ts';
import { say } from '../say.ts';
import type { RecordedNode, TrailNode } from '../tree/node.ts';
import { organizationNode } from '../tree/organization/organizationNode.ts';
import { profileLabel, profileNode } from '../tree/profileNode.ts';
import { trailNode } from '../tree/trailNode.ts';
import { pickOne, showInfo } from '../window.ts';
import type { Command, CommandContext } from './context.ts';

/** Shows a trail that AWS Config recorded as it is now: in its own account, read through a profile that leads there. */
export const openRecordedTrail: Command = {
  id: commands.openRecordedTrail,
  async run(context, row) {
    const live = row?.kind === 'recorded' ? await liveRowOf(context, row) : undefined;
    if (live) {
      await context.view.reveal(live);
    }
  },
};

/** Shows the row of an organization that was found, and reads it. */
export const showOrganization: Command = {
  id: commands.showOrganization,
  async run(context, row) {
    const arn =
      row?.kind === 'searchResult' ? row.aggregator : (await pickOrganization(context))?.aggregator.arn;
    if (arn !== undefined) {
      await context.view.reveal(organizationNode(arn));
    }
  },
};

async function pickOrganization({ view, title }: CommandContext): Promise<OrganizationState | undefined> {
  await view.listed();
  const states = view.organizations.states();
  const [only, ...others] = states;
  if (!only) {
    void showInfo(
      vscode.l10n.t(
        'No organization was found yet. Expand "Organization" under the profile of an account with an AWS Config aggregator.',
      ),
    );
  }
  return others.length === 0
    ? only
    : (
        await pickOne(
          states.map(state => ({
            label: say(organizationName(state)),
            description: `${profileLabel(state.profile.name)} · ${state.aggregator.region}`,
            state,
          })),
          { title, placeHolder: vscode.l10n.t('Select an organization to show') },
        )
      )?.state;
}

/** The row of a recorded trail in its own account, which is read for it; undefined if there is none, and the person was told why. */
export async function liveRowOf(context: CommandContext, row: RecordedNode): Promise<TrailNode | undefined> {
  const { view } = context;
  const seen = view.tree.shown.find(row.arn);
  if (seen) {
    return trailNode(seen.acting.profile.name, seen.acting);
  }
  const profile = await pickProfile(context, row);
  if (profile === undefined) {
    return undefined;
  }
  if (!(await view.show(profile))) {
    await tellGone(profile);
    return undefined;
  }
  await view.inventory.load(profile);
  const state = view.inventory.state(profile);
  const found = state && trailsOf(state).find(({ trail }) => trail.arn === row.arn);
  if (found) {
    return trailNode(profile, found);
  }
  await view.reveal(profileNode(profile));
  if (state?.identity && state.identity.account !== row.account) {
    void showInfo(
      vscode.l10n.t(
        '{0} signs in to account {1}, not to {2}.',
        profileLabel(profile),
        state.identity.account,
        row.account,
      ),
    );
  } else if (state?.phase === 'loaded' && !state.problem) {
    void showInfo(
      vscode.l10n.t(
        'Account {0} has no such trail in the Regions that were read. The trail may have been deleted since AWS Config recorded it.',
        row.account,
      ),
    );
  }
  return undefined;
}

async function pickProfile({ view }: CommandContext, row: RecordedNode): Promise<string | undefined> {
  const { account } = row;
  const profiles = view.tree.profilesReaching(account);
  if (profiles.length === 0) {
    await tellUnreached(row);
    return undefined;
  }
  if (profiles.length === 1) {
    return profiles[0];
  }
  const picked = await pickOne(
    profiles.map(name => ({ label: profileLabel(name), name })),
    {
      title: vscode.l10n.t('Open in Account {0}', account),
      placeHolder: vscode.l10n.t('Select a profile to read the account with'),
    },
  );
  return picked?.name;
}

async function tellGone(profile: string): Promise<void> {
  const open = vscode.l10n.t('Open Configuration File');
  const chosen = await showInfo(
    vscode.l10n.t('The shared AWS files declare no profile {0} any more.', profileLabel(profile)),
    open,
  );
  if (chosen === open) {
    await vscode.commands.executeCommand(commands.openConfiguration);
  }
}

async function tellUnreached(row: RecordedNode): Promise<void> {
  const add = vscode.l10n.t('Add Accounts…');
  const chosen = await showInfo(
    vscode.l10n.t(
      'No profile is known for account {0}. Expand its profile, or add the account from IAM Identity Center.',
      row.account,
    ),
    add,
  );
  if (chosen === add) {
    await vscode.commands.executeCommand(commands.addSsoAccounts, row);
  }
}
