import { environmentProfile } from '../account/profile.ts';
import { regionOfArn } from '../trail/arn.ts';
import type { Plan } from './plan.ts';
import type { KeyTarget, Step } from './step.ts';

/**
 * A plan as a script for a POSIX shell and the AWS CLI that does the same: it reads again before it writes,
 * stops at the first failure, and waits where a fresh key or policy needs time. One pair of parentheses, so that
 * it may be pasted into a terminal without ending it.
 */
export function cliOf(plan: Plan): string {
  const fresh = plan.steps.some(({ kind }) => kind === 'create-key' || kind === 'add-statements');
  const aws = (call: string, region: string, ...args: readonly string[]) =>
    `aws ${call} ${[...commonArguments(plan, region), ...args].join(' ')}`;
  return [
    '(',
    'set -eu',
    // The second version of the AWS CLI would wait for a person to leave its pager.
    "export AWS_PAGER=''",
    `${equals(aws('sts get-caller-identity', regionOfPlan(plan), '--query Account', text), quote(plan.account))} ${orStop(`This is not account ${plan.account}.`)}`,
    ...plan.steps.flatMap(step => ['', ...linesOf(step, plan, aws, fresh)]),
    ')',
    '',
  ].join('\n');
}

/** A word for a POSIX shell, whatever it holds. */
export function quote(word: string): string {
  return /^[A-Za-z0-9_/.:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

type Aws = (call: string, region: string, ...args: readonly string[]) => string;

const text = '--output text';
const madeKey = '"$KEY_ARN"';

function linesOf(step: Step, plan: Plan, aws: Aws, fresh: boolean): string[] {
  switch (step.kind) {
    case 'create-key':
      return [
        say('Create the key, once: KMS cannot tell a repeated call from a second key.'),
        ...aliasIsFree(step, aws),
        `KEY_ARN=$(AWS_MAX_ATTEMPTS=1 ${aws('kms create-key', step.region, `--description ${quote(step.description)}`, ...(step.multiRegion ? ['--multi-region'] : []), `--policy ${quote(step.policy)}`, '--query KeyMetadata.Arn', text)})`,
      ];
    case 'create-alias':
      return [
        say('Name it.'),
        aws(
          'kms create-alias',
          step.region,
          `--alias-name ${quote(step.alias)}`,
          `--target-key-id ${madeKey}`,
        ),
      ];
    case 'enable-rotation':
      return [
        say('Rotate it every year.'),
        aws('kms enable-key-rotation', step.region, `--key-id ${madeKey}`),
      ];
    case 'add-statements':
      return [say('Let CloudTrail in: the former policy with statements added.'), ...putPolicy(step, aws)];
    case 'restore-policy':
      return [
        say('Put the former key policy back.'),
        ...keyIsUnused(quote(step.keyArn), step.trailArns, aws),
        ...putPolicy(step, aws),
      ];
    case 'update-trail':
      return [
        say(
          step.to.kind === 'none'
            ? 'Return the trail to SSE-S3.'
            : 'Set the key of the trail, which tries it.',
        ),
        ...updateTrail(step, aws, fresh),
      ];
    case 'try-update':
      return [
        say('Ask CloudTrail whether this account may change the trail. Nothing is changed.'),
        ...updateTrail(
          { ...step, ...(step.keyArn !== undefined && { from: step.keyArn }), to: asItIs(step.keyArn) },
          aws,
          false,
        ),
      ];
    case 'confirm':
      return [
        say('Read it again.'),
        `${trailHasKey(step.trailArn, aws, wordOf(step.to, 'None'))} ${orStop('The trail names another key.')}`,
      ];
    case 'find-key':
      return [
        say('Look for the key that CreateKey may have made.'),
        "KEY_ARN=''",
        `for key in $(${aws('kms list-keys', step.region, `--query 'Keys[].KeyArn'`, text)})`,
        'do',
        `  [ "$(${aws('kms describe-key', step.region, '--key-id "$key"', '--query KeyMetadata.Description', text)})" != ${quote(step.description)} ] || KEY_ARN=$key`,
        'done',
        `[ -n "$KEY_ARN" ] ${orStop('There is no such key.')}`,
      ];
    case 'schedule-deletion': {
      const region = step.key.kind === 'key' ? regionIn(step.key.arn) : regionOfMadeKey(plan);
      const key = wordOf(step.key, '');
      return [
        say('Delete the key that nothing was encrypted with.'),
        ...keyIsUnused(key, step.trailArns, aws),
        aws('kms schedule-key-deletion', region, `--key-id ${key}`, `--pending-window-in-days ${step.days}`),
      ];
    }
  }
}

/** Said while it runs, since a comment would be an error in a zsh that one types into. */
function say(sentence: string): string {
  return `echo ${quote(sentence)} >&2`;
}

function orStop(sentence: string): string {
  return `|| { ${say(sentence)}; exit 1; }`;
}

function aliasIsFree(step: Extract<Step, { kind: 'create-key' }>, aws: Aws): string[] {
  const taken = aws(
    'kms list-aliases',
    step.region,
    `--query ${quote(`Aliases[?AliasName=='${step.alias}'].AliasName`)}`,
    text,
  );
  return [`[ -z "$(${taken})" ] ${orStop(`${step.alias} is taken.`)}`];
}

function keyIsUnused(key: string, trailArns: readonly string[], aws: Aws): string[] {
  return trailArns.map(arn => `! ${trailHasKey(arn, aws, key)} ${orStop('A trail delivers under the key.')}`);
}

/**
 * What stands there must still be what the plan was made from, but for white space, which KMS may change. By bytes, since
 * systems do not agree on what else is white space.
 */
function putPolicy(step: Extract<Step, { kind: 'add-statements' | 'restore-policy' }>, aws: Aws): string[] {
  const region = regionIn(step.keyArn);
  const key = [`--key-id ${quote(step.keyArn)}`, '--policy-name default'];
  const current = `${aws('kms get-key-policy', region, ...key, '--query Policy', text)} | LC_ALL=C tr -d '[:space:]'`;
  return [
    `${equals(current, quote(step.before.replace(/[ \t\n\v\f\r]+/g, '')))} ${orStop('The key policy has changed meanwhile.')}`,
    aws('kms put-key-policy', region, ...key, `--policy ${quote(step.after)}`),
  ];
}

function asItIs(keyArn: string | undefined): KeyTarget {
  return keyArn === undefined ? { kind: 'none' } : { kind: 'key', arn: keyArn };
}

function updateTrail(
  step: Omit<Extract<Step, { kind: 'update-trail' }>, 'kind'>,
  aws: Aws,
  fresh: boolean,
): string[] {
  const update = aws(
    'cloudtrail update-trail',
    homeOf(step.trailArn),
    `--name ${quote(step.trailArn)}`,
    `--kms-key-id ${wordOf(step.to, "''")}`,
  );
  const check = `${trailHasKey(step.trailArn, aws, quote(step.from ?? 'None'))} ${orStop('The trail has another key meanwhile.')}`;
  if (!fresh || step.to.kind === 'none') {
    return [check, update];
  }
  return [
    check,
    say('A fresh key or policy takes up to a minute or two to be known everywhere.'),
    'tries=0',
    `until ${update}`,
    'do',
    '  tries=$((tries + 1))',
    '  [ "$tries" -lt 10 ] || exit 1',
    '  sleep 10',
    'done',
  ];
}

function trailHasKey(trailArn: string, aws: Aws, word: string): string {
  const current = aws(
    'cloudtrail get-trail',
    homeOf(trailArn),
    `--name ${quote(trailArn)}`,
    '--query Trail.KmsKeyId',
    text,
  );
  return equals(current, word);
}

function wordOf(target: KeyTarget, none: string): string {
  switch (target.kind) {
    case 'made':
      return madeKey;
    case 'key':
      return quote(target.arn);
    case 'none':
      return none;
  }
}

function equals(command: string, word: string): string {
  return `[ "$(${command})" = ${word} ]`;
}

function commonArguments(plan: Plan, region: string): string[] {
  const profile = plan.profile === environmentProfile ? [] : [`--profile ${quote(plan.profile)}`];
  return [`--region ${quote(region)}`, ...profile];
}

function homeOf(trailArn: string): string {
  return regionIn(trailArn);
}

function regionOfMadeKey({ steps }: Plan): string {
  return steps.find(step => step.kind === 'create-key' || step.kind === 'find-key')?.region ?? '';
}

/** Any Region of the plan's partition will do to ask who calls. */
function regionOfPlan(plan: Plan): string {
  for (const step of plan.steps) {
    if (step.kind === 'update-trail') {
      return homeOf(step.trailArn);
    }
    if (step.kind === 'schedule-deletion' && step.key.kind === 'key') {
      return regionIn(step.key.arn);
    }
    if ('keyArn' in step) {
      return regionIn(step.keyArn);
    }
    if ('region' in step) {
      return step.region;
    }
  }
  return '';
}

/** Steps name trails and keys by their ARNs alone. */
function regionIn(arn: string): string {
  return regionOfArn(arn) ?? '';
}
