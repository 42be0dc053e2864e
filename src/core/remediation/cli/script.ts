import { guardsOf } from '../guards.ts';
import { notBegun } from '../history.ts';
import type { Plan } from '../plan.ts';
import { preconditionsOf } from '../preconditions.ts';
import { changesKey, type Step, type StepOf, trailOf } from '../step.ts';
import { deletionWindow } from '../undo.ts';
import { linesOfGuard } from './guard.ts';
import { keyFunctions, policyFunction, prelude } from './prelude.ts';
import { linesOfStep, type StepContext, unlessMade } from './step.ts';
import { type Aws, awsOf, picked, quote, regionIn, say } from './words.ts';

/**
 * A plan as a script for a POSIX shell and the AWS CLI that does what the run does: it reads the same guards before each
 * try, sends again what the run sends again, and says why it stops. Status 0 = all that the plan wants is so. One pair of
 * parentheses, so that it may be pasted into a terminal without ending it.
 */
export function cliOf(plan: Plan): string {
  const aws = awsOf(plan);
  const made = plan.steps.find(step => step.kind === 'create-key' || step.kind === 'find-key');
  return [
    '(',
    'set -eu',
    // Settings of the AWS CLI 2 that would make it wait for a person, or name errors otherwise.
    "export AWS_PAGER='' AWS_CLI_AUTO_PROMPT=off AWS_CLI_ERROR_FORMAT=legacy",
    prelude(),
    ...(comparesPolicies(plan) ? [policyFunction()] : []),
    ...(made ? [keyFunctions(aws)] : []),
    ...sameAccount(plan, aws),
    // Until its policy was compared, a key that was found may be anybody's: nothing is said of deleting it.
    ...(made?.kind === 'create-key' ? [...keyOfEarlierRun(made, aws), noteOfKey(made, aws)] : []),
    ...stillTrue(plan, aws, made),
    ...partsOf(plan.steps, { aws, madeIn: made?.region ?? '' }),
    '',
    '[ -z "$FAILED$LEFT" ] || stop "Not everything was done: see above."',
    ')',
    '',
  ].join('\n');
}

/** Also that of a key which an earlier run of the script created. */
function comparesPolicies({ steps }: Plan): boolean {
  return steps.some(
    step => step.kind === 'create-key' || guardsOf(step).some(({ kind }) => kind === 'key-policy'),
  );
}

/**
 * However the script ends: a key that was made is not left without a word. Under the alias of somebody else alone, it would not be
 * found again: of keys that have one, none is asked for its description, since each costs a call.
 */
function noteOfKey({ region, alias }: StepOf<'create-key'>, aws: Aws): string {
  const deletion = aws(
    'kms schedule-key-deletion',
    quote(region),
    `--pending-window-in-days ${deletionWindow}`,
  );
  return `note_key() {
  [ "$1" = 0 ] || [ -z "$KEY_ARN" ] || say "The KMS key $KEY_ARN was created. To go on with it, run this script again before the key gets an alias other than "${quote(alias)}". If no trail uses it, schedule its deletion with:" ${quote(`${deletion} --key-id `)}"$KEY_ARN"
}
trap 'note_key $?' EXIT
trap 'exit 130' INT TERM HUP`;
}

function sameAccount(plan: Plan, aws: Aws): string[] {
  const call = aws('sts get-caller-identity', regionOfPlan(plan), picked('Account'));
  return [
    `FOUND=$(${call}) || unread 'The account of these credentials could not be read.'`,
    `[ "$FOUND" = ${quote(plan.account)} ] || stop "This script is for account ${plan.account}. These credentials are of account $FOUND."`,
  ];
}

/**
 * A script that was interrupted goes on with the key that it created. Whether there is one has to be known: KMS would create a second key, and
 * the trails may have the first already. The look-up is one line, which can be deleted. Anyone may have changed the key since, or given
 * another one its description: no trail is put under a policy that nobody reviewed.
 */
function keyOfEarlierRun({ region, description, alias, policy }: StepOf<'create-key'>, aws: Aws): string[] {
  const asReviewed = {
    kind: 'key-policy',
    key: { kind: 'made' },
    before: policy,
    otherwise: 'stop',
  } as const;
  return [
    '',
    say('Look for a key that an earlier run of this script created.'),
    "FOUND=''",
    `look_for_key ${quote(region)} ${quote(description)} ${quote(alias)} || [ $? = 1 ] || unread ${quote(
      'Not every key could be read, so it is not known whether an earlier run of this script created one. Allow kms:ListKeys, kms:ListAliases and kms:DescribeKey. If this script never ran before, delete its line that begins with look_for_key instead.',
    )}`,
    'if [ -n "$KEY_ARN" ]',
    'then',
    '  say "Found the key $KEY_ARN. Compare its policy with that of the plan."',
    ...linesOfGuard(asReviewed, region, aws, true).map(line => `  ${line}`),
    '  say "Go on with the key $KEY_ARN."',
    'fi',
  ];
}

/** A plan that is no longer true ends before its first step, as in the run. */
function stillTrue(plan: Plan, aws: Aws, made: Step | undefined): string[] {
  const conditions = preconditionsOf(notBegun(plan));
  const madeIn = made && 'region' in made ? made.region : '';
  return conditions.length === 0
    ? []
    : [
        '',
        say('Check that nothing was changed since this script was created.'),
        ...conditions.flatMap(({ index, guard }) => {
          const step = plan.steps[index];
          const inStep = step && guardsOf(step).find(({ kind }) => kind === guard.kind);
          const lines = linesOfGuard(inStep ?? guard, madeIn, aws, true);
          // Where an earlier run has created the key, the alias may be its own.
          return guard.kind === 'alias-free' ? unlessMade(lines) : lines;
        }),
      ];
}

/** A trail's own steps end that trail alone, as in the run; any other step ends the script. */
function partsOf(steps: readonly Step[], context: Omit<StepContext, 'fresh'>): string[] {
  const lines: string[] = [];
  let fresh = false;
  for (const [index, step] of steps.entries()) {
    const [former, trail, next] = [index - 1, index, index + 1].map(at => {
      const one = steps[at];
      return one && trailOf(one);
    });
    const begins = trail !== undefined && trail !== former;
    const ends = trail !== undefined && trail !== next;
    lines.push('', ...(begins ? ['('] : []), ...linesOfStep(step, { ...context, fresh }));
    lines.push(...(ends ? [') || other_trails_go_on $?'] : []));
    fresh ||= changesKey(step);
  }
  return lines;
}

/** Any Region of the plan's partition will do to ask who calls. */
function regionOfPlan(plan: Plan): string {
  for (const step of plan.steps) {
    if ('trailArn' in step && step.kind !== 'confirm') {
      return regionIn(step.trailArn);
    }
    if ('keyArn' in step) {
      return regionIn(step.keyArn);
    }
    if ('region' in step) {
      return quote(step.region);
    }
    if (step.kind === 'schedule-deletion' && step.key.kind === 'key') {
      return regionIn(step.key.arn);
    }
  }
  return "''";
}
