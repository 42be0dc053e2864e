import type { Identity, KeyMetadata } from '../account/ports.ts';
import type { LiveTrail, TrailStatus } from '../account/trail.ts';

/**
 * The writable part of an AWS account, and what is read on the way. Like all ports it throws `ProblemError` and nothing
 * else. Signals abort only reads; a write that was started is always awaited, so that its outcome is known.
 */
export interface ChangeableAccount {
  identity(signal: AbortSignal): Promise<Identity>;
  readonly trails: ChangeableTrails;
  readonly keys: ChangeableKeys;
}

/** Every call goes to the home Region, which is the Region in the trail's ARN. */
export interface ChangeableTrails {
  /** GetTrail, by ARN; `undefined` if the trail does not exist. */
  get(trailArn: string, signal: AbortSignal): Promise<LiveTrail | undefined>;
  /** DescribeTrails with shadow trails. */
  inRegion(region: string, signal: AbortSignal): Promise<readonly LiveTrail[]>;
  /** GetTrailStatus. */
  status(trail: LiveTrail, signal: AbortSignal): Promise<TrailStatus>;
  /** UpdateTrail with exactly `Name` (the ARN) and `KmsKeyId`: a key's ARN, or `""` for SSE-S3. */
  setKey(trailArn: string, kmsKeyId: string): Promise<Written>;
  startLogging(trailArn: string): Promise<Written>;
  stopLogging(trailArn: string): Promise<Written>;
}

/** Every call goes to the Region that is named, or the one in the key's ARN. */
export interface ChangeableKeys {
  /** DescribeKey; `undefined` if the key does not exist. */
  describe(keyArn: string, signal: AbortSignal): Promise<KeyMetadata | undefined>;
  /** GetKeyPolicy: the text. */
  policy(keyArn: string, signal: AbortSignal): Promise<string>;
  rotation(keyArn: string, signal: AbortSignal): Promise<boolean>;
  /** ListAliases of one key. */
  aliases(keyArn: string, signal: AbortSignal): Promise<readonly string[]>;
  /** ListKeys: the ARNs, page by page as they come. */
  list(region: string, signal: AbortSignal): AsyncIterable<readonly string[]>;
  /** ListAliases of a whole Region, page by page. */
  listAliases(region: string, signal: AbortSignal): AsyncIterable<readonly Alias[]>;

  /** CreateKey, symmetric, for encryption. KMS has no idempotency token: it is sent exactly once. */
  create(key: KeyToCreate): Promise<Written & { readonly arn: string }>;
  createAlias(alias: string, keyArn: string): Promise<Written>;
  enableRotation(keyArn: string): Promise<Written>;
  /** PutKeyPolicy of the policy "default", without bypassing the lockout check. */
  putPolicy(keyArn: string, policy: string): Promise<Written>;
  scheduleDeletion(keyArn: string, days: number): Promise<Written>;
  /** CancelKeyDeletion: KMS disables the key. */
  cancelDeletion(keyArn: string): Promise<Written>;
  enable(keyArn: string): Promise<Written>;
  disable(keyArn: string): Promise<Written>;
}

export interface Alias {
  /** With `alias/`. */
  readonly name: string;
  /** Id of the key; some aliases of AWS have none yet. */
  readonly keyId?: string;
}

export interface KeyToCreate {
  readonly region: string;
  readonly policy: string;
  readonly description: string;
  readonly multiRegion: boolean;
}

export interface Written {
  readonly requestId?: string;
}

/** Time, for waiting and for the record. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after the time, or at once when the signal aborts. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/**
 * Where the journal is kept: a file or the editor's storage, shared by all windows. Throws anything: a write that
 * cannot be recorded is not started.
 */
export interface JournalStorage {
  /** Appends one line, durably: it survives a crash. Other windows may append lines in between. */
  append(line: string): Promise<void>;
  lines(): Promise<readonly string[]>;
  /**
   * Takes or renews leases until a time, all or none of them, atomically among all windows. A lease that expired at
   * `now`, or that `holder` already has, can be taken. Returns one that another holder has; undefined = all are taken.
   */
  lease(names: readonly string[], holder: string, until: number, now: number): Promise<string | undefined>;
  /** Who has the lease at `now`. */
  leasedBy(name: string, now: number): Promise<string | undefined>;
  /** Releases leases; those of another holder are left alone. */
  release(names: readonly string[], holder: string): Promise<void>;
}
