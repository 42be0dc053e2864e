import { problemOf } from '../../account/problem.ts';
import { namedIn, profilesOfAccount } from '../../account/seenTrails.ts';
import type { AccountState } from '../../account/state.ts';
import { judgeKey } from '../../remediation/index.ts';
import { homeRegionOf } from '../../trail/region.ts';
import { message } from '../../wording/message.ts';
import { asksFor, profileName } from '../../wording/profiles.ts';
import { answer, type Choice } from '../ask.ts';
import { regionsFor } from '../change/regionPage.ts';
import { askKeyArn } from '../change/typedKeyPage.ts';
import type { OpenAccounts, WizardContext } from '../context.ts';
import { tellProblem } from '../tell.ts';
import type { Page } from '../walk.ts';
import { type KeyArnAnswers, type KeyArnRequest, wantedFor } from './keyArnAnswers.ts';
import { keyQuestion, otherProfileChoice } from './keyQuestion.ts';

/** Asks for the profile of the account that has the key. */
export function profilePage(
  { title, account }: KeyArnRequest,
  context: WizardContext,
  accounts: OpenAccounts,
): Page<KeyArnAnswers> {
  return {
    id: 'profile',
    async ask(answers, page) {
      for (;;) {
        const reply = await context.ask.pick<string>({
          title,
          placeholder: message('Select a profile of the account that owns the key'),
          page,
          choices: profileChoices(account, context),
          active: answers.profile,
        });
        if (reply.kind !== 'answer') {
          return reply;
        }
        const read = await identified(reply.value, context, accounts);
        if (read) {
          return answer({ ...answers, ...read });
        }
      }
    },
  };
}

/** Those that lead to the trail's account come first; what is shown before what is not. */
function profileChoices(
  account: string | undefined,
  { inventory, settings }: WizardContext,
): readonly Choice<string>[] {
  const states = inventory.states();
  const isNamed = namedIn(settings());
  const leading = account === undefined ? [] : profilesOfAccount(states, account, isNamed);
  const others = states.filter(state => !leading.includes(state));
  return [
    ...leading,
    ...others.filter(({ profile }) => isNamed(profile.name)),
    ...others.filter(({ profile }) => !isNamed(profile.name)),
  ].map(({ profile, identity }) => ({
    id: profile.name,
    label: profileName(profile.name),
    description: [...(identity ? [identity.account] : []), ...asksFor(profile)],
    icon: 'account',
    value: profile.name,
  }));
}

/** Asks for the Region of the log bucket. */
export function regionPage({ title }: KeyArnRequest, context: WizardContext): Page<KeyArnAnswers> {
  return {
    id: 'region',
    async ask(answers, page) {
      const profile = answers.profile ?? '';
      const usual =
        context.inventory.state(profile)?.profile.region ?? homeRegionOf(answers.caller?.partition ?? 'aws');
      const reply = await context.ask.pick<string>({
        title,
        placeholder: message('Region of the log bucket; the key must be there too'),
        page,
        choices: regionsFor(usual, profile, context).map(region => ({
          id: region,
          label: region,
          value: region,
        })),
        active: answers.region,
      });
      return reply.kind === 'answer' ? answer({ ...answers, region: reply.value }) : reply;
    },
  };
}

/** Asks for one of the keys of the Region. */
export function keyPage(
  request: KeyArnRequest,
  context: WizardContext,
  accounts: OpenAccounts,
): Page<KeyArnAnswers> {
  return {
    id: 'key',
    async ask(answers, page) {
      const { profile, caller, region } = answers;
      if (profile === undefined || !caller || region === undefined) {
        return { kind: 'cancel' };
      }
      const account = await accounts.of(profile);
      const wanted = wantedFor(request, caller, region, context);
      const { title } = request;
      const reply = await context.ask.pick(
        keyQuestion<'other-profile'>(
          {
            title,
            page,
            account,
            caller,
            wanted,
            mayCreate: false,
            more: otherProfiles(profile, context.inventory.states()),
          },
          context,
        ),
      );
      if (reply.kind !== 'answer') {
        return reply;
      }
      if (reply.value === 'other-profile') {
        return { kind: 'reopen', value: { ...answers, asksForProfile: true }, pages: ['profile'] };
      }
      const { arn: _, choice: __, ...rest } = answers;
      return answer(
        reply.value.kind === 'existing'
          ? {
              ...rest,
              isTyped: false,
              arn: reply.value.key.arn,
              choice: judgeKey(reply.value.key, wanted),
            }
          : { ...rest, isTyped: true },
      );
    },
  };
}

/** Asks for the ARN of a key. */
export function typedPage(
  request: KeyArnRequest,
  context: WizardContext,
  accounts: OpenAccounts,
): Page<KeyArnAnswers> {
  return {
    id: 'typed',
    async ask(answers, page) {
      const { profile, caller, region } = answers;
      if (profile === undefined || !caller || region === undefined) {
        return { kind: 'cancel' };
      }
      const { title } = request;
      const reply = await askKeyArn(
        title,
        { profile, caller, bucketRegion: region },
        { typing: answers.typing },
        page,
        context,
        accounts,
      );
      if (reply.kind === 'cancel') {
        return reply;
      }
      if (reply.kind === 'back') {
        return { kind: 'back', entered: { ...answers, typing: reply.entered } };
      }
      if (reply.value.kind === 'other') {
        return answer({ ...answers, arn: reply.value.arn });
      }
      const { key } = reply.value;
      // Of a key that cannot be described nothing is known.
      const judged = key.metadata.kind === 'known' && {
        choice: judgeKey(key, wantedFor(request, caller, region, context)),
      };
      return answer({ ...answers, arn: key.arn, ...judged });
    },
  };
}

/** The caller identity of a profile; undefined if it cannot be read, which is reported. */
export async function identified(
  profile: string,
  context: WizardContext,
  accounts: OpenAccounts,
): Promise<Pick<KeyArnAnswers, 'profile' | 'caller'> | undefined> {
  try {
    const caller = await context.show.reading(message('Opening {0}', profileName(profile)), async signal =>
      (await accounts.of(profile)).identity(signal),
    );
    return { profile, caller };
  } catch (error) {
    tellProblem(problemOf(error), profile, context);
    return undefined;
  }
}

/** The way to another profile, where there is one. */
function otherProfiles(profile: string, states: readonly AccountState[]): readonly Choice<'other-profile'>[] {
  return states.length < 2 ? [] : [otherProfileChoice(profile)];
}
