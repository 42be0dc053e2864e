import type { OfferedTrails } from '../../account/offeredTrails.ts';
import type { SeenTrail } from '../../account/seenTrails.ts';
import type { AccountState } from '../../account/state.ts';
import { belongsToControlTower, ownerOf } from '../../account/trail.ts';
import { type Message, message } from '../../wording/message.ts';
import { problemInBrief } from '../../wording/problems.ts';
import { alsoThrough, asksFor, profileName } from '../../wording/profiles.ts';
import { appearanceOfTrail, iconOfAppearance, trailInBrief } from '../../wording/trails.ts';
import type { Choice } from '../ask.ts';
import type { TrailReference, WizardContext } from '../context.ts';
import { waysOut } from '../tell.ts';
import type { Answers } from './answers.ts';

/** What a row of the list of trails leads to. */
export type TrailAnswer =
  | { readonly kind: 'trail'; readonly reference: TrailReference; readonly asksForProfile: boolean }
  | { readonly kind: 'load'; readonly profiles: readonly string[] }
  | { readonly kind: 'show-all' }
  | { readonly kind: 'choose-regions' }
  | { readonly kind: 'purpose'; readonly purpose: Answers['purpose'] };

export function trailChoice({ trail, acting, others }: SeenTrail): Choice<TrailAnswer> {
  const { profile, identity } = acting;
  const reference = { profile: profile.name, arn: trail.arn };
  const owner = ownerOf(trail.arn);
  const toTrail = (asksForProfile: boolean) => ({ kind: 'trail', reference, asksForProfile }) as const;
  return {
    id: rowOf(reference),
    label: trail.name,
    description: [...trailInBrief(acting), trail.bucket],
    // The filter matches the text of a row, not its heading.
    detail: [
      profileName(profile.name),
      identity.account,
      trail.homeRegion,
      ...alsoThrough(others.map(other => other.profile.name)),
      ...asksFor(profile),
      ...(belongsToControlTower(trail)
        ? [message('belongs to AWS Control Tower')]
        : owner !== identity.account
          ? [message('belongs to account {0}', owner)]
          : []),
    ],
    icon: iconOfAppearance[appearanceOfTrail(acting)],
    value: toTrail(false),
    ...(others.length > 0 && {
      buttons: [{ icon: 'account', label: message('Use Another Profile…'), value: toTrail(true) }],
    }),
  };
}

/** Profiles whose trails are not in the list, since they have not been read. */
export function loadChoices(
  states: readonly AccountState[],
  context: Pick<WizardContext, 'signIn' | 'openConfiguration'>,
): Choice<TrailAnswer>[] {
  const unread = states.filter(
    ({ phase, identity }) =>
      phase === 'not-loaded' || phase === 'failed' || (phase === 'loading' && !identity),
  );
  const names = unread.map(({ profile }) => profile.name);
  const group = message('Profiles not read yet');
  const each = unread.map(
    ({ profile, phase, problem }): Choice<TrailAnswer> => ({
      id: rowToLoad(profile.name),
      group,
      label: profileName(profile.name),
      description: [
        ...(phase === 'failed'
          ? [problemInBrief(problem ?? { kind: 'cancelled' }), message('select to retry')]
          : [message('read its trails')]),
        ...asksFor(profile),
      ],
      icon: 'cloud-download',
      value: { kind: 'load', profiles: [profile.name] },
      ...(problem && { buttons: waysOut(problem, profile.name, context) }),
    }),
  );
  return unread.length < 2
    ? each
    : [
        ...each,
        {
          id: 'load all',
          group,
          label:
            unread.length === 2
              ? message('Read Both Profiles')
              : message('Read All {0} Profiles', unread.length),
          ...mfaNote(unread),
          icon: 'cloud-download',
          value: { kind: 'load', profiles: names },
        },
      ];
}

/** What leads on where the list has not what was looked for. */
export function nextChoices(
  purpose: Answers['purpose'],
  { nothing, hidden }: OfferedTrails,
  states: readonly AccountState[],
  { settings }: WizardContext,
): Choice<TrailAnswer>[] {
  const group = message('Not in the list?');
  const read = states.filter(({ identity }) => identity).map(({ profile }) => profile.name);
  return [
    ...(hidden.length > 0
      ? [
          {
            id: 'show all',
            group,
            label: message('Show All Profiles'),
            description:
              hidden.length === 1
                ? message('1 is hidden by the settings')
                : message('{0} are hidden by the settings', hidden.length),
            icon: 'eye',
            value: { kind: 'show-all' },
          } as const,
        ]
      : []),
    ...((nothing === 'filtered' || nothing === 'not-all-read') && settings().regions.length > 0
      ? [
          {
            id: 'choose regions',
            group,
            label: message('Choose Regions…'),
            description: message('currently {0}', settings().regions.join(', ')),
            icon: 'globe',
            value: { kind: 'choose-regions' },
          } as const,
        ]
      : []),
    ...(nothing !== undefined && read.length > 0
      ? [
          {
            id: 'refresh',
            group,
            label: message('Refresh'),
            description: message('read the profiles again'),
            icon: 'refresh',
            value: { kind: 'load', profiles: read },
          } as const,
        ]
      : []),
    ...(nothing === 'none-wanted' || nothing === 'not-all-read' ? [otherPurpose(purpose, group)] : []),
  ];
}

/** Loading several profiles may ask for several codes. */
export function mfaNote(states: readonly AccountState[]): { readonly description?: Message } {
  const count = states.filter(({ profile }) => profile.asksForMfa).length;
  switch (count) {
    case 0:
      return {};
    case 1:
      return { description: message('1 of them asks for an MFA code') };
    default:
      return { description: message('{0} of them ask for an MFA code', count) };
  }
}

function otherPurpose(purpose: Answers['purpose'], group: Message): Choice<TrailAnswer> {
  return purpose === 'enable'
    ? {
        id: 'change',
        group,
        label: message('Change the KMS Key of a Trail…'),
        icon: 'key',
        value: { kind: 'purpose', purpose: 'change' },
      }
    : {
        id: 'enable',
        group,
        label: message('Enable SSE-KMS on a Trail…'),
        icon: 'lock',
        value: { kind: 'purpose', purpose: 'enable' },
      };
}

/**
 * Where the person stands after profiles were read: at their first trail; at a profile that could not be read, whose row says
 * why.
 */
export function rowAfterLoading(
  loaded: readonly string[],
  { trails }: OfferedTrails,
  states: readonly AccountState[],
): string | undefined {
  const first = trails.find(({ acting }) => loaded.includes(acting.profile.name));
  const failed = states.find(({ profile, phase }) => phase === 'failed' && loaded.includes(profile.name));
  return first
    ? rowOf({ profile: first.acting.profile.name, arn: first.trail.arn })
    : failed && rowToLoad(failed.profile.name);
}

function rowToLoad(profile: string): string {
  return `load ${profile}`;
}

/** The row of a trail, through the profile that acts on it. */
export function rowOf({ profile, arn }: TrailReference): string {
  return `${profile} ${arn}`;
}
