import { namedIn, profileUnasked } from '../../account/seenTrails.ts';
import type { KeyChoice } from '../../remediation/index.ts';
import { obstacleInFull } from '../../wording/keys.ts';
import { message } from '../../wording/message.ts';
import { keyName } from '../../wording/trails.ts';
import { type OpenAccounts, type WizardContext, withAccounts } from '../context.ts';
import { tellNoProfile } from '../tell.ts';
import { type Page, walk } from '../walk.ts';
import type { KeyArnAnswers, KeyArnRequest } from './keyArnAnswers.ts';
import { identified, keyPage, profilePage, regionPage, typedPage } from './keyArnPages.ts';

/** Asks for a key of an account and gives its ARN; undefined where the person gave up. Nothing is changed. */
export async function pickKeyArn(
  request: KeyArnRequest,
  context: WizardContext,
): Promise<string | undefined> {
  await context.listed();
  const states = context.inventory.states();
  if (states.length === 0) {
    tellNoProfile(context);
    return undefined;
  }
  return withAccounts(context, async accounts => {
    const { account } = request;
    const profile = account && profileUnasked(states, account, namedIn(context.settings()));
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
        'The policy of {0} does not let CloudTrail use the key for this trail yet: the deployment fails until it does.',
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
