import * as vscode from 'vscode';
import { type Nothing, offerTrails } from '../../core/account/offeredTrails.ts';
import { namedIn, type SeenTrail } from '../../core/account/seenTrails.ts';
import type { InventoryTrail } from '../../core/account/state.ts';
import { alsoThrough, configurationGuide } from '../../core/wording/profiles.ts';
import { appearanceOfTrail, trailInBrief } from '../../core/wording/trails.ts';
import { commands, views } from '../contributions.ts';
import { say } from '../say.ts';
import { readSettings } from '../settings.ts';
import { profileLabel } from '../tree/profileNode.ts';
import { iconOf } from '../tree/trailNode.ts';
import { pickOne, pickSeveral, showInfo } from '../window.ts';
import { type CommandContext, type Row, rowsOf } from './context.ts';

/** The trails that a command is about: those it was called on, else those the person picks among all that are loaded. */
export async function trailsFor(
  context: CommandContext,
  node: Row | undefined,
  selected: readonly Row[] | undefined,
  placeholder: string,
): Promise<readonly InventoryTrail[]> {
  const named = trailsOfRows(context, rowsOf(node, selected));
  return named.length > 0 ? named : pickTrails(context, placeholder);
}

/** One trail, likewise. */
export async function trailFor(
  context: CommandContext,
  node: Row | undefined,
  placeholder: string,
): Promise<InventoryTrail | undefined> {
  const [trail] = node ? trailsOfRows(context, [node]) : [];
  return trail ?? (await pickTrail(context, placeholder));
}

function trailsOfRows({ view }: CommandContext, rows: readonly Row[]): InventoryTrail[] {
  const trails = rows.flatMap(row => {
    const trail =
      row.kind === 'recorded'
        ? view.tree.recordedTrail(row)
        : row.kind === 'trail' || row.kind === 'detail'
          ? view.tree.trail(row)
          : undefined;
    return trail ? [trail] : [];
  });
  // Several profiles may have a row for the same trail.
  return [...new Map(trails.map(shown => [shown.trail.arn, shown])).values()];
}

interface TrailItem extends vscode.QuickPickItem {
  readonly trail?: InventoryTrail;
}

async function pickTrails(context: CommandContext, placeholder: string): Promise<readonly InventoryTrail[]> {
  const items = await itemsOf(context);
  const picked =
    items &&
    (await pickSeveral(items, {
      title: context.title,
      placeHolder: placeholder,
      matchOnDescription: true,
      matchOnDetail: true,
    }));
  return picked?.flatMap(item => item.trail ?? []) ?? [];
}

async function pickTrail(context: CommandContext, placeholder: string): Promise<InventoryTrail | undefined> {
  const items = await itemsOf(context);
  const picked =
    items &&
    (await pickOne(items, {
      title: context.title,
      placeHolder: placeholder,
      matchOnDescription: true,
      matchOnDetail: true,
    }));
  return picked?.trail;
}

/** Every loaded trail once, under the profile that acts on it; if there is none, the person is told why. */
async function itemsOf(context: CommandContext): Promise<TrailItem[] | undefined> {
  const trails = await readTrails(context);
  let heading = '';
  return trails?.flatMap(({ acting, others }) => {
    const { trail, profile, identity } = acting;
    const label = profileLabel(profile.name);
    const separator = { label, kind: vscode.QuickPickItemKind.Separator };
    const begins = label !== heading;
    heading = label;
    const item: TrailItem = {
      label: trail.name,
      description: trailInBrief(acting).map(say).join(' · '),
      detail: [
        label,
        identity.account,
        trail.homeRegion,
        ...alsoThrough(others.map(other => other.profile.name)).map(say),
      ].join(' · '),
      iconPath: iconOf(appearanceOfTrail(acting)),
      trail: acting,
    };
    return begins ? [separator, item] : [item];
  });
}

/** The same without a row; undefined where there is none. */
export async function readTrails({ view }: CommandContext): Promise<readonly SeenTrail[] | undefined> {
  await view.listed();
  const { regions } = readSettings();
  const { trails, nothing } = offerTrails(view.inventory.states(), () => true, {
    isNamed: namedIn({ profiles: view.chosen.names }),
    someRegions: regions.length > 0,
  });
  if (nothing) {
    void tellNothing(nothing);
    return undefined;
  }
  return trails;
}

export async function tellNothing(nothing: Nothing): Promise<void> {
  const { text, action, run } = sentenceFor(nothing);
  if ((await showInfo(text, action)) === action) {
    await run();
  }
}

/** Why there is no trail to choose, and what to do next. */
function sentenceFor(nothing: Nothing): { text: string; action: string; run: () => Thenable<unknown> } {
  const command = (id: string) => () => vscode.commands.executeCommand(id);
  switch (nothing) {
    case 'no-profile':
      return {
        text: vscode.l10n.t('No AWS profile was found.'),
        action: vscode.l10n.t('Open Configuration Guide'),
        run: () => vscode.env.openExternal(vscode.Uri.parse(configurationGuide, true)),
      };
    case 'nothing-read':
      return {
        text: vscode.l10n.t('No trail has been read yet. Expand a profile in the view "Trails" first.'),
        action: vscode.l10n.t('Open the View'),
        run: command(`${views.trails}.focus`),
      };
    case 'not-all-read':
      return {
        text: vscode.l10n.t('No trail was found; some Regions have not been read.'),
        action: vscode.l10n.t('Refresh'),
        run: command(commands.refresh),
      };
    case 'filtered':
      return {
        text: vscode.l10n.t('The profiles and Regions that are shown have no trail.'),
        action: vscode.l10n.t('Choose Profiles…'),
        run: command(commands.chooseProfiles),
      };
    case 'no-trail':
    case 'none-wanted':
      return {
        text: vscode.l10n.t('The profiles that were read have no trail.'),
        action: vscode.l10n.t('Refresh'),
        run: command(commands.refresh),
      };
  }
}
