import * as vscode from 'vscode';
import { countTrails } from '../../core/account/counts.ts';
import type { InventoryTrail, KeyDetails } from '../../core/account/state.ts';
import { accountOfArn, regionOfArn } from '../../core/trail/arn.ts';
import { countsInBrief } from '../../core/wording/counts.ts';
import { appearanceOfTrail, keyName, trailInBrief } from '../../core/wording/trails.ts';
import { commands } from '../contributions.ts';
import { say } from '../say.ts';
import { profileLabel } from '../tree/profileNode.ts';
import { iconOf, trailNode } from '../tree/trailNode.ts';
import { pickOne, showInfo } from '../window.ts';
import type { Command, CommandContext } from './context.ts';
import { readTrails } from './pickTrails.ts';

/** Lists the trails that deliver under a key, and shows the one that is picked in the view. */
export const showTrailsUnderKey: Command = {
  id: commands.showTrailsUnderKey,
  async run(context, node) {
    const row = node?.kind === 'trail' || node?.kind === 'detail' ? context.view.tree.trail(node) : undefined;
    const key = row?.key ?? (await pickKey(context));
    const trail = key && (await pickTrail(key, trailsUnder(context, key.arn)));
    if (trail) {
      await context.view.reveal(trailNode(trail.profile.name, trail));
    }
  },
};

function trailsUnder({ view }: CommandContext, keyArn: string): readonly InventoryTrail[] {
  return view.tree.shown.seen.map(({ acting }) => acting).filter(({ key }) => key?.arn === keyArn);
}

async function pickKey(context: CommandContext): Promise<KeyDetails | undefined> {
  const trails = await readTrails(context);
  if (!trails) {
    return undefined;
  }
  const keys = new Map(trails.flatMap(({ acting: { key } }) => (key ? [[key.arn, key] as const] : [])));
  if (keys.size === 0) {
    void showInfo(vscode.l10n.t('No trail that was read has a KMS key.'));
    return undefined;
  }
  const items = [...keys.values()].map(key => ({
    label: keyName(key),
    description: say(countsInBrief(countTrails(trailsUnder(context, key.arn)))),
    detail: [regionOfArn(key.arn), accountOfArn(key.arn)].filter(part => part !== undefined).join(' · '),
    key,
  }));
  const picked = await pickOne(items, {
    title: context.title,
    placeHolder: vscode.l10n.t('Select a KMS key to show its trails'),
  });
  return picked?.key;
}

async function pickTrail(
  key: KeyDetails,
  trails: readonly InventoryTrail[],
): Promise<InventoryTrail | undefined> {
  const items = trails.map(shown => ({
    label: shown.trail.name,
    description: trailInBrief(shown).map(say).join(' · '),
    detail: [profileLabel(shown.profile.name), shown.identity.account, shown.trail.homeRegion].join(' · '),
    iconPath: iconOf(appearanceOfTrail(shown)),
    trail: shown,
  }));
  const picked = await pickOne(items, {
    title: vscode.l10n.t('Trails That Use {0}', keyName(key)),
    placeHolder: vscode.l10n.t('Select a trail to show in the view'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.trail;
}
