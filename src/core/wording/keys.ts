import type { KeyDetails } from '../account/state.ts';
import type {
  Fitness,
  KeyChoice,
  KeyGroup,
  KeyNote,
  KeyObstacle,
  TrailPart,
  Unchecked,
} from '../remediation/index.ts';
import { knownValue } from '../trail/fact.ts';
import type { ExtensionRefusal, PolicyDoubt } from '../trail/keyPolicy/index.ts';
import { type Message, message } from './message.ts';
import { problemInBrief } from './problems.ts';

/** The heading under which keys are offered. */
export function keyGroupName(group: KeyGroup): Message {
  switch (group) {
    case 'ready':
      return message('Ready to use');
    case 'after-policy-change':
      return message('Usable after a policy change');
    case 'policy-not-checked':
      return message('Policy not checked');
    case 'unusable':
      return message('Cannot be used');
  }
}

/** State, rotation, origin and the policy's verdict of a key, part by part. */
export function keyInBrief({ key, fitness, unchecked }: KeyChoice): readonly Message[] {
  const metadata = knownValue(key.metadata);
  return [
    ...(fitness.kind === 'unusable' ? [obstacleInBrief(fitness.why)] : []),
    ...(metadata && !saysState(fitness) ? [message('{0}', metadata.state)] : []),
    ...(fitness.kind === 'unusable'
      ? []
      : [
          rotationInBrief(key.rotation, metadata?.origin),
          unchecked ? uncheckedInBrief(unchecked) : fitnessInBrief(fitness),
        ]),
    ...(metadata && metadata.origin !== 'AWS_KMS' ? [message('origin {0}', metadata.origin)] : []),
    ...(metadata?.multiRegion ? [message('multi-Region')] : []),
    ...(fitness.kind === 'unusable' ? [] : fitness.notes.flatMap(noteInBrief)),
  ];
}

/** Most of what makes a key unusable is its state, or makes its state unimportant. */
function saysState(fitness: Fitness): boolean {
  return fitness.kind === 'unusable' && fitness.why.kind !== 'policy';
}

/** Whether the key rotates by itself; `origin` of its key material says why it cannot, where it is known. */
export function rotationInBrief(rotation: KeyDetails['rotation'], origin: string | undefined): Message {
  switch (rotation.kind) {
    case 'known':
      return rotation.value ? message('rotation on') : message('rotation off');
    case 'absent':
      return rotationNotApplicable(origin);
    case 'unknown':
      return message('rotation could not be read');
  }
}

function rotationNotApplicable(origin: string | undefined): Message {
  switch (origin) {
    case 'EXTERNAL':
      return message('rotation not applicable (imported key material)');
    case 'AWS_CLOUDHSM':
    case 'EXTERNAL_KEY_STORE':
      return message('rotation not applicable (custom key store)');
    default:
      return message('rotation not applicable');
  }
}

function fitnessInBrief(fitness: Exclude<Fitness, { kind: 'unusable' }>): Message {
  if (fitness.kind === 'ready') {
    return message('allows CloudTrail');
  }
  const { length } = fitness.policy.added;
  return length === 1
    ? message('policy lacks 1 statement for CloudTrail')
    : message('policy lacks {0} statements for CloudTrail', length);
}

/** Why it is not known whether the policy allows CloudTrail. */
function uncheckedInBrief(unchecked: Unchecked): Message {
  switch (unchecked.kind) {
    case 'policy-unreadable':
      return unchecked.problem
        ? message('policy could not be read: {0}', problemInBrief(unchecked.problem))
        : message('policy could not be read');
    case 'policy-doubt':
      return doubtInBrief(unchecked.why);
    case 'trail-unknown':
      return dependsOnTrail(unchecked.missing);
  }
}

function doubtInBrief(doubt: PolicyDoubt): Message {
  switch (doubt.kind) {
    case 'malformed':
      return message('policy could not be understood: {0}', doubt.detail);
    case 'unknown-operator':
      return message('policy has the unknown condition operator {0}', doubt.operator);
    case 'unknown-key':
      return message('policy depends on the condition key {0}', doubt.key);
    case 'bucket-key-unknown':
      return message('policy lacks kms:Decrypt, needed if the log bucket has a Bucket Key');
    case 'unreadable':
    case 'incomplete':
      return message('policy could not be evaluated');
  }
}

