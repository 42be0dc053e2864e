import { code, inLine, tableRow } from '../../base/markdown.ts';
import {
  isWritten,
  type Plan,
  type RecordedRun,
  type RecordedStep,
  type RunResult,
  type TrailResult,
  writes,
} from '../../remediation/index.ts';
import { failureInFull } from '../../wording/failures.ts';
import { inEnglish, type Message, message } from '../../wording/message.ts';
import { type NameKey, notLoggingInFull, stepInBrief, trailName } from '../../wording/plans.ts';
import { planInBrief } from '../history/runInBrief.ts';

/** What came of runs, in a sentence or two: what was done, what was not, why. */
export function resultsInFull(results: readonly RunResult[], nameKey: NameKey): readonly Message[] {
  const failed = results.find(({ ended }) => ended !== 'done');
  const trails = results.flatMap(result => result.trails);
  if (!failed && results.some(({ plan }) => plan.purpose === 'repair')) {
    return repaired(results, nameKey);
  }
  if (!failed) {
    return results.some(({ plan }) => plan.purpose === 'restore')
      ? restored(results, trails, nameKey)
      : enabled(trails);
  }
  return [
    ...parts(results, trails, nameKey),
    ...(failed.failure ? [failureInFull(failed.failure, nameKey)] : []),
  ];
}

/** Everything that was done and was not, step by step, as one reads it in a ticket. */
export function resultsAsMarkdown(results: readonly RunResult[], nameKey: NameKey): string {
  return results
    .map(({ plan, ended, steps, failure, madeKey }) =>
      [
        headingOf(plan, nameKey),
        '',
        inLine(`${stateOfRun(ended)}. Account ${plan.account}, profile ${plan.profile}. Change ${plan.id}.`),
        ...(madeKey === undefined ? [] : ['', `Key that was made: ${code(madeKey)}`]),
        ...(failure ? ['', inLine(inEnglish(failureInFull(failure, nameKey)))] : []),
        ...stepTable(steps, nameKey),
      ].join('\n'),
    )
    .join('\n');
}

/** The same of a run that the journal tells of. */
export function runDocument(run: RecordedRun, nameKey: NameKey): string {
  return [
    headingOf(run.plan, nameKey),
    '',
    inLine(
      `${stateOfRun(run.ended)}, ${new Date(run.time).toISOString()}, by ${run.who}. Account ${run.plan.account}, profile ${run.plan.profile}. Change ${run.id}.`,
    ),
    ...stepTable(run.steps, nameKey),
  ].join('\n');
}

/** What was done, and to which trail: the id of a run says nothing to a reader. */
function headingOf(plan: Plan, nameKey: NameKey): string {
  return inLine(`# ${inEnglish(planInBrief(plan, nameKey))}`);
}

function stateOfRun(ended: RunResult['ended'] | undefined): string {
  return ended === undefined ? 'Interrupted' : `${ended[0]?.toUpperCase()}${ended.slice(1)}`;
}

function stepTable(steps: readonly RecordedStep[], nameKey: NameKey): readonly string[] {
  return [
    '',
    '| step | state | request ids | why |',
    '| --- | --- | --- | --- |',
    ...steps.map(({ step, state, requestIds, failure }) =>
      tableRow([
        inEnglish(stepInBrief(step, nameKey)),
        inEnglish(stateInBrief(state)),
        requestIds.join(' '),
        failure ? inEnglish(failureInFull(failure, nameKey)) : '',
      ]),
    ),
    '',
  ];
}

function stateInBrief(state: RecordedStep['state']): Message {
  switch (state) {
    case 'done':
      return message('done');
    case 'already-so':
      return message('already so');
    case 'left':
      return message('left as it is');
    case 'failed':
      return message('failed');
    case 'cancelled':
      return message('cancelled before it was sent');
    case 'begun':
    case 'uncertain':
      return message('started; whether it took effect is not known');
    case 'not-begun':
      return message('not done');
  }
}

/** A log file is promised where the trail waits for one. */
function enabled(trails: readonly TrailResult[]): readonly Message[] {
  const waiting = trails.filter(({ delivery }) => delivery === undefined || delivery.kind === 'waiting');
  const told = trails.flatMap(deliveryInFull);
  const [only] = trails;
  if (trails.length === 1 && only) {
    return [
      message('The trail {0} is encrypted with SSE-KMS from now on.', trailName(only.trailArn)),
      ...(waiting.length > 0
        ? [message('The first log file under the key arrives in about five minutes.')]
        : told),
    ];
  }
  return [
    message('{0} trails are encrypted with SSE-KMS from now on.', trails.length),
    ...(waiting.length > 0
      ? [message('The first log files under the keys arrive in about five minutes.')]
      : []),
    ...told,
  ];
}

/** What is known of delivery since the change; of a file that has come nothing has to be said. */
function deliveryInFull({ trailArn, delivery }: TrailResult): readonly Message[] {
  switch (delivery?.kind) {
    case 'not-logging':
      return [notLoggingInFull(trailArn)];
    case 'failing':
      return [
        message(
          'The last log file of the trail {0} could not be delivered: {1}.',
          trailName(trailArn),
          delivery.error,
        ),
      ];
    case 'waiting':
    case 'confirmed':
    case undefined:
      return [];
  }
}

