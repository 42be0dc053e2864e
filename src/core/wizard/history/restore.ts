import {
  closeRun,
  deletableKeyOf,
  isUndoable,
  lastRepairOf,
  type Plan,
  type RecordedRun,
  type Restorable,
  restorable,
  type UndoRequest,
} from '../../remediation/index.ts';
import { trailNameIn } from '../../trail/arn.ts';
import { message } from '../../wording/message.ts';
import { homeOfTrail, type NameKey } from '../../wording/plans.ts';
import { profileName } from '../../wording/profiles.ts';
import { answer, type Choice, type Reply } from '../ask.ts';
import type { TrailReference, WizardContext } from '../context.ts';
import { reviewPlans } from '../review/reviewPlans.ts';
import { recordedRuns } from '../run/runPlans.ts';
import { runAndTell } from '../run/tellResults.ts';
import { type Page, walk } from '../walk.ts';
import { namesOfKeysIn } from './keysInHistory.ts';
import { profileFor } from './profileOfRun.ts';
import { runInBrief, toTheMinute } from './runInBrief.ts';
import { plansToUndo } from './undoPlans.ts';

interface RestoreAnswers {
  readonly changes: readonly Restorable[];
  /** Repairs that were picked. */
  readonly repairs: readonly RecordedRun[];
  /** For keys that runs created and no trail ever used. */
  readonly deleteMadeKeys: boolean;
  readonly plans: readonly Plan[];
  readonly outcome?: 'run' | 'copy';
}

/** Takes the last recorded change of trails back. Empty = ask which, among all that are recorded. */
export async function restorePrevious(
  trails: readonly TrailReference[],
  context: WizardContext,
): Promise<void> {
  await context.listed();
  const runs = await recordedRuns(context);
  const repair = trails.length === 1 ? lastRepairOf(trails[0]?.arn ?? '', runs) : undefined;
  if (repair) {
    await restore({ asks: [], changes: [], runs: [repair] }, runs, context);
    return;
  }
  const all = restorable(runs);
  const repairs = runs.filter(run => run.plan.purpose === 'repair' && isUndoable(run, runs));
  const changes =
    trails.length === 0 ? [] : all.filter(one => trails.some(({ arn }) => arn === one.trailArn));
  if (trails.length > 0 ? changes.length === 0 : all.length + repairs.length === 0) {
    const text =
      trails.length === 0
        ? message('There is no recorded change to undo.')
        : message('This extension has not changed this trail.');
    void context.show.notice({ severity: 'info', text });
    return;
  }
  const asks = trails.length === 0 ? [...all, ...repairs] : [];
  await restore({ asks, changes, runs: [] }, runs, context);
}

/** Undoes a run of any kind. */
export async function restoreRun(id: string, context: WizardContext): Promise<void> {
  await context.listed();
  const runs = await recordedRuns(context);
  const run = runs.find(one => one.id === id);
  if (!run) {
    const text = message('This change is no longer recorded, so it cannot be undone.');
    void context.show.notice({ severity: 'warning', text });
    return;
  }
  await restore({ asks: [], changes: [], runs: [run] }, runs, context);
}

interface Restoring {
  /** Changes and repairs to choose from; empty = nothing to ask. */
  readonly asks: readonly (Restorable | RecordedRun)[];
  readonly changes: readonly Restorable[];
  /** Whole runs. */
  readonly runs: readonly RecordedRun[];
}

async function restore(
  restoring: Restoring,
  runs: readonly RecordedRun[],
  context: WizardContext,
): Promise<void> {
  const asked = [...restoring.asks, ...restoring.changes].map(runBehind);
  const nameKey = await namesOfKeysIn(
    [...new Set([...restoring.runs, ...asked])],
    run => profileFor(run, context),
    context,
  );
  const undone = (answers: RestoreAnswers) => [
    ...new Set([...restoring.runs, ...answers.repairs, ...answers.changes.map(({ run }) => run)]),
  ];
  const pagesFor = (answers: RestoreAnswers): readonly Page<RestoreAnswers>[] => [
    ...(restoring.asks.length > 0 ? [changePage(restoring.asks, nameKey, runs, context)] : []),
    ...(undone(answers).some(run => deletableKeyOf(run, runs) !== undefined) ? [deletionPage(context)] : []),
    {
      id: 'review',
      async ask(sofar, page) {
        const requests = undone(sofar).map(run => requestFor(run, sofar, runs, context));
        const plans = await plansToUndo(requests, context);
        if (!plans || plans.length === 0) {
          if (plans) {
            await settle(undone(sofar), runs, context);
          }
          return { kind: 'cancel' };
        }
        const reply = await reviewPlans(
          {
            title: isRepair(undone(sofar))
              ? message('Review: Undo')
              : message('Review: Restore Previous Encryption'),
            yes: isRepair(undone(sofar)) ? message('Undo') : message('Restore'),
            plans,
            nameKey,
            page,
          },
          context,
        );
        return reply.kind === 'answer' ? answer({ ...sofar, plans, outcome: reply.value }) : reply;
      },
    },
  ];
  const answers = await walk(pagesFor, {
    changes: restoring.changes,
    repairs: [],
    deleteMadeKeys: false,
    plans: [],
  });
  if (answers?.outcome === 'run') {
    const works = answers.plans.map(plan => ({ plan }));
    const title = isRepair(undone(answers))
      ? message('Undoing')
      : message('Restoring the Previous Encryption');
    await runAndTell(works, title, nameKey, context);
  }
}

