import type { Identity } from '../../core/account/ports.ts';
import { problemOf } from '../../core/account/problem.ts';
import { message } from '../../core/wording/message.ts';
import { profileName } from '../../core/wording/profiles.ts';
import type { Text } from './ask.ts';
import { answer } from './ask.ts';
import { type OpenAccounts, type WizardContext, withAccounts } from './context.ts';
import { keyQuestion } from './keyQuestion.ts';
import { regionsFor } from './steps/region.ts';
import { askKeyArn } from './steps/typedKey.ts';
import { tellProblem } from './tell.ts';
import { type Step, walk } from './walk.ts';

/** What the asker knows already; the rest is asked for. */
export interface KeyArnRequest {
  readonly title: Text;
  readonly profile?: string;
  /** Of the log bucket. */
  readonly region?: string;
  /** ARN of the trail, if its name and account are known: then policies are judged for it. */
  readonly trailArn?: string;
}

interface KeyArnAnswers {
  readonly profile?: string;
  readonly caller?: Identity;
  readonly region?: string;
  readonly isTyped?: boolean;
  readonly arn?: string;
}

/** Asks for a key of an account and gives its ARN; undefined where the person gave up. Nothing is changed. */
export async function pickKeyArn(
  request: KeyArnRequest,
  context: WizardContext,
): Promise<string | undefined> {
  await context.listed();
  return withAccounts(context, async accounts => {
    const begun = request.profile === undefined ? {} : await identified(request.profile, context, accounts);
    const answers =
      begun &&
      (await walk<KeyArnAnswers>(sofar => stepsFor(request, sofar, context, accounts), {
        ...begun,
        ...(request.region !== undefined && { region: request.region }),
      }));
    return answers?.arn;
  });
}

function stepsFor(
  request: KeyArnRequest,
  answers: KeyArnAnswers,
  context: WizardContext,
  accounts: OpenAccounts,
): readonly Step<KeyArnAnswers>[] {
  return [
    ...(request.profile === undefined ? [profileStep(request, context, accounts)] : []),
    ...(request.region === undefined ? [regionStep(request, context)] : []),
    keyStep(request, context, accounts),
    ...(answers.isTyped ? [typedStep(request, context, accounts)] : []),
  ];
}

function profileStep(
  { title }: KeyArnRequest,
  context: WizardContext,
  accounts: OpenAccounts,
): Step<KeyArnAnswers> {
  return {
    id: 'profile',
    stage: 'profile',
    async ask(answers, place) {
      for (;;) {
        const reply = await context.ask.pick<string>({
          title,
          placeholder: message('Profile of the account that has the key'),
          place,
          choices: context.inventory.states().map(({ profile, identity }) => ({
            id: profile.name,
            label: profileName(profile.name),
            ...(identity && { description: identity.account }),
            icon: 'account',
            value: profile.name,
          })),
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

async function identified(
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

function regionStep({ title }: KeyArnRequest, context: WizardContext): Step<KeyArnAnswers> {
  return {
    id: 'region',
    stage: 'region',
    async ask(answers, place) {
      const profile = answers.profile ?? '';
      const usual = context.inventory.state(profile)?.profile.region ?? 'us-east-1';
      const reply = await context.ask.pick<string>({
        title,
        placeholder: message('Region of the log bucket, where the key has to be'),
        place,
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

function keyStep(
  { title, trailArn }: KeyArnRequest,
  context: WizardContext,
  accounts: OpenAccounts,
): Step<KeyArnAnswers> {
  return {
    id: 'key',
    stage: 'key',
    async ask(answers, place) {
      const { profile, caller, region } = answers;
      if (profile === undefined || !caller || region === undefined) {
        return { kind: 'cancel' };
      }
      const need = {
        trailArns: trailArn === undefined ? [] : [trailArn],
        bucketRegion: region,
        bucketKey: undefined,
      };
      const account = await accounts.of(profile);
      const reply = await context.ask.pick(
        keyQuestion({ title, place, account, caller, need, mayCreate: false }, context),
      );
      if (reply.kind !== 'answer') {
        return reply;
      }
      const { arn: _, ...rest } = answers;
      return answer(
        reply.value.kind === 'existing'
          ? { ...rest, isTyped: false, arn: reply.value.key.arn }
          : { ...rest, isTyped: true },
      );
    },
  };
}

function typedStep(
  { title }: KeyArnRequest,
  context: WizardContext,
  accounts: OpenAccounts,
): Step<KeyArnAnswers> {
  return {
    id: 'typed',
    stage: 'key',
    async ask(answers, place) {
      const { profile, caller, region } = answers;
      if (profile === undefined || !caller || region === undefined) {
        return { kind: 'cancel' };
      }
      const reply = await askKeyArn(title, { profile, caller, region }, undefined, place, context, accounts);
      return reply.kind === 'answer'
        ? answer({ ...answers, arn: reply.value.kind === 'own' ? reply.value.key.arn : reply.value.arn })
        : reply;
    },
  };
}
