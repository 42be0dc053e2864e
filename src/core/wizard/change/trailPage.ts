import { type OfferedTrails, offerTrails } from '../../account/offeredTrails.ts';
import { namedIn } from '../../account/seenTrails.ts';
import { type Message, message } from '../../wording/message.ts';
import { answer, type PageNumber, type Reply } from '../ask.ts';
import type { OpenAccounts, WizardContext } from '../context.ts';
import { tellNoProfile } from '../tell.ts';
import type { Page } from '../walk.ts';
import type { Answers } from './answers.ts';
import { loadProfiles } from './loadProfiles.ts';
import { readChosen } from './readChosen.ts';
import {
  loadChoices,
  nextChoices,
  rowAfterLoading,
  rowOf,
  type TrailAnswer,
  trailChoice,
} from './trailChoices.ts';

/** Asks for a trail among those of the loaded profiles, and offers to load the others. */
export function trailPage(context: WizardContext, accounts: OpenAccounts): Page<Answers> {
  return {
    id: 'trail',
    // The key and the review.
    followedBy: 2,
    async ask(answers, page) {
      let { purpose } = answers;
      let showsAll = false;
      let loaded: readonly string[] = [];
      for (;;) {
        const offered = offerFor(purpose, showsAll, context);
        if (offered.nothing === 'no-profile') {
          tellNoProfile(context);
          return { kind: 'cancel' };
        }
        const reply = await askOnce(context, { ...answers, purpose }, offered, { showsAll, loaded }, page);
        if (reply.kind !== 'answer') {
          return reply;
        }
        switch (reply.value.kind) {
          case 'load':
            loaded = reply.value.profiles;
            await loadProfiles(context, loaded);
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
  { showsAll, loaded }: { readonly showsAll: boolean; readonly loaded: readonly string[] },
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
      ...loadChoices(states, context),
      ...nextChoices(purpose, offered, states, context),
    ],
    active: rowAfterLoading(loaded, offered, states) ?? (chosen[0] && rowOf(chosen[0])),
  });
}

function placeholderFor(purpose: Answers['purpose'], { nothing }: OfferedTrails): Message {
  const enabling = purpose === 'enable';
  if (nothing === undefined) {
    return enabling
      ? message('Select a trail without SSE-KMS; type to filter by name, profile, account or Region')
      : message('Select a trail with a KMS key; type to filter by name, profile, account or Region');
  }
  switch (nothing) {
    case 'no-profile':
    case 'nothing-read':
      return message('No profile has been read yet: select one to read its trails');
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
