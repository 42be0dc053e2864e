import {
  keepsKey,
  type Plan,
  type PlanRefusal,
  type PlanWarning,
  type Step,
  type StepOf,
} from '../remediation/index.ts';
import { accountOfArn, regionOfArn, trailNameIn } from '../trail/arn.ts';
import { type Reader, readersIn } from '../trail/keyPolicy/index.ts';
import { obstacleInFull } from './keys.ts';
import { type Message, message } from './message.ts';
import { reasonInBrief } from './reasons.ts';

/** The name by which people know a key: its alias where that is known. */
export type NameKey = (arn: string) => string;

/** One step of a plan in a line. */
export function stepInBrief(step: Step, nameKey: NameKey): Message {
  switch (step.kind) {
    case 'create-key':
      return step.multiRegion
        ? message('Create a multi-Region KMS key in {0}', step.region)
        : message('Create a KMS key in {0}', step.region);
    case 'create-alias':
      return message('Give the key the alias {0}', step.alias);
    case 'enable-rotation':
      return message('Turn on yearly rotation of the key');
    case 'add-statements':
      return step.added.length === 1
        ? message('Add 1 statement to the policy of {0}', nameKey(step.keyArn))
        : message('Add {1} statements to the policy of {0}', nameKey(step.keyArn), step.added.length);
    case 'restore-policy':
      return message('Restore the previous policy of {0} if it has not changed since', nameKey(step.keyArn));
    case 'update-trail':
      if (keepsKey(step)) {
        return message('Have CloudTrail verify its access to the KMS key of {0}', trailNameIn(step.trailArn));
      }
      return step.to.kind === 'none'
        ? message('Return the trail {0} to SSE-S3', trailNameIn(step.trailArn))
        : message('Set the KMS key of the trail {0}', trailNameIn(step.trailArn));
    case 'confirm':
      return message('Verify the trail {0}', trailNameIn(step.trailArn));
    case 'try-update':
      return message(
        'Ask CloudTrail whether this account may change the trail {0}',
        trailNameIn(step.trailArn),
      );
    case 'find-key':
      return message('Look in {0} for a key that AWS may have created without answering', step.region);
    case 'schedule-deletion':
      return step.key.kind === 'key'
        ? message('Schedule the deletion of {0} in {1} days', nameKey(step.key.arn), step.days)
        : message('If a key is found, schedule its deletion in {0} days', step.days);
    case 'cancel-deletion':
      return message('Cancel the deletion of {0}', nameKey(step.keyArn));
    case 'enable-key':
      return message('Enable {0}', nameKey(step.keyArn));
    case 'disable-key':
      return message('Disable {0}', nameKey(step.keyArn));
    case 'start-logging':
      return message('Start logging of the trail {0}', trailNameIn(step.trailArn));
    case 'stop-logging':
      return message('Stop logging of the trail {0}', trailNameIn(step.trailArn));
  }
}

/** What exactly a step changes. */
export function stepInDetail(step: Step, plan: Plan, nameKey: NameKey): Message | undefined {
  switch (step.kind) {
    case 'create-key': {
      const readers = readersIn(step.policy).map(reader => readerInBrief(reader, plan.account));
      return readers.length === 0
        ? message(
            'Account {0}, symmetric, with a policy that allows the account and CloudTrail',
            plan.account,
          )
        : message(
            'Lets {1} decrypt log files; account {0}, symmetric, with a policy that allows the account and CloudTrail',
            plan.account,
            readers.reduce((before, next) => message('{0}, {1}', before, next)),
          );
    }
    case 'add-statements':
      return message('Adds: {0}', step.added.map(({ Sid }) => Sid).join(', '));
    case 'update-trail':
      if (keepsKey(step)) {
        return message(
          'Account {0} · home Region {1} · keeps {2}',
          ownerOfTrail(step.trailArn),
          homeOfTrail(step.trailArn),
          nameKey(step.from ?? ''),
        );
      }
      return message(
        'Account {0} · home Region {1} · {2} → {3}',
        ownerOfTrail(step.trailArn),
        homeOfTrail(step.trailArn),
        step.from === undefined ? 'SSE-S3' : nameKey(step.from),
        targetName(step, plan, nameKey),
      );
    case 'try-update':
      return message(
        'Calls UpdateTrail with the current encryption ({0}): nothing is changed, and nothing is created before AWS answers',
        step.keyArn === undefined ? 'SSE-S3' : nameKey(step.keyArn),
      );
    case 'cancel-deletion':
      return message(
        'Account {0} · Region {1} · pending deletion → disabled',
        ownerOfKey(step.keyArn),
        regionOfKey(step.keyArn),
      );
    case 'enable-key':
      return message(
        'Account {0} · Region {1} · disabled → enabled',
        ownerOfKey(step.keyArn),
        regionOfKey(step.keyArn),
      );
    case 'disable-key':
      return message('Only if no other trail in {0} Regions uses it', step.regions.length);
    case 'start-logging':
    case 'stop-logging':
      return message(
        'Account {0} · home Region {1}',
        ownerOfTrail(step.trailArn),
        homeOfTrail(step.trailArn),
      );
    case 'create-alias':
    case 'enable-rotation':
    case 'restore-policy':
    case 'confirm':
    case 'find-key':
      return undefined;
    case 'schedule-deletion':
      return message(
        'Only if no trail in {0} Regions uses it and its policy is unchanged',
        step.regions.length,
      );
  }
}

