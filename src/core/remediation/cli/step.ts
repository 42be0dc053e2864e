import { trailNameIn } from '../../trail/arn.ts';
import { guardsOf, tellsEffect } from '../guards.ts';
import type { KeyTarget, Step, StepOf } from '../step.ts';
import { refusalsOfTheKey } from '../tryUpdate.ts';
import { linesOfGuard, readTrail, regionOf } from './guard.ts';
import { rulesFor } from './prelude.ts';
import { type Aws, madeKey, option, picked, quote, regionIn, say, wordOf } from './words.ts';

export interface StepContext {
  readonly aws: Aws;
  /** Region of the key that the plan creates or finds; empty if there is none. */
  readonly madeIn: string;
  /** The plan created a key or changed a policy before, which not every KMS endpoint may know yet. */
  readonly fresh: boolean;
}

/** The lines that do one step: they report what needs no change, and end the script if a condition does not hold. */
export function linesOfStep(step: Step, context: StepContext): string[] {
  const { aws } = context;
  switch (step.kind) {
    case 'create-key':
      return createKey(step, context);
    case 'create-alias':
      return [
        say(`Create the alias ${step.alias} for the key.`),
        ...writing(
          step,
          context,
          aws(
            'kms create-alias',
            quote(step.region),
            `--alias-name ${quote(step.alias)}`,
            `--target-key-id ${madeKey}`,
          ),
        ),
      ];
    case 'enable-rotation':
      return enableRotation(step, context);
    case 'add-statements':
      return [say('Let CloudTrail use the key: add statements to its policy.'), ...putPolicy(step, context)];
    case 'restore-policy':
      return [say('Restore the previous key policy.'), ...putPolicy(step, context)];
    case 'update-trail':
      return [
        say(
          step.to.kind === 'none'
            ? `Return the trail ${trailNameIn(step.trailArn)} to SSE-S3.`
            : `Set the KMS key of the trail ${trailNameIn(step.trailArn)}. CloudTrail checks the key.`,
        ),
        ...setKey(step, step.trailArn, step.to, context),
      ];
    case 'try-update': {
      const lines = [
        say('Ask CloudTrail whether this account may change the trail. Nothing is changed.'),
        ...tryUpdate(step, context),
      ];
      // An earlier run that created the key had asked, and may have changed the trail.
      return context.madeIn === '' ? lines : unlessMade(lines);
    }
    case 'confirm':
      return [
        say(`Verify the trail ${trailNameIn(step.trailArn)}.`),
        'begin',
        ...readTrail(step.trailArn, aws),
        'case $FOUND in',
        `  *${quote(step.trailArn)}?${wordOf(step.to, 'None')}*) ;;`,
        `  *${quote(step.trailArn)}?*) stop ${quote(`The trail ${trailNameIn(step.trailArn)} has another KMS key:`)} "$FOUND" ;;`,
        `  *) unread ${quote(`The trail ${trailNameIn(step.trailArn)} could not be read.`)} ;;`,
        'esac',
      ];
    case 'find-key':
      return [
        say('Look for the key that may have been created.'),
        `find_key ${quote(step.region)} ${quote(step.description)} || case $? in`,
        `  1) ${say('This key does not exist.')} ;;`,
        `  *) unread ${quote('Not every key could be read, so it is not known whether there is one.')} ;;`,
        'esac',
      ];
    case 'schedule-deletion':
      return scheduleDeletion(step, context);
    case 'cancel-deletion':
      return [say('Cancel the deletion of the key.'), ...switching(step, 'kms cancel-key-deletion', context)];
    case 'enable-key':
      return [say('Enable the key.'), ...switching(step, 'kms enable-key', context)];
    case 'disable-key':
      return [say('Disable the key.'), ...switching(step, 'kms disable-key', context)];
    case 'start-logging':
      return [
        say(`Start logging of the trail ${trailNameIn(step.trailArn)}.`),
        ...writing(
          step,
          context,
          aws('cloudtrail start-logging', regionIn(step.trailArn), option('--name', step.trailArn)),
        ),
      ];
    case 'stop-logging':
      return [
        say(`Stop logging of the trail ${trailNameIn(step.trailArn)}.`),
        ...writing(
          step,
          context,
          aws('cloudtrail stop-logging', regionIn(step.trailArn), option('--name', step.trailArn)),
        ),
      ];
  }
}

/** A call that changes the state of a key that exists. */
function switching(
  step: StepOf<'cancel-deletion'> | StepOf<'enable-key'> | StepOf<'disable-key'>,
  call: string,
  context: StepContext,
): string[] {
  const { keyArn } = step;
  return writing(step, context, context.aws(call, regionIn(keyArn), option('--key-id', keyArn)));
}

/** Sends a write as the run does: within a loop that reads its guards before each try, and after it. */
function writing(
  step: Step,
  { aws, madeIn, fresh }: StepContext,
  call: string,
  whenSent: readonly string[] = [],
): string[] {
  return [
    'begin',
    'while :',
    'do',
    ...[
      ...guardsOf(step).flatMap(guard => {
        const lines = linesOfGuard(guard, madeIn, aws);
        return tellsEffect(guard)
          ? lines
          : ['if [ -z "$SENT" ]', 'then', ...lines.map(line => `  ${line}`), 'fi'];
      }),
      'ready || continue',
      `SAID=$(AWS_MAX_ATTEMPTS=1 ${call} 2>&1) && RC=0 || RC=$?`,
      ...whenSent,
      ['heard', ...rulesFor(step.kind, fresh)].join(' '),
    ].map(line => `  ${line}`),
    'done',
  ];
}

