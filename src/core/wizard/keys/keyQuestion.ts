import { consoleAddressOfKey } from '../../account/consoleAddress.ts';
import type { Identity } from '../../account/ports.ts';
import { type Problem, problemOf } from '../../account/problem.ts';
import type { KeyDetails } from '../../account/state.ts';
import {
  judgeKey,
  type KeyChoice,
  type KeyGroup,
  keysOfRegion,
  type WantedKey,
} from '../../remediation/index.ts';
import { keyIdIn } from '../../trail/arn.ts';
import { knownValue } from '../../trail/fact.ts';
import { keyGroupName, keyInBrief, obstacleInFull } from '../../wording/keys.ts';
import { type Message, message } from '../../wording/message.ts';
import { problemInBrief, problemInFull } from '../../wording/problems.ts';
import { profileName } from '../../wording/profiles.ts';
import { keyName } from '../../wording/trails.ts';
import type { Choice, ChoiceButton, PageNumber, PickQuestion, Text } from '../ask.ts';
import type { KeyPick } from '../change/answers.ts';
import type { OpenAccount, WizardContext } from '../context.ts';
import { formatted } from '../review/policyText.ts';
import { ShownKeys } from './shownKeys.ts';

export interface KeyQuestion<T> {
  readonly title: Text;
  readonly page?: PageNumber;
  readonly account: OpenAccount;
  readonly caller: Identity;
  readonly wanted: WantedKey;
  /** Whether the plan may create a key. */
  readonly mayCreate: boolean;
  readonly former?: KeyPick | undefined;
  /** Rows after the keys that lead elsewhere. */
  readonly more?: readonly Choice<T>[];
}

/** A row that leads to another profile than the one whose keys are listed. `also` names those that see the same. */
export function otherProfileChoice(profile: string, also: readonly Message[] = []): Choice<'other-profile'> {
  return {
    id: 'other profile',
    label: message('Use Another Profile…'),
    description: [message('currently {0}', profileName(profile)), ...also],
    icon: 'account',
    value: 'other-profile',
    always: true,
  };
}

/**
 * The keys of a Region, added while the question is open, below the rows that lead elsewhere: those are found at once, however many keys there
 * are, and are not moved by them.
 */
export function keyQuestion<T = never>(
  question: KeyQuestion<T>,
  context: WizardContext,
): PickQuestion<KeyPick | T> {
  const { account, caller, wanted } = question;
  const preferred = context.settings().defaultKeys[caller.account];
  const others = [...otherChoices(question.mayCreate), ...(question.more ?? [])];
  const start = idOf(question.former, preferred) ?? preferred;
  let isShown = false;
  return {
    title: question.title,
    placeholder: message(
      'Select a KMS key in {0}; type to filter by alias, ID or description',
      wanted.bucketRegion,
    ),
    ...(question.page && { page: question.page }),
    choices: others,
    active: start,
    async feed(show, signal) {
      const { clock } = context;
      const shown = new ShownKeys<Choice<KeyPick>>();
      // Who refreshes has a list, and keeps it until there is a whole one again.
      const isAgain = isShown;
      let isComplete = start === undefined || others.some(({ id }) => id === start);
      const rows = (isEnd: boolean) => [...others, ...shown.rows(clock.now(), isEnd)];
      try {
        for await (const key of keysOfRegion(account.keys, wanted.bucketRegion, caller, signal)) {
          const choice = judgeKey(key, wanted);
          shown.add({ choice, row: row(choice, preferred, question, context) });
          isComplete ||= rowId(key, preferred) === start;
          if (!isAgain && shown.isDue(clock.now(), isComplete)) {
            isShown = true;
            show(rows(false));
          }
        }
        show(rows(true));
      } catch (error) {
        const found = shown.rows(clock.now(), true);
        const unread = unreadRow(problemOf(error), found.length > 0, wanted.bucketRegion, context);
        show(isShown ? [...others, ...found, unread] : [...others, unread, ...found]);
      }
      isShown ||= !signal.aborted;
    },
  };
}