/** A key that was enabled or logging that was started, and no key of a trail. */
function isRepair(runs: readonly RecordedRun[]): boolean {
  return runs.every(({ plan }) => plan.purpose === 'repair');
}

function requestFor(
  run: RecordedRun,
  { changes, deleteMadeKeys }: RestoreAnswers,
  runs: readonly RecordedRun[],
  context: WizardContext,
): Omit<UndoRequest, 'regions'> {
  const chosen = changes.filter(one => one.run === run).map(({ trailArn }) => trailArn);
  return {
    id: context.newId(),
    profile: profileFor(run, context),
    run,
    runs,
    // Without trails, the whole run.
    ...(chosen.length > 0 && { trailArns: chosen }),
    deleteMadeKey: deleteMadeKeys,
  };
}

/** There is nothing to undo but a key, and the key is kept. */
async function settle(
  undone: readonly RecordedRun[],
  runs: readonly RecordedRun[],
  context: WizardContext,
): Promise<void> {
  const keys = undone.flatMap(run => deletableKeyOf(run, runs) ?? []);
  for (const run of undone.filter(one => deletableKeyOf(one, runs) !== undefined)) {
    await closeRun(run, context);
  }
  const text =
    keys.length === 0
      ? message('There is nothing to undo.')
      : keys.some(({ kind }) => kind === 'key')
        ? message('The key is kept. Nothing else was changed.')
        : message('If the key was created, it is kept. Nothing else was changed.');
  void context.show.notice({ severity: 'info', text });
}

function runBehind(one: Restorable | RecordedRun): RecordedRun {
  return 'run' in one ? one.run : one;
}

function changePage(
  all: readonly (Restorable | RecordedRun)[],
  nameKey: NameKey,
  runs: readonly RecordedRun[],
  context: WizardContext,
): Page<RestoreAnswers> {
  const choices = all
    .toSorted((left, right) => runs.indexOf(runBehind(right)) - runs.indexOf(runBehind(left)))
    .map(one => ('run' in one ? choiceOfChange(one, nameKey) : choiceOfRepair(one, runs, nameKey)));
  return {
    id: 'change',
    async ask(answers, page): Promise<Reply<RestoreAnswers>> {
      const reply = await context.ask.pick<Restorable | RecordedRun>({
        title: message('Restore Previous Encryption'),
        placeholder: message('Select a change to undo'),
        page,
        choices,
        active: answers.changes[0]?.trailArn ?? answers.repairs[0]?.id,
      });
      if (reply.kind !== 'answer') {
        return reply;
      }
      const { value } = reply;
      return answer({
        ...answers,
        changes: 'run' in value ? [value] : [],
        repairs: 'run' in value ? [] : [value],
      });
    },
  };
}

function choiceOfChange(change: Restorable, nameKey: NameKey): Choice<Restorable> {
  return {
    id: change.trailArn,
    label: trailNameIn(change.trailArn),
    description: [
      homeOfTrail(change.trailArn),
      change.run.plan.account,
      profileName(change.run.plan.profile),
    ],
    detail: [
      change.from !== undefined && change.from === change.to
        ? message('Back to the previous policy of {0}', nameKey(change.from))
        : message(
            'Back to {0}; currently {1}',
            change.from === undefined ? 'SSE-S3' : nameKey(change.from),
            change.to === undefined ? 'SSE-S3' : nameKey(change.to),
          ),
      message('changed on {0} by {1}', toTheMinute(change.run.time), change.run.who),
    ],
    icon: 'discard',
    value: change,
  };
}

function choiceOfRepair(
  run: RecordedRun,
  runs: readonly RecordedRun[],
  nameKey: NameKey,
): Choice<RecordedRun> {
  const { brief } = runInBrief(run, runs, nameKey);
  return {
    id: run.id,
    label: brief,
    description: [run.plan.account, profileName(run.plan.profile)],
    detail: message('changed on {0} by {1}', toTheMinute(run.time), run.who),
    icon: 'tools',
    value: run,
  };
}

function deletionPage(context: WizardContext): Page<RestoreAnswers> {
  return {
    id: 'deletion',
    async ask(answers, page): Promise<Reply<RestoreAnswers>> {
      const reply = await context.ask.pick<boolean>({
        title: message('The Key That Was Created'),
        placeholder: message('The change created a key. It is deleted only if no trail uses it'),
        page,
        choices: [
          {
            id: 'keep',
            label: message('Keep the Key'),
            description: message('costs about 1 USD a month'),
            icon: 'key',
            value: false,
          },
          {
            id: 'delete',
            label: message('Schedule Its Deletion in 30 Days'),
            description: message('can be cancelled until then, and keeps its alias until then'),
            icon: 'trash',
            value: true,
          },
        ],
        active: answers.deleteMadeKeys ? 'delete' : 'keep',
      });
      return reply.kind === 'answer' ? answer({ ...answers, deleteMadeKeys: reply.value }) : reply;
    },
  };
}
