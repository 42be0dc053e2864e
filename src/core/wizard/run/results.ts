import { code, inLine, table } from '../../base/markdown.ts';
import {
  type Failure,
  isWritten,
  type Plan,
  type RecordedRun,
  type RecordedStep,
  type RunResult,
  type TrailResult,
  writes,
  wroteSomething,
} from '../../remediation/index.ts';
import { trailNameIn } from '../../trail/arn.ts';
import { failureInFull } from '../../wording/failures.ts';
import { type Message, message, type Say } from '../../wording/message.ts';
import { type NameKey, notLoggingInFull, stepInBrief } from '../../wording/plans.ts';
import { problemInFull } from '../../wording/problems.ts';
import { profileName } from '../../wording/profiles.ts';
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
  return parts(results, trails, failed.failure, nameKey);
}

/** What was done and what was not, step by step, as Markdown for a ticket. */
export function resultsAsMarkdown(results: readonly RunResult[], nameKey: NameKey, say: Say): string {
  return results
    .map(({ plan, ended, steps, failure, madeKey }) =>
      [
        headingOf(plan, nameKey, say),
        '',
        inLine(
          say(
            message(
              '{0}. Account {1}, profile {2}. Change {3}.',
              endedInBrief(ended),
              plan.account,
              profileName(plan.profile),
              plan.id,
            ),
          ),
        ),
        ...(madeKey === undefined ? [] : ['', say(message('Created key: {0}', code(madeKey)))]),
        ...(failure ? ['', inLine(say(failureInFull(failure, nameKey)))] : []),
        ...stepTable(steps, nameKey, say),
      ].join('\n'),
    )
    .join('\n');
}

/** The same for a run in the journal. */
export function runDocument(run: RecordedRun, nameKey: NameKey, say: Say): string {
  return [
    headingOf(run.plan, nameKey, say),
    '',
    inLine(
      say(
        message(
          '{0}, {1}, by {2}. Account {3}, profile {4}. Change {5}.',
          endedInBrief(run.ended),
          new Date(run.time).toISOString(),
          run.who,
          run.plan.account,
          profileName(run.plan.profile),
          run.id,
        ),
      ),
    ),
    ...stepTable(run.steps, nameKey, say),
  ].join('\n');
}

/** What was done, and to which trail: the ID of a run says nothing to a reader. */
function headingOf(plan: Plan, nameKey: NameKey, say: Say): string {
  return `# ${inLine(say(planInBrief(plan, nameKey)))}`;
}

function stepTable(steps: readonly RecordedStep[], nameKey: NameKey, say: Say): readonly string[] {
  return [
    '',
    ...table(
      [message('step'), message('state'), message('request IDs'), message('why')].map(say),
      steps.map(({ step, state, requestIds, failure }) => [
        say(stepInBrief(step, nameKey)),
        say(stateInBrief(state)),
        requestIds.join(' '),
        failure ? say(failureInFull(failure, nameKey)) : '',
      ]),
    ),
    '',
  ];
}

function endedInBrief(ended: RecordedRun['ended']): Message {
  switch (ended) {
    case 'done':
      return message('Done');
    case 'failed':
      return message('Failed');
    case 'cancelled':
      return message('Cancelled');
    default:
      return message('Interrupted');
  }
}

function stateInBrief(state: RecordedStep['state']): Message {
  switch (state) {
    case 'done':
      return message('done');
    case 'already-so':
      return message('no change needed');
    case 'left':
      return message('left unchanged');
    case 'failed':
      return message('failed');
    case 'cancelled':
      return message('cancelled before it was sent');
    case 'begun':
    case 'uncertain':
      return message('started; effect not known');
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
      message('New log files of the trail {0} are now encrypted with SSE-KMS.', trailNameIn(only.trailArn)),
      ...(waiting.length > 0 ? [message('The first one arrives in about five minutes.')] : told),
    ];
  }
  return [
    message('New log files of {0} trails are now encrypted with SSE-KMS.', trails.length),
    ...(waiting.length > 0 ? [message('The first ones arrive in about five minutes.')] : []),
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
          trailNameIn(trailArn),
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
    ? [message('No change was needed.')]
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
  const done = steps.filter(({ state }) => state === 'done');
  const left = steps.filter(({ state }) => state === 'left');
  const [only] = trails;
  return [
    trails.length === 1 && only
      ? usesAgain(only, steps, nameKey)
      : trails.length === 0
        ? undoneOrNot(steps)
        : message('{0} trails have their previous encryption again.', trails.length),
    ...(trails.length === 0 ? [] : done.flatMap(step => doneInFull(step, nameKey))),
    ...left.flatMap(({ failure }) => (failure ? [failureInFull(failure, nameKey)] : [])),
  ];
}

/** What a trail has again, with the name of its key. */
function usesAgain({ trailArn }: TrailResult, steps: readonly RecordedStep[], nameKey: NameKey): Message {
  const name = trailNameIn(trailArn);
  const update = steps.map(({ step }) => step).find(({ kind }) => kind === 'update-trail');
  const to = update?.kind === 'update-trail' ? update.to : undefined;
  switch (to?.kind) {
    case 'none':
      return message('The trail {0} is back on SSE-S3.', name);
    case 'key':
      return message('The trail {0} is back on {1}.', name, nameKey(to.arn));
    default:
      return message('The trail {0} has its previous encryption again.', name);
  }
}

