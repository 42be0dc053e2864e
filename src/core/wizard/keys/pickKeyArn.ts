import type { Identity } from '../../account/ports.ts';
import { problemOf } from '../../account/problem.ts';
import { actsUnasked, namedIn, profilesOfAccount, seenTrails } from '../../account/seenTrails.ts';
import type { AccountState } from '../../account/state.ts';
import { ownerOf } from '../../account/trail.ts';
import { judgeKey, type KeyChoice, partsOfTrail, type WantedKey } from '../../remediation/index.ts';
import { knownValue } from '../../trail/fact.ts';
import { obstacleInFull } from '../../wording/keys.ts';
import { message } from '../../wording/message.ts';
import { profileName } from '../../wording/profiles.ts';
import { keyName } from '../../wording/trails.ts';
import { answer, type Choice, type Text } from '../ask.ts';
import { regionsFor } from '../change/regionPage.ts';
import { askKeyArn } from '../change/typedKeyPage.ts';
import { type OpenAccounts, type WizardContext, withAccounts } from '../context.ts';
import { tellNoProfile, tellProblem } from '../tell.ts';
import { type Page, walk } from '../walk.ts';
import { keyQuestion, otherProfileChoice } from './keyQuestion.ts';

/** What the asker knows of the trail already; what decides where the key lies is asked for. */
export interface KeyArnRequest {
  readonly title: Text;
  /** Account of the trail. */
  readonly account?: string | undefined;
  /** Of the log bucket. */
  readonly region?: string | undefined;
  /** Name that the trail has or will have. */
  readonly name?: string | undefined;
  readonly bucketKey?: boolean | undefined;
}

interface KeyArnAnswers {
  readonly profile?: string;
  readonly caller?: Identity;
  readonly region?: string;
  readonly isTyped?: boolean;
  /** The person wants another profile than the one that acted unasked. */
  readonly asksForProfile?: boolean;
  readonly arn?: string;
  /** The key as it was judged when it was picked. */
  readonly choice?: KeyChoice;
}

/** Asks for a key of an account and gives its ARN; undefined where the person gave up. Nothing is changed. */
export async function pickKeyArn(
  request: KeyArnRequest,
  context: WizardContext,
): Promise<string | undefined> {
  await context.listed();
  if (context.inventory.states().length === 0) {
    tellNoProfile(context);
    return undefined;
  }
  return withAccounts(context, async accounts => {
    const profile = profileUnasked(request, context);
    const begun = profile === undefined ? {} : await identified(profile, context, accounts);
    const answers =
      begun &&
      (await walk<KeyArnAnswers>(
        sofar => pagesFor(request, profile === undefined, sofar, context, accounts),
        {
          ...begun,
          ...(request.region !== undefined && { region: request.region }),
        },
      ));
    if (answers?.choice) {
      tellWhatIsLacking(answers.choice, context);
    }
    return answers?.arn;
  });
}

/** The profile that may act without being chosen, where the account is known and such a profile leads there. */
function profileUnasked({ account }: KeyArnRequest, { inventory, settings }: WizardContext) {
  const isNamed = namedIn(settings());
  const [best] = account === undefined ? [] : profilesOfAccount(inventory.states(), account, isNamed);
  return best && actsUnasked(best.profile, isNamed) ? best.profile.name : undefined;
}

function pagesFor(
  request: KeyArnRequest,
  asksForProfile: boolean,
  answers: KeyArnAnswers,
  context: WizardContext,
  accounts: OpenAccounts,
): readonly Page<KeyArnAnswers>[] {
  return [
    ...(asksForProfile || answers.asksForProfile ? [profilePage(request, context, accounts)] : []),
    ...(request.region === undefined ? [regionPage(request, context)] : []),
    keyPage(request, context, accounts),
    ...(answers.isTyped ? [typedPage(request, context, accounts)] : []),
  ];
}

