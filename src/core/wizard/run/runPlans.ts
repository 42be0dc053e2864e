import {
  journalIn,
  type Plan,
  type Progress,
  type RecordedRun,
  type RunResult,
  runPlan,
  runsIn,
  trailsIn,
} from '../../remediation/index.ts';
import { type Message, message } from '../../wording/message.ts';
import { type NameKey, stepInBrief } from '../../wording/plans.ts';
import { problemInBrief } from '../../wording/problems.ts';
import type { ProgressReport, Text } from '../ask.ts';
import { OpenAccounts, type WizardContext } from '../context.ts';

/** A plan to run, from its start or from where its run broke off. */
export interface Work {
  readonly plan: Plan;
  /** Steps, by their place, that a person chose to leave. */
  readonly leave?: ReadonlySet<number>;
}

/**
 * Runs plans one after the other under one progress notification, which can be cancelled between two writes. Afterwards
 * the trails are always read again. A plan that was not started has no result.
 */
export async function runPlans(
  works: readonly Work[],
  title: Text,
  nameKey: NameKey,
  context: WizardContext,
): Promise<readonly RunResult[]> {
  const results: RunResult[] = [];
  const accounts = new OpenAccounts(context);
  try {
    const total = works.reduce((sum, { plan }) => sum + plan.steps.length, 0);
    await context.show.progress(title, async progress => {
      for (const work of works) {
        if (progress.signal.aborted) {
          return;
        }
        results.push(await runOne(work, total, nameKey, accounts, progress, context));
      }
    });
    return results;
  } finally {
    context.onRan();
    const trails = results.flatMap(({ plan }) => trailsIn(plan).map(arn => ({ profile: plan.profile, arn })));
    await context.stale.read(trails, accounts, context);
    accounts.close();
  }
}

/** All runs of the journal. */
export async function recordedRuns({ storage }: Pick<WizardContext, 'storage'>): Promise<RecordedRun[]> {
  return runsIn(await journalIn(storage).read());
}

async function runOne(
  { plan, leave }: Work,
  total: number,
  nameKey: NameKey,
  accounts: OpenAccounts,
  { report, signal }: ProgressReport,
  context: WizardContext,
): Promise<RunResult> {
  const { storage, clock, window, log } = context;
  log(
    `[${plan.profile}] ${plan.purpose} ${plan.id} in account ${plan.account}: ${trailsIn(plan).join(', ')}`,
  );
  const result = await runPlan(
    plan,
    { open: () => accounts.of(plan.profile), storage, clock, window },
    {
      signal,
      onProgress: progress => {
        logProgress(progress, plan, log);
        if (progress.kind === 'checking') {
          report([message('Checking that nothing was changed in the meantime')]);
        } else if (progress.kind === 'step-begun') {
          report(
            [`${progress.index + 1}/${plan.steps.length}`, stepInBrief(progress.step, nameKey)],
            100 / total,
          );
        } else if (progress.kind === 'waiting') {
          report([stepInBrief(progress.step, nameKey), ...waitingFor(progress)]);
        }
      },
      ...(leave && { leave }),
    },
  );
  for (const { trailArn, state, delivery } of result.trails) {
    if (state === 'changed' || state === 'already-so') {
      const isSettled = delivery?.kind === 'confirmed' || delivery?.kind === 'not-logging';
      const awaited = !isSettled && !returnsToS3(plan, trailArn);
      context.onUpdated(plan.profile, trailArn, awaited ? clock.now() : undefined);
      if (plan.purpose !== 'restore') {
        context.onEnabled();
      }
    }
  }
  log(`[${plan.profile}] ${plan.id} ended: ${result.ended}`);
  return result;
}

function returnsToS3({ steps }: Plan, trailArn: string): boolean {
  return steps.some(
    step => step.kind === 'update-trail' && step.trailArn === trailArn && step.to.kind === 'none',
  );
}

function waitingFor({ problem, delay, attempt }: Extract<Progress, { kind: 'waiting' }>): readonly Message[] {
  return [
    problemInBrief(problem),
    message('Waiting for AWS: attempt {0} in {1} s', attempt + 1, Math.round(delay / 1000)),
  ];
}

/** One line for what began and how it ended, with the ids by which AWS finds the requests. */
function logProgress(progress: Progress, plan: Plan, log: WizardContext['log']): void {
  if (progress.kind === 'checking') {
    log(`${plan.id}: reading again what the plan rests on`);
    return;
  }
  const step = `${plan.id} step ${progress.index + 1} ${progress.step.kind}`;
  switch (progress.kind) {
    case 'step-begun':
      log(`${step}: begun`);
      break;
    case 'waiting':
      log(
        `${step}: ${progress.problem.kind} ${progress.problem.detail ?? ''}, again in ${progress.delay} ms`,
      );
      break;
    case 'step-ended': {
      const { state, requestIds, failure } = progress.end;
      const why = failure?.kind === 'aws' ? `: ${failure.cause}` : failure ? `: ${failure.kind}` : '';
      const requests = requestIds.length > 0 ? ` (request ${requestIds.join(', ')})` : '';
      log(`${step}: ${state}${why}${requests}`);
    }
  }
}
