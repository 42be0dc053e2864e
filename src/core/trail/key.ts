import type { Fact } from './fact.ts';
import type { PolicyVerdict } from './keyPolicy/verdict.ts';

/** `KeyMetadata.KeyState` of KMS. */
export const keyStates = [
  'Creating',
  'Enabled',
  'Disabled',
  'PendingDeletion',
  'PendingImport',
  'PendingReplicaDeletion',
  'Unavailable',
  'Updating',
] as const;

/** `NotFound` for an ARN whose key does not exist. */
export type KeyState = (typeof keyStates)[number] | 'NotFound';

/** What is known of the KMS key of a trail, whether it was read from AWS or from code. */
export interface KeyFacts {
  /** The name of the key: an ARN, ID or alias, or the expression in code. */
  readonly name: string;
  readonly manager: Fact<'AWS' | 'CUSTOMER'>;
  readonly state: Fact<KeyState>;
  /** `KeySpec`; only `SYMMETRIC_DEFAULT` serves a trail. */
  readonly spec: Fact<string>;
  /** `KeyUsage`; only `ENCRYPT_DECRYPT` serves a trail. */
  readonly usage: Fact<string>;
  readonly region: Fact<string>;
  readonly account: Fact<string>;
  readonly rotation: Fact<boolean>;
  /** End of imported key material, in milliseconds since 1970; absent where the material does not expire. */
  readonly expires: Fact<number>;
  /** Whether the key policy lets CloudTrail in, for this trail. */
  readonly policy: Fact<PolicyVerdict>;
  /**
   * How the code names the key, where its provider asks for the ARN of a key: the ARN of an alias, or no ARN at all. Left
   * out where it is one, where that is not known, and where anything will do.
   */
  readonly form?: 'alias-arn' | 'no-arn';
}
