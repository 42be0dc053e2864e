import { type OfferedTrails, offerTrails } from '../../account/offeredTrails.ts';
import { namedIn, type SeenTrail } from '../../account/seenTrails.ts';
import type { AccountState } from '../../account/state.ts';
import { belongsToControlTower, ownerOf } from '../../account/trail.ts';
import { type Message, message } from '../../wording/message.ts';
import { alsoThrough, profileName } from '../../wording/profiles.ts';
import { trailInBrief } from '../../wording/trails.ts';
import { answer, type Choice, type PageNumber, type Reply } from '../ask.ts';
import type { OpenAccounts, TrailReference, WizardContext } from '../context.ts';
import { keyNames } from '../keys/keyNames.ts';
import { tellNoProfile, tellProblem } from '../tell.ts';
import type { Page } from '../walk.ts';
import type { Answers } from './answers.ts';
import { readSubjects, refusalInFull } from './subjects.ts';

type TrailAnswer =
  | { readonly kind: 'trail'; readonly reference: TrailReference; readonly asksForProfile: boolean }
  | { readonly kind: 'load'; readonly profiles: readonly string[] }
  | { readonly kind: 'show-all' }
  | { readonly kind: 'choose-regions' }
  | { readonly kind: 'purpose'; readonly purpose: Answers['purpose'] };

/** Asks for a trail among those of the loaded profiles, and offers to load the others. */
export function trailPage(context: WizardContext, accounts: OpenAccounts): Page<Answers> {
  return {
    id: 'trail',
    stage: 'trail',
    async ask(answers, page) {
      let { purpose } = answers;
      let showsAll = false;
      for (;;) {
        const offered = offerFor(purpose, showsAll, context);
        if (offered.nothing === 'no-profile') {
          tellNoProfile(context);
          return { kind: 'cancel' };
        }
        const reply = await askOnce(context, { ...answers, purpose }, offered, showsAll, page);
        if (reply.kind !== 'answer') {
          return reply;
        }
        switch (reply.value.kind) {
          case 'load':
            await load(context, reply.value.profiles);
            continue;
          case 'show-all':
            showsAll = true;
            continue;
          case 'choose-regions':
            await context.chooseRegions();
            continue;
          case 'purpose':
            purpose = reply.value.purpose;
            continue;
        }
        const { reference, asksForProfile } = reply.value;
        const settled = asksForProfile ? [reference.arn] : [];
        const chosen = { ...answers, purpose, settled, chosen: [reference] };
        const read = await readChosen(chosen, accounts, context);
        if (read) {
          return answer(read);
        }
      }
    },
  };
}

/** Reads the chosen trails into the answers. Undefined where none can take part: the person was told why. */
export async function readChosen(
  answers: Answers,
  accounts: OpenAccounts,
  context: WizardContext,
): Promise<Answers | undefined> {
  const { chosen, purpose } = answers;
  const { subjects, refusals, failures } = await readSubjects(chosen, purpose, accounts, context);
  const nameKey = keyNames(context.inventory);
  for (const refusal of refusals) {
    void context.show.notice({ severity: 'warning', text: refusalInFull(refusal, nameKey) });
  }
  for (const { problem, profile } of failures) {
    tellProblem(problem, profile, context);
  }
  return subjects.length === 0 ? undefined : { ...answers, subjects };
}

function offerFor(
  purpose: Answers['purpose'],
  showsAll: boolean,
  { inventory, settings }: WizardContext,
): OfferedTrails {
  const { profiles, regions } = settings();
  return offerTrails(
    inventory.states(),
    ({ key }) => (purpose === 'enable' ? key === undefined : key !== undefined),
    { isNamed: namedIn({ profiles: showsAll ? [] : profiles }), someRegions: regions.length > 0 },
  );
}

function askOnce(
  context: WizardContext,
  { purpose, chosen }: Answers,
  offered: OfferedTrails,
  showsAll: boolean,
  page: PageNumber,
): Promise<Reply<TrailAnswer>> {
  const { profiles } = context.settings();
  const isShown = namedIn({ profiles: showsAll ? [] : profiles });
  const states = context.inventory.states().filter(({ profile }) => isShown(profile.name));
  return context.ask.pick<TrailAnswer>({
    title: purpose === 'enable' ? message('Enable SSE-KMS on Trail') : message('Change KMS Key of Trail'),
    placeholder: placeholderFor(purpose, offered),
    page,
    choices: [
      ...offered.trails.map(trailChoice),
      ...loadChoices(states),
      ...nextChoices(purpose, offered, states, context),
    ],
    active: chosen[0] && idOf(chosen[0]),
  });
}