/** What was not so already; a log file is not promised, since something else may keep the trail from delivering. */
function repaired(results: readonly RunResult[], nameKey: NameKey): readonly Message[] {
  const done = results.flatMap(({ steps }) => steps.filter(({ state }) => state === 'done'));
  return done.length === 0
    ? [message('It was so already. Nothing was changed.')]
    : [
        ...done.flatMap(step => doneInFull(step, nameKey)),
        ...(results.some(({ plan }) => plan.warnings.some(({ kind }) => kind === 'still-kept-out'))
          ? []
          : [message('The next log file arrives in about five minutes.')]),
      ];
}

function restored(
  results: readonly RunResult[],
  trails: readonly TrailResult[],
  nameKey: NameKey,
): readonly Message[] {
  const steps = results.flatMap(result => result.steps);
  const left = steps.filter(({ state }) => state === 'left');
  const [only] = trails;
  return [
    trails.length === 1 && only
      ? message('The trail {0} has its previous encryption again.', trailName(only.trailArn))
      : trails.length === 0
        ? undoneOrNot(steps)
        : message('{0} trails have their previous encryption again.', trails.length),
    ...left.flatMap(({ failure }) => (failure ? [failureInFull(failure, nameKey)] : [])),
  ];
}

function undoneOrNot(steps: readonly RecordedStep[]): Message {
  const written = steps.filter(({ step }) => writes(step));
  const left = written.filter(({ state }) => state === 'left');
  if (left.length === 0) {
    return message('What was done is undone.');
  }
  return left.length === written.length
    ? message('Nothing was undone.')
    : message('Not everything that was done is undone.');
}

function parts(
  results: readonly RunResult[],
  trails: readonly TrailResult[],
  nameKey: NameKey,
): readonly Message[] {
  const changed = trails.filter(({ state }) => state === 'changed' || state === 'already-so').length;
  const steps = results.flatMap(result => result.steps);
  const cancelled = results.some(({ ended }) => ended === 'cancelled');
  return [
    ...(cancelled ? [message('Cancelled.')] : []),
    trails.length === 0
      ? message('Not everything was done.')
      : trails.length === 1
        ? changedOrNot(trails[0], isWritten(steps))
        : message('{0} of {1} trails were changed.', changed, trails.length),
    ...(trails.length > 1 ? uncertain(trails) : []),
    ...steps.filter(({ state }) => state === 'done').flatMap(step => doneInFull(step, nameKey)),
  ];
}

function uncertain(trails: readonly TrailResult[]): readonly Message[] {
  const names = trails.flatMap(({ trailArn, state }) => (state === 'uncertain' ? [trailName(trailArn)] : []));
  return names.length === 0
    ? []
    : [message('Whether these trails were changed is not known: {0}.', names.join(', '))];
}

function changedOrNot(trail: TrailResult | undefined, isWholePlanWritten: boolean): Message {
  const name = trailName(trail?.trailArn ?? '');
  switch (trail?.state) {
    case 'changed':
    case 'already-so':
      return isWholePlanWritten
        ? message('The trail {0} was changed.', name)
        : message('The trail {0} was changed, but something is left to do.', name);
    case 'uncertain':
      return message('Whether the trail {0} was changed is not known.', name);
    default:
      return message('The trail {0} was not changed.', name);
  }
}

/** What was done before it went wrong, a sentence for each step. */
function doneInFull({ step, keyArn }: RecordedStep, nameKey: NameKey): Message[] {
  switch (step.kind) {
    case 'create-key':
      return [message('The KMS key {0} was created.', keyArn ?? '')];
    case 'create-alias':
      return [message('It was named {0}.', step.alias)];
    case 'enable-rotation':
      return [message('Its rotation was turned on.')];
    case 'add-statements':
      return [message('The policy of {0} was extended.', nameKey(step.keyArn))];
    case 'restore-policy':
      return [message('The former policy of {0} was put back.', nameKey(step.keyArn))];
    case 'schedule-deletion':
      return [
        step.key.kind === 'key'
          ? message('The deletion of {0} was scheduled.', nameKey(step.key.arn))
          : message('The deletion of the key that was found was scheduled.'),
      ];
    case 'cancel-deletion':
      return [message('The deletion of {0} was cancelled; the key is disabled.', nameKey(step.keyArn))];
    case 'enable-key':
      return [message('{0} was enabled.', nameKey(step.keyArn))];
    case 'disable-key':
      return [message('{0} was disabled.', nameKey(step.keyArn))];
    case 'start-logging':
      return [message('Logging of the trail {0} was started.', trailName(step.trailArn))];
    case 'stop-logging':
      return [message('Logging of the trail {0} was stopped.', trailName(step.trailArn))];
    case 'find-key':
      return keyArn === undefined ? [] : [message('The KMS key {0} was found.', keyArn)];
    case 'update-trail':
    case 'confirm':
    case 'try-update':
      return [];
  }
}
