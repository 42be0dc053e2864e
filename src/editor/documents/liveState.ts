import * as vscode from 'vscode';
import { code, escapeMarkdown } from '../../core/base/markdown.ts';
import { driftInFull } from '../../core/wording/drift.ts';
import { alsoThrough } from '../../core/wording/profiles.ts';
import { appearanceInWords, appearanceOfTrail, keyName } from '../../core/wording/trails.ts';
import { say } from '../say.ts';
import { profileLabel } from '../tree/profileNode.ts';
import { iconOf } from '../tree/trailNode.ts';
import type { TrailPair } from './pairs.ts';

/** A declared trail as it is in AWS: state, key, where it lives, what differs. Icons are to be shown. */
export function liveInMarkdown(pair: TrailPair): string {
  const { live, seen } = pair;
  const appearance = appearanceOfTrail(live);
  const { profile, trail, key } = live;
  const place = [
    profileLabel(profile.name),
    trail.homeRegion,
    ...alsoThrough(seen.others.map(other => other.profile.name)).map(say),
  ].join(', ');
  const state = [say(appearanceInWords(appearance)), ...(key ? [keyName(key)] : [])].join(' · ');
  const lines = [
    `$(${iconOf(appearance).id}) ${escapeMarkdown(vscode.l10n.t('In AWS ({0}): {1}', place, state))}`,
    code(trail.arn),
    ...driftInFull(pair).map(message => `$(arrow-swap) ${escapeMarkdown(say(message))}`),
  ];
  return lines.join('  \n');
}
