import type { Profile } from '../../account/profile.ts';
import { namedIn, profilesOfAccount, seenTrail, viewsOf } from '../../account/seenTrails.ts';
import { ownerOf } from '../../account/trail.ts';
import type { Subject } from '../../remediation/index.ts';
import { message } from '../../wording/message.ts';
import { problemInBrief } from '../../wording/problems.ts';
import { asksFor, profileName } from '../../wording/profiles.ts';
import { answer, type Choice } from '../ask.ts';
import type { OpenAccounts, TrailReference, WizardContext } from '../context.ts';
import type { Page } from '../walk.ts';
import type { Answers } from './answers.ts';
import { loadProfiles } from './loadProfiles.ts';
import { readChosen } from './readChosen.ts';
import { mfaNote } from './trailChoices.ts';

type ProfileAnswer =
  | { readonly kind: 'profile'; readonly profile: string }
  | { readonly kind: 'load'; readonly profiles: readonly string[] };

/**
 * A trail of another account can be changed by its owner, and by a delegated administrator of CloudTrail: asks
 * which profile shall do it. Also where the profile that was tried may not.
 */
export function profilePages(
  answers: Answers,
  context: WizardContext,
  accounts: OpenAccounts,
): readonly Page<Answers>[] {
  return answers.subjects
    .filter(subject => isForeign(subject) || answers.settled.includes(subject.trail.arn))
    .map(subject => profilePage(subject, context, accounts));
}

export function profilePageId(trailArn: string): string {
  return `profile ${trailArn}`;
}

function profilePage(subject: Subject, context: WizardContext, accounts: OpenAccounts): Page<Answers> {
  const { trail } = subject;
  return {
    id: profilePageId(trail.arn),
    async ask(answers, page) {
      for (;;) {
        const reply = await context.ask.pick<ProfileAnswer>({
          title: message('Profile for Changing {0}', trail.name),
          placeholder: isForeign(subject)
            ? message(
                'The trail belongs to account {0}: choose a profile of that account',
                ownerOf(trail.arn),
              )
            : message(
                'Profile whose permissions are used for the change; currently {0}',
                profileName(subject.profile),
              ),
          page,
          choices: choicesFor(subject, context),
        });
        if (reply.kind !== 'answer') {
          return reply;
        }
        if (reply.value.kind === 'load') {
          await loadProfiles(context, reply.value.profiles);
          continue;
        }
        const read = await readWith(reply.value.profile, trail.arn, answers, context, accounts);
        if (read) {
          return answer({ ...read, settled: [...new Set([...read.settled, trail.arn])] });
        }
      }
    },
  };
}

function choicesFor(subject: Subject, context: WizardContext): Choice<ProfileAnswer>[] {
  const { profile, trail } = subject;
  const { inventory, settings } = context;
  const owner = ownerOf(trail.arn);
  const states = inventory.states();
  const owners = profilesOfAccount(states, owner, namedIn(settings()));
  const unread = states.filter(({ phase }) => phase === 'not-loaded');
  return [
    ...owners.map(
      (state): Choice<ProfileAnswer> => ({
        id: state.profile.name,
        label: profileName(state.profile.name),
        description: [
          message('account {0}, which owns the trail', owner),
          ...asksFor(state.profile),
          ...(state.problem ? [problemInBrief(state.problem)] : []),
        ],
        icon: 'account',
        value: { kind: 'profile', profile: state.profile.name },
      }),
    ),
    ...(unread.length > 0
      ? [
          {
            id: 'load',
            label: message('Read the Other Profiles to Find Account {0}', owner),
            ...mfaNote(unread),
            icon: 'cloud-download',
            value: { kind: 'load', profiles: unread.map(one => one.profile.name) },
          } as const,
        ]
      : []),
    ...elsewhere(subject, context).map(
      (shown): Choice<ProfileAnswer> => ({
        id: shown.profile.name,
        label:
          shown.profile.name === profile
            ? message('Continue with {0}', profileName(profile))
            : profileName(shown.profile.name),
        description: [
          message('account {0}: only if it is a delegated administrator of CloudTrail', shown.account),
          ...asksFor(shown.profile),
        ],
        icon: shown.profile.name === profile ? 'arrow-right' : 'account',
        value: { kind: 'profile', profile: shown.profile.name },
      }),
    ),
  ];
}

/** Profiles of other accounts than the owner's that see the trail, the one that was tried first. */
function elsewhere(
  { profile, caller, trail }: Subject,
  { inventory, settings }: WizardContext,
): readonly { readonly profile: Pick<Profile, 'name' | 'asksForMfa'>; readonly account: string }[] {
  const seen = seenTrail(inventory.states(), trail.arn, namedIn(settings()));
  const seeing = viewsOf(seen).map(shown => ({ profile: shown.profile, account: shown.identity.account }));
  const tried = seeing.find(shown => shown.profile.name === profile) ?? {
    profile: inventory.state(profile)?.profile ?? { name: profile },
    account: caller.account,
  };
  return [tried, ...seeing.filter(shown => shown !== tried)].filter(
    ({ account }) => account !== ownerOf(trail.arn),
  );
}

async function readWith(
  profile: string,
  arn: string,
  answers: Answers,
  context: WizardContext,
  accounts: OpenAccounts,
): Promise<Answers | undefined> {
  const replaced = (reference: TrailReference) =>
    reference.arn === arn ? { ...reference, profile } : reference;
  const chosen = answers.chosen.map(replaced);
  const one = await readChosen({ ...answers, chosen: [{ profile, arn }] }, accounts, context);
  const [subject] = one?.subjects ?? [];
  return (
    subject && {
      ...answers,
      chosen,
      subjects: answers.subjects.map(former => (former.trail.arn === arn ? subject : former)),
    }
  );
}

function isForeign({ caller, trail }: Subject): boolean {
  return ownerOf(trail.arn) !== caller.account;
}
