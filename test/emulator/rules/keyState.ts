import { refuse } from '../errors.ts';
import type { Key } from '../world/model.ts';

/**
 * What a key's state forbids. KMS Developer Guide, "Key states of AWS KMS keys", the table of operations by state; each function is one
 * of the table's footnotes.
 */

/** [1] DisabledException. */
export function keyIsNotDisabled(key: Key): void {
  if (key.state === 'Disabled') refuse('DisabledException', `${key.arn} is disabled.`);
}

/** [3] KMSInvalidStateException. */
export function keyIsNotPendingDeletion(key: Key): void {
  if (key.state === 'PendingDeletion' || key.state === 'PendingReplicaDeletion') {
    refuse('KMSInvalidStateException', `${key.arn} is pending deletion.`);
  }
}

/** [4] KMSInvalidStateException. */
export function keyIsPendingDeletion(key: Key): void {
  if (key.state !== 'PendingDeletion' && key.state !== 'PendingReplicaDeletion') {
    refuse('KMSInvalidStateException', `${key.arn} is not pending deletion.`);
  }
}

/** [5] KMSInvalidStateException. */
export function keyIsNotPendingImport(key: Key): void {
  if (key.state === 'PendingImport') refuse('KMSInvalidStateException', `${key.arn} is pending import.`);
}

/** The footnote for Creating and Updating: KMSInvalidStateException. */
export function keyIsNotChanging(key: Key): void {
  if (key.state === 'Creating' || key.state === 'Updating') {
    refuse('KMSInvalidStateException', `${key.arn} is ${key.state.toLowerCase()}.`);
  }
}

/**
 * Automatic rotation is for symmetric encryption keys whose material KMS made.
 * KMS Developer Guide, "Rotate AWS KMS keys": UnsupportedOperationException.
 */
export function keyCanRotate(key: Key): void {
  if (key.origin !== 'AWS_KMS') {
    refuse(
      'UnsupportedOperationException',
      `${key.arn} origin is ${key.origin} which is not valid for this operation.`,
    );
  }
  if (key.spec !== 'SYMMETRIC_DEFAULT') {
    refuse(
      'UnsupportedOperationException',
      `${key.arn} key spec is ${key.spec} which is not valid for this operation.`,
    );
  }
}

/** AWS managed keys are not for their users to change. KMS Developer Guide, "AWS managed keys". */
export function keyIsCustomerManaged(key: Key): void {
  if (key.manager === 'AWS') {
    refuse('UnsupportedOperationException', `${key.arn} is an AWS managed key and cannot be changed.`);
  }
}