function readerInBrief(reader: Reader, account: string): Message {
  switch (reader.kind) {
    case 'account':
      return message('every principal of account {0}', account);
    case 'accounts':
      return message('{0}', reader.ids.join(', '));
    case 'organization':
      return message('{0}', reader.id);
  }
}

/** What a trail will deliver under, by name. */
export function targetName({ to }: StepOf<'update-trail'>, plan: Plan, nameKey: NameKey): string {
  switch (to.kind) {
    case 'none':
      return 'SSE-S3';
    case 'key':
      return nameKey(to.arn);
    case 'made':
      return plan.steps.find(step => step.kind === 'create-alias')?.alias ?? '';
  }
}

export function homeOfTrail(trailArn: string): string {
  return regionOfArn(trailArn) ?? '';
}

function ownerOfTrail(trailArn: string): string {
  return accountOfArn(trailArn) ?? '';
}

function ownerOfKey(keyArn: string): string {
  return accountOfArn(keyArn) ?? '';
}

function regionOfKey(keyArn: string): string {
  return regionOfArn(keyArn) ?? '';
}

/** Before the change and after it: no log file is promised. */
export function notLoggingInFull(trailArn: string): Message {
  return message(
    'The trail {0} is not logging: no log files are delivered until logging is started.',
    trailNameIn(trailArn),
  );
}

/** What a person should know before saying yes. */
export function warningInFull(warning: PlanWarning, nameKey: NameKey): Message {
  switch (warning.kind) {
    case 'control-tower':
      return message(
        'The trail {0} belongs to AWS Control Tower, which denies changes to it. Set its key in the landing zone.',
        trailNameIn(warning.trailArn),
      );
    case 'declared-in-code':
      return message(
        'The trail {0} is declared in {1}: the next deployment undoes a change made only in AWS.',
        trailNameIn(warning.trailArn),
        warning.where,
      );
    case 'owned-by-other-account':
      return message(
        'The trail {0} belongs to account {1}: only that account or a delegated administrator of CloudTrail can change it.',
        trailNameIn(warning.trailArn),
        warning.owner,
      );
    case 'trail-not-logging':
      return notLoggingInFull(warning.trailArn);
    case 'tries-update-first':
      return message(
        'First, UpdateTrail is called once for {0} without changing anything, to learn whether this account may. CloudTrail logs that call as UpdateTrail, and alarms on CloudTrail configuration changes (CIS) count it.',
        trailNameIn(warning.trailArn),
      );
    case 'bucket-policy-denies':
      return message(
        'Statement {1} of the policy of bucket {0} will block log files of the trail {2} that are encrypted with this key. Change the statement first.',
        warning.bucket,
        warning.statement,
        trailNameIn(warning.trailArn),
      );
    case 'bucket-policy-does-not-admit':
      return message(
        'No statement of the policy of bucket {0} allows CloudTrail to deliver log files of the trail {1} that are encrypted with this key.',
        warning.bucket,
        trailNameIn(warning.trailArn),
      );
    case 'bucket-policy-not-checked':
      return bucketPolicyNotChecked(warning);
    case 'readers-need-decrypt':
      return warning.organization
        ? message(
            'From now on, anyone who reads new log files (SIEM, Athena, Lambda) needs kms:Decrypt on this key; readers in member accounts need it in the key policy and in their own IAM policies.',
          )
        : message(
            'From now on, anyone who reads new log files (SIEM, Athena, Lambda) needs kms:Decrypt on this key.',
          );
    case 'readers-without-kms':
      return message(
        'Principals of account {0} that have only S3 permissions will no longer be able to read new log files.',
        warning.account,
      );
    case 'readers-in-bucket-account':
      return readersInBucketAccount(warning);
    case 'former-key-needed':
      return message(
        'Keep {0} as long as log files are encrypted with it: they cannot be read without it.',
        nameKey(warning.keyArn),
      );
    case 'key-cost':
      return message('A KMS key costs about 1 USD a month; reading log files costs KMS requests.');
    case 'key-of-other-account':
      return message(
        'The policy of {0} cannot be read, because the key belongs to another account. CloudTrail checks the key when it is set.',
        nameKey(warning.keyArn),
      );
    case 'unknown-principals':
      return message(
        'The key policy names principals that no longer exist ({0}); KMS may refuse to accept it again.',
        warning.principals.join(', '),
      );
    case 'key':
      return noteInFull(warning.note);
    case 'delivery-ends':
      return message(
        'Without {0}, the trail {1} cannot deliver log files, and log files encrypted with this key cannot be read.',
        nameKey(warning.keyArn),
        trailNameIn(warning.trailArn),
      );
    case 'logging-ends':
      return message(
        'The trail {0} stops logging: it records no events until logging is started again.',
        trailNameIn(warning.trailArn),
      );
    case 'gap-stays':
      return message(
        'Events from the time when the trail {0} did not deliver may be missing from its log files.',
        trailNameIn(warning.trailArn),
      );
    case 'still-kept-out':
      return message(
        'The trail {0} still needs attention afterwards: {1}.',
        trailNameIn(warning.trailArn),
        reasonInBrief({ code: warning.reason, weight: 'critical' }),
      );
  }
}