/** Keys that cannot be listed can still be entered by hand. */
function unreadRow(
  problem: Problem,
  areSomeListed: boolean,
  region: string,
  { show }: WizardContext,
): Choice<KeyPick> {
  return {
    id: 'unread',
    label: areSomeListed
      ? message('Not all keys and aliases in {0} could be listed', region)
      : message('The keys in {0} could not be listed', region),
    description: problemInBrief(problem),
    icon: 'warning',
    onAccept: () => show.notice({ severity: 'error', text: problemInFull(problem) }),
    always: true,
  };
}

function row(
  choice: KeyChoice,
  preferred: string | undefined,
  question: Pick<KeyQuestion<unknown>, 'wanted'>,
  context: WizardContext,
): Choice<KeyPick> {
  const { key, fitness } = choice;
  const aliases = knownValue(key.aliases) ?? [];
  const isPreferred = preferred !== undefined && isNamed(key, preferred);
  const description = knownValue(key.metadata)?.description;
  return {
    id: rowId(key, preferred),
    group: keyGroupName(choice.group),
    label: keyName(key),
    description: [
      ...(aliases.length > 0 ? [keyIdIn(key.arn)] : []),
      ...aliases.slice(1),
      ...(isPreferred ? [message('from the settings')] : []),
    ],
    detail: [...keyInBrief(choice), ...(description ? [description] : [])],
    icon: iconOf(choice.group),
    buttons: buttonsOf(key, question, context),
    ...(fitness.kind === 'unusable'
      ? {
          onAccept: () =>
            void context.show.notice({
              severity: 'warning',
              text: [keyName(key), obstacleInFull(fitness.why)],
            }),
        }
      : { value: { kind: 'existing', key } as const }),
  };
}

function iconOf(group: KeyGroup): string {
  switch (group) {
    case 'ready':
      return 'key';
    case 'after-policy-change':
      return 'edit';
    case 'policy-not-checked':
      return 'question';
    case 'unusable':
      return 'circle-slash';
  }
}

function buttonsOf(
  key: KeyDetails,
  { wanted }: Pick<KeyQuestion<unknown>, 'wanted'>,
  { show }: WizardContext,
): ChoiceButton<KeyPick>[] {
  const address = consoleAddressOfKey(key.arn);
  const policy = knownValue(key.policy);
  return [
    ...(policy
      ? [
          {
            icon: 'json',
            label: message('Show Key Policy'),
            run: () =>
              show.document(`${wanted.bucketRegion}/${keyIdIn(key.arn)}.policy.json`, formatted(policy)),
          },
        ]
      : []),
    ...(address
      ? [
          {
            icon: 'link-external',
            label: message('Open in AWS Console'),
            run: () => show.openAddress(address),
          },
        ]
      : []),
  ];
}

function otherChoices(mayCreate: boolean): Choice<KeyPick>[] {
  return [
    ...(mayCreate
      ? [
          {
            id: 'new',
            label: message('Create a New Key…'),
            description: message('with a policy that allows CloudTrail'),
            icon: 'add',
            value: { kind: 'new' },
            always: true,
          } as const,
        ]
      : []),
    {
      id: 'typed',
      label: message('Enter a Key ARN…'),
      description: message('can belong to another account'),
      icon: 'keyboard',
      value: { kind: 'typed' },
      always: true,
    },
  ];
}

function idOf(former: KeyPick | undefined, preferred: string | undefined): string | undefined {
  return former?.kind === 'existing' ? rowId(former.key, preferred) : former?.kind;
}

/** The setting may name the key by its ARN or an alias, and the list starts at that row before it is read. */
function rowId(key: KeyDetails, preferred: string | undefined): string {
  return preferred !== undefined && isNamed(key, preferred) ? preferred : key.arn;
}

function isNamed(key: KeyDetails, name: string): boolean {
  const aliases = knownValue(key.aliases) ?? [];
  return name === key.arn || aliases.some(alias => name === key.arn.replace(/key\/[^/]+$/, alias));
}