function placeholderFor(purpose: Answers['purpose'], { nothing }: OfferedTrails): Message {
  const enabling = purpose === 'enable';
  if (nothing === undefined) {
    return enabling
      ? message('Trail without SSE-KMS: type to filter by name, profile, account or Region')
      : message('Trail with a KMS key: type to filter by name, profile, account or Region');
  }
  switch (nothing) {
    case 'no-profile':
    case 'nothing-read':
      return message('No profile has been read yet: choose one to read its trails');
    case 'not-all-read':
      return enabling
        ? message('No trail without SSE-KMS was found; some Regions have not been read')
        : message('No trail with a KMS key was found; some Regions have not been read');
    case 'filtered':
      return enabling
        ? message('No trail without SSE-KMS in the profiles and Regions that are shown')
        : message('No trail with a KMS key in the profiles and Regions that are shown');
    case 'no-trail':
      return message('The profiles that were read have no trail');
    case 'none-wanted':
      return enabling
        ? message('Every trail that was read is encrypted with SSE-KMS')
        : message('No trail that was read has a KMS key');
  }
}

function trailChoice({ trail, acting, others }: SeenTrail): Choice<TrailAnswer> {
  const { profile, identity } = acting;
  const reference = { profile: profile.name, arn: trail.arn };
  const owner = ownerOf(trail.arn);
  const where = [profileName(profile.name), identity.account, trail.homeRegion];
  const toTrail = (asksForProfile: boolean) => ({ kind: 'trail', reference, asksForProfile }) as const;
  return {
    id: idOf(reference),
    group: where,
    label: trail.name,
    description: [...trailInBrief(acting), trail.bucket],
    // What the list can be filtered by has to stand in the row, too.
    detail: [
      ...where,
      ...alsoThrough(others.map(other => other.profile.name)),
      ...(profile.asksForMfa ? [message('asks for an MFA code')] : []),
      ...(belongsToControlTower(trail)
        ? [message('belongs to AWS Control Tower')]
        : owner !== identity.account
          ? [message('belongs to account {0}', owner)]
          : []),
    ],
    icon: acting.key ? 'lock' : 'unlock',
    value: toTrail(false),
    ...(others.length > 0 && {
      buttons: [{ icon: 'account', label: message('Use Another Profile…'), value: toTrail(true) }],
    }),
  };
}

/** What leads on where the list has not what was looked for. */
function nextChoices(
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
            description: message('{0} are hidden by the settings', hidden.length),
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
            description: message('read now: {0}', settings().regions.join(', ')),
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

function loadChoices(states: readonly AccountState[]): Choice<TrailAnswer>[] {
  const unread = states.filter(
    ({ phase, identity }) =>
      phase === 'not-loaded' || phase === 'failed' || (phase === 'loading' && !identity),
  );
  const names = unread.map(({ profile }) => profile.name);
  const group = message('Profiles that are not loaded');
  const each = unread.map(
    ({ profile, phase }): Choice<TrailAnswer> => ({
      id: `load ${profile.name}`,
      group,
      label: profileName(profile.name),
      description: [
        phase === 'failed' ? message('could not be read: try again') : message('load its trails'),
        ...(profile.asksForMfa ? [message('asks for an MFA code')] : []),
      ],
      icon: 'cloud-download',
      value: { kind: 'load', profiles: [profile.name] },
    }),
  );
  return unread.length < 2
    ? each
    : [
        ...each,
        {
          id: 'load all',
          group,
          label: message('Load All {0} Profiles', unread.length),
          ...mfaNote(unread),
          icon: 'cloud-download',
          value: { kind: 'load', profiles: names },
        },
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

/** Reads profiles; those that were read, again. What cannot be read shows in the view, beside what can. */
export async function load(context: WizardContext, profiles: readonly string[]): Promise<void> {
  const { inventory, show } = context;
  const title =
    profiles.length === 1
      ? message('Reading the trails of {0}', profileName(profiles[0] ?? ''))
      : message('Reading the trails of {0} profiles', profiles.length);
  await show.reading(title, async signal => {
    const cancel = () => {
      for (const profile of profiles) {
        inventory.cancel(profile);
      }
    };
    signal.addEventListener('abort', cancel, { once: true });
    await Promise.all(
      profiles.map(profile =>
        isSettled(inventory.state(profile)?.phase) ? inventory.refresh(profile) : inventory.load(profile),
      ),
    );
    signal.removeEventListener('abort', cancel);
  });
}

function isSettled(phase: AccountState['phase'] | undefined): boolean {
  return phase === 'failed' || phase === 'loaded';
}

function idOf({ profile, arn }: TrailReference): string {
  return `${profile} ${arn}`;
}