function dependsOnTrail(missing: readonly TrailPart[]): Message {
  const [only] = missing;
  switch (missing.length === 1 ? only : undefined) {
    case 'name':
      return message('policy depends on the name of the trail, not known here');
    case 'account':
      return message('policy depends on the account of the trail, not known here');
    case 'region':
      return message('policy depends on the home Region of the trail, not known here');
    case undefined:
      return message('policy depends on the ARN of the trail, not known here');
  }
}

/** What the brief of a key has not said already. */
function noteInBrief(note: KeyNote): Message[] {
  switch (note.kind) {
    case 'current-key':
      return [message('key of the trail now')];
    case 'imported-material':
      return note.expires === undefined
        ? []
        : [message('material expires on {0}', new Date(note.expires).toISOString().slice(0, 10))];
    case 'policy-open':
      return [message('policy is too permissive')];
    case 'describe-missing':
      return [message('policy lacks kms:DescribeKey')];
    case 'key-store':
    case 'policy-unreadable':
    case 'policy-doubt':
    case 'rotation-off':
      return [];
  }
}

export function obstacleInBrief(why: KeyObstacle): Message {
  switch (why.kind) {
    case 'not-found':
      return message('does not exist');
    case 'unreadable':
      return why.problem
        ? message('could not be described: {0}', problemInBrief(why.problem))
        : message('could not be described');
    case 'aws-managed':
      return message('managed by AWS: its policy cannot allow CloudTrail');
    case 'not-symmetric':
      return message('not symmetric: {0}', why.spec);
    case 'not-for-encryption':
      return message('not for encryption: {0}', why.usage);
    case 'other-region':
      return message('in another Region than the log bucket: {0}', why.region);
    case 'disabled':
      return message('disabled');
    case 'pending-deletion':
      return why.date === undefined
        ? message('pending deletion')
        : message('will be deleted on {0}', dayOf(why.date));
    case 'pending-import':
      return message('its key material is not imported yet');
    case 'store-disconnected':
      return message('its key store is disconnected');
    case 'creating':
      return message('is being created');
    case 'material-expired':
      return message('its imported key material expired on {0}', dayOf(why.date));
    case 'policy':
      return refusalInBrief(why.refusal);
  }
}

/** Why a key cannot be used and what would make it usable. */
export function obstacleInFull(why: KeyObstacle): Message {
  switch (why.kind) {
    case 'disabled':
      return message('The key is disabled. Enable it first.');
    case 'pending-deletion':
      return message('The key is pending deletion. Cancel the deletion and enable the key first.');
    case 'pending-import':
    case 'material-expired':
      return message('The key has no key material. Import it first.');
    case 'store-disconnected':
      return message('The custom key store of the key is disconnected. Connect it first.');
    case 'creating':
      return message('The key is being created. Try again in a moment.');
    case 'aws-managed':
      return message(
        'AWS manages this key, and its policy cannot be changed. CloudTrail needs a customer managed key.',
      );
    case 'not-symmetric':
    case 'not-for-encryption':
      return message(
        'CloudTrail uses symmetric keys for encryption and decryption only; this key is of another kind.',
      );
    case 'other-region':
      return message(
        'The key is in {0}. CloudTrail needs a key in the Region of the log bucket.',
        why.region,
      );
    case 'not-found':
      return message('This key does not exist.');
    case 'unreadable':
      return message('The key could not be described. You can still enter its ARN.');
    case 'policy':
      return refusalInFull(why.refusal);
  }
}

function refusalInBrief(refusal: ExtensionRefusal): Message {
  switch (refusal.kind) {
    case 'denied':
      return message('its policy denies CloudTrail {0} by statement {1}', refusal.action, refusal.statement);
    case 'malformed':
      return message('its policy could not be understood');
    case 'too-large':
      return message('its policy is too large for more statements');
    case 'not-a-trail':
      return message('{0} is not a trail', refusal.trailArn);
  }
}

function refusalInFull(refusal: ExtensionRefusal): Message {
  switch (refusal.kind) {
    case 'denied':
      return message(
        'Statement {0} of the key policy denies CloudTrail {1}. A Deny overrides every Allow, and this extension never changes one: ask the owner of the policy.',
        refusal.statement,
        refusal.action,
      );
    case 'malformed':
      return message(
        'The key policy could not be understood, so nothing is added to it. {0}',
        refusal.detail,
      );
    case 'too-large':
      return message(
        'With the statements for CloudTrail, the key policy would have {0} bytes; KMS allows at most {1}.',
        refusal.bytes,
        refusal.limit,
      );
    case 'not-a-trail':
      return message('{0} is not the ARN of a trail.', refusal.trailArn);
  }
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