function profilePage(
  { title, account }: KeyArnRequest,
  context: WizardContext,
  accounts: OpenAccounts,
): Page<KeyArnAnswers> {
  return {
    id: 'profile',
    stage: 'profile',
    async ask(answers, page) {
      for (;;) {
        const reply = await context.ask.pick<string>({
          title,
          placeholder: message('Profile of the account that has the key'),
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
    description: [
      ...(identity ? [identity.account] : []),
      ...(profile.asksForMfa ? [message('asks for an MFA code')] : []),
    ],
    icon: 'account',
    value: profile.name,
  }));
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

function regionPage({ title }: KeyArnRequest, context: WizardContext): Page<KeyArnAnswers> {
  return {
    id: 'region',
    stage: 'region',
    async ask(answers, page) {
      const profile = answers.profile ?? '';
      const usual = context.inventory.state(profile)?.profile.region ?? 'us-east-1';
      const reply = await context.ask.pick<string>({
        title,
        placeholder: message('Region of the log bucket, where the key has to be'),
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

function keyPage(
  request: KeyArnRequest,
  context: WizardContext,
  accounts: OpenAccounts,
): Page<KeyArnAnswers> {
  return {
    id: 'key',
    stage: 'key',
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

/** The way to another profile, where there is one. */
function otherProfiles(profile: string, states: readonly AccountState[]): readonly Choice<'other-profile'>[] {
  return states.length < 2 ? [] : [otherProfileChoice(profile)];
}

/**
 * The trail as it will be: its name from the code, its account the one that was chosen. Where a trail of that name is
 * known to live there, its home Region and its bucket are known, too.
 */
export function wantedFor(
  { name, account, bucketKey }: Pick<KeyArnRequest, 'name' | 'account' | 'bucketKey'>,
  caller: Identity,
  bucketRegion: string,
  { inventory, settings }: Pick<WizardContext, 'inventory' | 'settings'>,
): WantedKey {
  const owner = account ?? caller.account;
  const named = seenTrails(inventory.states(), namedIn(settings())).filter(
    ({ trail }) => trail.name === name && ownerOf(trail.arn) === owner,
  );
  const [live, ...others] = named;
  if (live && others.length === 0) {
    return {
      trails: [partsOfTrail(live.trail.arn)],
      bucketRegion,
      bucketKey: bucketKey ?? knownValue(live.acting.bucket.bucketKey),
      ...(live.trail.kmsKeyId !== undefined && { currentKeyArn: live.trail.kmsKeyId }),
    };
  }
  return { trails: [{ partition: caller.partition, account: owner, name }], bucketRegion, bucketKey };
}

/**
 * The ARN is written all the same: the code may change the policy, too. Statements are offered where they name the trail
 * itself.
 */
function tellWhatIsLacking({ key, fitness, isExact }: KeyChoice, { show }: WizardContext): void {
  if (fitness.kind === 'unusable') {
    void show.notice({ severity: 'warning', text: [keyName(key), obstacleInFull(fitness.why)] });
  }
  if (fitness.kind === 'after-policy-change') {
    const { added } = fitness.policy;
    void show.notice({
      severity: 'warning',
      text: message(
        'The policy of {0} does not admit CloudTrail for this trail yet: deployment fails until it does.',
        keyName(key),
      ),
      actions: isExact
        ? [
            {
              label: message('Copy the Missing Statements'),
              run: () => show.copy(JSON.stringify(added, undefined, 2)),
            },
          ]
        : [],
    });
  }
}

function typedPage(
  request: KeyArnRequest,
  context: WizardContext,
  accounts: OpenAccounts,
): Page<KeyArnAnswers> {
  return {
    id: 'typed',
    stage: 'key',
    async ask(answers, page) {
      const { profile, caller, region } = answers;
      if (profile === undefined || !caller || region === undefined) {
        return { kind: 'cancel' };
      }
      const { title } = request;
      const reply = await askKeyArn(
        title,
        { profile, caller, bucketRegion: region },
        undefined,
        page,
        context,
        accounts,
      );
      if (reply.kind !== 'answer') {
        return reply;
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