function bucketPolicyNotChecked({
  bucket,
  why,
}: Extract<PlanWarning, { kind: 'bucket-policy-not-checked' }>): Message {
  switch (why) {
    case 'other-account':
      return message(
        'Policy of bucket {0} not checked: the bucket belongs to another account. Make sure that it accepts log files encrypted with this key.',
        bucket,
      );
    case 'denied':
      return message(
        'Policy of bucket {0} not checked: s3:GetBucketPolicy is not allowed. Make sure that it accepts log files encrypted with this key.',
        bucket,
      );
    case 'failed':
      return message(
        'Policy of bucket {0} not checked: it could not be read. Make sure that it accepts log files encrypted with this key.',
        bucket,
      );
    case 'doubt':
      return message(
        'Policy of bucket {0} not checked: it could not be evaluated. Make sure that it accepts log files encrypted with this key.',
        bucket,
      );
  }
}

function readersInBucketAccount({
  bucket,
  certain,
  admitted,
}: Extract<PlanWarning, { kind: 'readers-in-bucket-account' }>): Message {
  if (admitted) {
    return certain
      ? message(
          'The log bucket {0} belongs to another account than the key: its readers also need kms:Decrypt in their own IAM policies.',
          bucket,
        )
      : message(
          'If the log bucket {0} belongs to another account than the key, its readers also need kms:Decrypt in their own IAM policies.',
          bucket,
        );
  }
  return certain
    ? message(
        'The log bucket {0} belongs to another account than the key: its readers cannot read new log files until the key policy and their own IAM policies allow kms:Decrypt.',
        bucket,
      )
    : message(
        'If the log bucket {0} belongs to another account than the key, its readers cannot read new log files until the key policy and their own IAM policies allow kms:Decrypt.',
        bucket,
      );
}

function noteInFull(note: Extract<PlanWarning, { kind: 'key' }>['note']): Message {
  switch (note.kind) {
    case 'current-key':
      return message('The trail already uses this key.');
    case 'imported-material':
      return note.expires === undefined
        ? message(
            'The key material was imported: KMS does not rotate it, and cannot restore it once it is deleted. Keep a copy.',
          )
        : message(
            'The imported key material expires on {0}. After that, log files cannot be delivered or read.',
            new Date(note.expires).toISOString().slice(0, 10),
          );
    case 'key-store':
      return message(
        'The key is in a key store ({0}): log files are delivered only while the key store can be reached.',
        note.origin,
      );
    case 'policy-unreadable':
      return message('The key policy could not be read. CloudTrail checks the key when it is set.');
    case 'policy-doubt':
      return message('The key policy could not be evaluated. CloudTrail checks the key when it is set.');
    case 'policy-open':
      return message(
        'The key policy allows more than the trails of one account. Restrict it with aws:SourceArn.',
      );
    case 'describe-missing':
      return message('The key policy does not let CloudTrail call kms:DescribeKey, which AWS requires.');
    case 'rotation-off':
      return message('Automatic rotation of the key is off.');
  }
}

/** Why no plan could be created. */
export function planRefusalInFull(why: PlanRefusal): Message {
  switch (why.kind) {
    case 'nothing-to-do':
      return message('The trail already uses this key, and the key policy appears to allow CloudTrail.');
    case 'alias-invalid':
      return aliasRefusal(why.why);
    case 'key-arn-invalid':
      return keyArnRefusal(why.why);
    case 'key-unusable':
      return obstacleInFull(why.why);
    case 'not-a-trail':
      return message('{0} is not the ARN of a trail.', why.arns.join(', '));
  }
}

export function aliasRefusal(why: 'empty' | 'characters' | 'too-long' | 'reserved'): Message {
  switch (why) {
    case 'empty':
      return message('Enter an alias for the key.');
    case 'characters':
      return message('An alias can contain only letters, digits, slashes, underscores and hyphens.');
    case 'too-long':
      return message('An alias can have at most 250 characters after "alias/".');
    case 'reserved':
      return message('Aliases that begin with "alias/aws/" are reserved for AWS.');
  }
}

export function keyArnRefusal(why: Extract<PlanRefusal, { kind: 'key-arn-invalid' }>['why']): Message {
  if (why.kind === 'other-region') {
    return message('This key is in {0}. CloudTrail needs a key in the Region of the log bucket.', why.region);
  }
  switch (why.why) {
    case 'not-a-key-arn':
      return message(
        'Enter the ARN of a key, for example {0}',
        'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
      );
    case 'alias-arn':
      return message('This is the ARN of an alias. Enter the ARN of the key itself.');
    case 'other-partition':
      return message('This key is in another AWS partition than the trail.');
  }
}