function createKey(step: StepOf<'create-key'>, { aws, madeIn }: StepContext): string[] {
  const region = quote(step.region);
  const call = aws(
    'kms create-key',
    region,
    `--description ${quote(step.description)}`,
    ...(step.multiRegion ? ['--multi-region'] : []),
    `--policy ${quote(step.policy)}`,
    picked('KeyMetadata.Arn'),
  );
  return unlessMade([
    say('Create the key, only once: KMS would create a second key for a repeated call.'),
    'begin',
    ...guardsOf(step).flatMap(guard => linesOfGuard(guard, madeIn, aws)),
    // A person who pressed Ctrl+C now would not learn of the key.
    "trap '' INT TERM HUP",
    `SAID=$(AWS_MAX_ATTEMPTS=1 ${call} 2>&1) || :`,
    "KEY_ARN=$(printf '%s\\n' \"$SAID\" | grep -x 'arn:[a-z-]*:kms:[a-z0-9-]*:[0-9]*:key/[A-Za-z0-9-]*') || KEY_ARN=''",
    'if [ -z "$KEY_ARN" ]',
    'then',
    '  say "$SAID"',
    '  ! is_refusal || refused',
    `  ${say('AWS gave no certain answer. Looking for the key by its description.')}`,
    `  find_key ${region} ${quote(step.description)} || { ${say(`No such key was found, but one may appear later. Its description would be: ${step.description}`)}; exit 2; }`,
    'fi',
    "trap 'exit 130' INT TERM HUP",
    'say "The key is $KEY_ARN."',
  ]);
}

/** Lines for a script that has no key yet: neither created one, nor found that of an earlier run. */
export function unlessMade(lines: readonly string[]): string[] {
  return ['if [ -z "$KEY_ARN" ]', 'then', ...lines.map(line => `  ${line}`), 'fi'];
}

/** What is on already is switched on once more without harm, so nothing has to be read before. */
function enableRotation(step: StepOf<'enable-rotation'>, context: StepContext): string[] {
  const { aws } = context;
  const region = quote(step.region);
  const status = aws(
    'kms get-key-rotation-status',
    region,
    `--key-id ${madeKey}`,
    picked('KeyRotationEnabled'),
  );
  return [
    say('Rotate the key every year.'),
    ...writing(step, context, aws('kms enable-key-rotation', region, `--key-id ${madeKey}`), [
      // If it may not be read, the answer alone decides.
      `[ "$RC" != 0 ] || case $(${status} || echo True) in *True*) break ;; esac`,
    ]),
  ];
}

/** Sent once: an answer about the key is one to an account that may change the trail. */
function tryUpdate(step: StepOf<'try-update'>, { aws, madeIn }: StepContext): string[] {
  const call = aws(
    'cloudtrail update-trail',
    regionIn(step.trailArn),
    option('--name', step.trailArn),
    option('--kms-key-id', step.keyArn ?? ''),
  );
  return [
    'begin',
    ...guardsOf(step).flatMap(guard => linesOfGuard(guard, madeIn, aws)),
    `SAID=$(AWS_MAX_ATTEMPTS=1 ${call} 2>&1) || case $SAID in`,
    `  ${refusalsOfTheKey.map(name => `*'(${name})'*`).join('|')}) ;;`,
    '  *)',
    '    say "$SAID"',
    '    ! is_refusal || refused',
    `    ${say('AWS gave no certain answer. Nothing was changed.')}`,
    '    exit 2 ;;',
    'esac',
  ];
}

/** UpdateTrail. Its answer names the key, so that nothing has to be read again. */
function setKey(step: Step, trailArn: string, to: KeyTarget, context: StepContext): string[] {
  const call = context.aws(
    'cloudtrail update-trail',
    regionIn(trailArn),
    option('--name', trailArn),
    option('--kms-key-id', to),
    picked('[TrailARN,KmsKeyId]'),
  );
  const answer = `${quote(trailArn)}?${wordOf(to, 'None')}`;
  return writing(step, context, call, [`case $RC$SAID in 0*${answer}*) break ;; esac`]);
}

function putPolicy(
  step: StepOf<'add-statements'> | StepOf<'restore-policy'>,
  context: StepContext,
): string[] {
  const call = context.aws(
    'kms put-key-policy',
    regionIn(step.keyArn),
    option('--key-id', step.keyArn),
    '--policy-name default',
    '--policy "$POLICY"',
  );
  return [`POLICY=${quote(step.after)}`, ...writing(step, context, call)];
}

function scheduleDeletion(step: StepOf<'schedule-deletion'>, context: StepContext): string[] {
  const call = context.aws(
    'kms schedule-key-deletion',
    regionOf(step.key, context.madeIn),
    option('--key-id', step.key),
    `--pending-window-in-days ${step.days}`,
  );
  const lines = writing(step, context, call);
  return [
    say('Schedule the deletion of the key, which no log file was encrypted with.'),
    ...(step.key.kind === 'made'
      ? ['if [ -n "$KEY_ARN" ]', 'then', ...lines.map(line => `  ${line}`), 'fi']
      : lines),
  ];
}
