import type { Partition, RegionStatus } from './regions.ts';

/**
 * What there is in an emulated world. Plain data that may change: the services change it as AWS would, tests change it
 * through `World`. Times are milliseconds since 1970.
 */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly partition: Partition;
  readonly regions: Map<string, RegionStatus>;
  readonly principals: Principal[];
  readonly keys: Key[];
  readonly aliases: Alias[];
  readonly trails: Trail[];
}

/** Someone who may call: a user or a role, with what IAM lets them do. */
export interface Principal {
  readonly kind: 'user' | 'role';
  readonly accountId: string;
  readonly arn: string;
  readonly name: string;
  /** `AIDA…` of a user, `AROA…` of a role. */
  readonly id: string;
  /** Actions with `*` that IAM allows; everything unless given. */
  may: readonly string[];
  /** Refusals that beat `may`. */
  readonly mayNot: Refusal[];
  readonly role?: RoleTrust;
}

export interface RoleTrust {
  /** Principal ARNs or account ids that may assume the role. */
  readonly trusts: readonly string[];
  /** The one-time code that is accepted; no MFA is asked for without it. */
  readonly mfaCode?: string;
  readonly mfaSerial?: string;
  readonly externalId?: string;
  /** Whether a web identity token may assume the role, and which. */
  readonly webIdentityToken?: string;
  /** Whether IAM Identity Center hands out this role for this access token. */
  readonly ssoToken?: string;
}

/** Where a refusal stands: it decides the last words of AWS's message. */
export type RefusalSource =
  | 'identity-based policy'
  | 'service control policy'
  | 'permissions boundary'
  | 'resource control policy'
  | 'session policy';

export interface Refusal {
  readonly actions: readonly string[];
  readonly source: RefusalSource;
  /** Resource ARN with `*`; every resource unless given. */
  readonly resource?: string;
  /** "explicit deny in a …" unless `false`, which says "no … allows". */
  readonly explicit?: boolean;
  /** Principal ARNs with `*` that the refusal spares. */
  readonly sparing?: string;
}

/** An access key: of a user for good, or of a session until it expires. */
export interface Credential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly principal: Principal;
  /** `arn:aws:sts::…:assumed-role/Role/session` for a session. */
  readonly callerArn: string;
  readonly callerId: string;
  expiresAt?: number;
}

export type KeyState =
  | 'Creating'
  | 'Enabled'
  | 'Disabled'
  | 'PendingDeletion'
  | 'PendingImport'
  | 'PendingReplicaDeletion'
  | 'Unavailable'
  | 'Updating';

export type KeyOrigin = 'AWS_KMS' | 'EXTERNAL' | 'AWS_CLOUDHSM' | 'EXTERNAL_KEY_STORE';

export interface Key {
  readonly accountId: string;
  readonly partition: Partition;
  readonly region: string;
  readonly keyId: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly spec: string;
  readonly usage: string;
  readonly manager: 'CUSTOMER' | 'AWS';
  readonly origin: KeyOrigin;
  /** `undefined` for a single-Region key. */
  readonly multiRegion: 'PRIMARY' | 'REPLICA' | undefined;
  description: string;
  state: KeyState;
  /** When the key goes, once its deletion is scheduled. */
  deletionDate: number | undefined;
  pendingWindowInDays: number | undefined;
  /** Imported key material expires then. */
  validTo: number | undefined;
  /** Days between rotations, `undefined` while automatic rotation is off. */
  rotationDays: number | undefined;
  policy: string;
  /** How often its policy was read. */
  policyReads: number;
  /** What CloudTrail still sees of a key or policy made a moment ago. */
  lag: Lag | undefined;
  tags: readonly { readonly TagKey: string; readonly TagValue: string }[];
}

export interface Lag {
  /** The policy CloudTrail sees meanwhile; `undefined`: it does not see the key at all. */
  readonly policy: string | undefined;
  /** How many looks at the key are still to be answered with what was. */
  looks: number;
}

export interface Alias {
  readonly region: string;
  readonly name: string;
  readonly arn: string;
  /** Predefined AWS aliases may point to no key. */
  keyId: string | undefined;
  readonly createdAt: number;
}

export interface Trail {
  readonly name: string;
  readonly arn: string;
  readonly accountId: string;
  readonly homeRegion: string;
  bucket: string;
  prefix: string | undefined;
  topicArn: string | undefined;
  logGroupArn: string | undefined;
  logRoleArn: string | undefined;
  kmsKeyId: string | undefined;
  multiRegion: boolean;
  organization: boolean;
  globalServiceEvents: boolean;
  logFileValidation: boolean;
  readonly status: TrailStatus;
}

export interface TrailStatus {
  logging: boolean;
  startedAt: number | undefined;
  stoppedAt: number | undefined;
  deliveredAt: number | undefined;
  deliveryError: string | undefined;
  digestDeliveredAt: number | undefined;
  digestError: string | undefined;
  notifiedAt: number | undefined;
  notificationError: string | undefined;
  logsDeliveredAt: number | undefined;
  logsError: string | undefined;
}

export interface Bucket {
  readonly name: string;
  readonly accountId: string;
  readonly partition: Partition;
  readonly region: string;
  /** Whether an S3 Bucket Key is on: CloudTrail then needs kms:Decrypt too. */
  bucketKey: boolean;
  /** Account ids, beside the owner's, that the bucket policy lets in. */
  sharedWith: readonly string[];
  /** Whether the bucket policy lets CloudTrail write at all. */
  admitsCloudTrail: boolean;
  /** The bucket policy's text; `undefined`: what the CloudTrail console writes, or none where CloudTrail is not let in. */
  policy: string | undefined;
}

export interface Organization {
  readonly id: string;
  readonly managementAccountId: string;
  readonly memberIds: readonly string[];
  /** Delegated administrators of CloudTrail. */
  readonly delegatedAdministrators: string[];
  allFeatures: boolean;
  /** Trusted access for CloudTrail. */
  trustedAccess: boolean;
  /** Service control policies: no account but the management account escapes them. */
  readonly serviceControlPolicies: (Refusal & { readonly accounts: readonly string[] })[];
}

/** Collects what the recorders of several accounts and Regions took down. */
export interface Aggregator {
  readonly name: string;
  readonly arn: string;
  readonly accountId: string;
  /** Where it lives. */
  readonly region: string;
  /** The whole organization, or these accounts. */
  readonly sources: 'organization' | readonly string[];
  /** The Regions that it collects from. */
  readonly from: 'all' | readonly string[];
}

/** What AWS Config records in an account. */
export interface Recorder {
  readonly regions: 'all' | readonly string[];
  /** Resource types: `AWS::CloudTrail::Trail`, … */
  readonly types: readonly string[];
}

/** A configuration item: members as AWS Config names them. */
export type RecordedItem = Readonly<Record<string, unknown>> & {
  readonly accountId: string;
  readonly awsRegion: string;
};

/** An account and Region that an aggregator cannot collect from. */
export interface SourceFailure {
  readonly accountId: string;
  readonly region: string;
  readonly status: 'FAILED' | 'OUTDATED';
  readonly code: string;
  readonly message: string;
}