function undoneOrNot(steps: readonly RecordedStep[]): Message {
  const written = steps.filter(({ step }) => writes(step));
  const left = written.filter(({ state }) => state === 'left');
  if (left.length === 0) {
    return message('The change was undone.');
  }
  return left.length === written.length
    ? message('Nothing was undone.')
    : message('The change was only partly undone.');
}

function parts(
  results: readonly RunResult[],
  trails: readonly TrailResult[],
  failure: Failure | undefined,
  nameKey: NameKey,
): readonly Message[] {
  const changed = trails.filter(({ state }) => state === 'changed' || state === 'already-so').length;
  const steps = results.flatMap(result => result.steps);
  const cancelled = results.some(({ ended }) => ended === 'cancelled');
  const [first, ...others] = steps
    .filter(({ state }) => state === 'done')
    .flatMap(step => doneInFull(step, nameKey));
  return [
    ...(cancelled ? [message('Cancelled.')] : []),
    failure && isChangeByOthers(failure) && !wroteSomething(steps)
      ? message('Nothing was changed.')
      : trails.length === 0
        ? message('Not all steps were done.')
        : trails.length === 1
          ? changedOrNot(trails[0], isWritten(steps), failure)
          : message('{0} of {1} trails were changed.', changed, trails.length),
    ...(trails.length > 1 ? uncertain(trails) : []),
    ...(failure ? whyInFull(failure, steps, nameKey) : []),
    ...(first ? [message('Already done: {0}', first), ...others] : []),
  ];
}

/** Of what was sent and got no answer, the step is named; what is known of a trail is said before. */
function whyInFull(failure: Failure, steps: readonly RecordedStep[], nameKey: NameKey): readonly Message[] {
  if (failure.kind !== 'no-answer') {
    return [failureInFull(failure, nameKey)];
  }
  const step = steps.find(one => one.failure === failure)?.step;
  return [
    problemInFull(failure.problem),
    ...(step && step.kind !== 'update-trail'
      ? [message('It is not known whether this step took effect: {0}.', stepInBrief(step, nameKey))]
      : []),
    message('Steps that are done are not repeated when you try again.'),
  ];
}

/** What the person reviewed is no longer so. */
function isChangeByOthers({ kind }: Failure): boolean {
  return (
    kind === 'trail-changed' ||
    kind === 'bucket-changed' ||
    kind === 'policy-changed' ||
    kind === 'key-state-changed' ||
    kind === 'taken-back'
  );
}

function uncertain(trails: readonly TrailResult[]): readonly Message[] {
  const names = trails.flatMap(({ trailArn, state }) =>
    state === 'uncertain' ? [trailNameIn(trailArn)] : [],
  );
  return names.length === 0
    ? []
    : [message('It is not known whether these trails were changed: {0}.', names.join(', '))];
}

function changedOrNot(
  trail: TrailResult | undefined,
  isWholePlanWritten: boolean,
  failure: Failure | undefined,
): Message {
  const name = trailNameIn(trail?.trailArn ?? '');
  switch (trail?.state) {
    case 'changed':
    case 'already-so':
      if (!isWholePlanWritten) {
        return message('The trail {0} was changed, but not all steps were done.', name);
      }
      return failure === undefined || failure.kind === 'not-confirmed'
        ? message('The trail {0} was changed.', name)
        : message('The trail {0} was changed, but this could not be verified.', name);
    case 'uncertain':
      return message('It is not known whether the trail {0} was changed.', name);
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
      return [message('Its alias is {0}.', step.alias)];
    case 'enable-rotation':
      return [message('Its automatic rotation was turned on.')];
    case 'add-statements':
      return [message('Statements for CloudTrail were added to the policy of {0}.', nameKey(step.keyArn))];
    case 'restore-policy':
      return [message('The previous policy of {0} was restored.', nameKey(step.keyArn))];
    case 'schedule-deletion':
      return [
        step.key.kind === 'key'
          ? message('The deletion of {0} was scheduled.', nameKey(step.key.arn))
          : message('The deletion of the key was scheduled.'),
      ];
    case 'cancel-deletion':
      return [message('The deletion of {0} was cancelled; the key is disabled.', nameKey(step.keyArn))];
    case 'enable-key':
      return [message('{0} was enabled.', nameKey(step.keyArn))];
    case 'disable-key':
      return [message('{0} was disabled.', nameKey(step.keyArn))];
    case 'start-logging':
      return [message('Logging of the trail {0} was started.', trailNameIn(step.trailArn))];
    case 'stop-logging':
      return [message('Logging of the trail {0} was stopped.', trailNameIn(step.trailArn))];
    case 'find-key':
      return keyArn === undefined ? [] : [message('The KMS key {0} was found.', keyArn)];
    case 'update-trail':
    case 'confirm':
    case 'try-update':
      return [];
  }
}
