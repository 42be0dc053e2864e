import { type AccountState, type InventoryTrail, trailsOf } from '../../../core/account/state.ts';
import { belongsToControlTower, ownerOf } from '../../../core/account/trail.ts';
import { type Message, message } from '../../../core/wording/message.ts';
import { profileName } from '../../../core/wording/profiles.ts';
import { trailInBrief } from '../../../core/wording/trails.ts';
import type { Answers } from '../answers.ts';
import { answer, type Choice, type Place, type Reply } from '../ask.ts';
import type { OpenAccounts, TrailReference, WizardContext } from '../context.ts';
import { keyNames } from '../keyNames.ts';
import { readSubjects, refusalInFull } from '../subjects.ts';
import { tellProblem } from '../tell.ts';
import type { Step } from '../walk.ts';

type TrailAnswer =
  | { readonly kind: 'trail'; readonly reference: TrailReference }
  | { readonly kind: 'load'; readonly profiles: readonly string[] };

/** Asks for a trail among those of the loaded profiles, and offers to load the others. */
export function trailStep(context: WizardContext, accounts: OpenAccounts): Step<Answers> {
  return {
    id: 'trail',
    stage: 'trail',
    async ask(answers, place) {
      for (;;) {
        const reply = await askOnce(context, answers, place);
        if (reply.kind !== 'answer') {
          return reply;
        }
        if (reply.value.kind === 'load') {
          await load(context, reply.value.profiles);
          continue;
        }
        const chosen = [reply.value.reference];
        const read = await readChosen({ ...answers, chosen }, accounts, context);
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

function askOnce(
  context: WizardContext,
  { purpose, chosen }: Answers,
  place: Place,
): Promise<Reply<TrailAnswer>> {
  const states = context.inventory.states();
  const choices = [...trailChoices(states, purpose), ...loadChoices(states)];
  return context.ask.pick<TrailAnswer>({
    title: purpose === 'enable' ? message('Enable SSE-KMS on Trail') : message('Change KMS Key of Trail'),
    placeholder: placeholderFor(purpose, choices.length, states),
    place,
    choices,
    active: chosen[0] && idOf(chosen[0]),
  });
}

function placeholderFor(
  purpose: Answers['purpose'],
  choices: number,
  states: readonly AccountState[],
): Message {
  if (choices === 0) {
    return message('Every trail of the loaded profiles has a KMS key');
  }
  if (states.every(({ phase }) => phase === 'not-loaded')) {
    return message('No profile is loaded yet: choose one to read its trails');
  }
  return purpose === 'enable' ? message('Trail without SSE-KMS') : message('Trail with a KMS key');
}

/** An organization's trail is seen by all its accounts: it is offered once, where it belongs if that is loaded. */
function trailChoices(states: readonly AccountState[], purpose: Answers['purpose']): Choice<TrailAnswer>[] {
  const offered = states
    .flatMap(trailsOf)
    .filter(({ key }) => (purpose === 'enable' ? key === undefined : key !== undefined));
  const best = new Map<string, InventoryTrail>();
  for (const shown of offered) {
    const { arn } = shown.trail;
    if (!best.has(arn) || shown.identity.account === ownerOf(arn)) {
      best.set(arn, shown);
    }
  }
  return offered.filter(shown => best.get(shown.trail.arn) === shown).map(trailChoice);
}

function trailChoice(shown: InventoryTrail): Choice<TrailAnswer> {
  const { profile, identity, trail } = shown;
  const reference = { profile: profile.name, arn: trail.arn };
  const owner = ownerOf(trail.arn);
  const hint = belongsToControlTower(trail)
    ? message('belongs to AWS Control Tower')
    : owner !== identity.account
      ? message('belongs to account {0}', owner)
      : undefined;
  return {
    id: idOf(reference),
    group: [profileName(profile.name), identity.account, trail.homeRegion],
    label: trail.name,
    description: [...trailInBrief(shown), trail.bucket],
    ...(hint && { detail: hint }),
    icon: shown.key ? 'lock' : 'unlock',
    value: { kind: 'trail', reference },
  };
}

function loadChoices(states: readonly AccountState[]): Choice<TrailAnswer>[] {
  const unread = states.filter(({ phase }) => phase === 'not-loaded' || phase === 'failed');
  const names = unread.map(({ profile }) => profile.name);
  const group = message('Profiles that are not loaded');
  const each = unread.map(
    ({ profile, phase }): Choice<TrailAnswer> => ({
      id: `load ${profile.name}`,
      group,
      label: profileName(profile.name),
      description: phase === 'failed' ? message('could not be read: try again') : message('load its trails'),
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
          icon: 'cloud-download',
          value: { kind: 'load', profiles: names },
        },
      ];
}

/** What cannot be read shows in the view, beside what can. */
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
        inventory.state(profile)?.phase === 'failed' ? inventory.refresh(profile) : inventory.load(profile),
      ),
    );
    signal.removeEventListener('abort', cancel);
  });
}

function idOf({ profile, arn }: TrailReference): string {
  return `${profile} ${arn}`;
}
