import type { Identity, KeyMetadata } from '../../../../src/core/account/ports.ts';
import { type Problem, ProblemError } from '../../../../src/core/account/problem.ts';
import type { LiveTrail } from '../../../../src/core/account/trail.ts';
import type {
  ChangeableAccount,
  ChangeableKeys,
  ChangeableTrails,
  Clock,
  JournalStorage,
} from '../../../../src/core/remediation/ports.ts';
import { judgeKeyPolicy } from '../../../../src/core/trail/keyPolicy/index.ts';

export const account = '111122223333';
export const region = 'eu-west-1';
/** All Regions of the account. */
export const regions: readonly string[] = ['eu-north-1', region, 'us-east-1'];
export const trailArn = `arn:aws:cloudtrail:${region}:${account}:trail/audit`;
export const secondArn = `arn:aws:cloudtrail:us-east-1:${account}:trail/second`;
export const keyArn = `arn:aws:kms:${region}:${account}:key/11111111-0000-0000-0000-000000000000`;
export const formerKeyArn = `arn:aws:kms:${region}:${account}:key/22222222-0000-0000-0000-000000000000`;
export const caller: Identity = {
  account,
  arn: `arn:aws:sts::${account}:assumed-role/Admin/eve`,
  partition: 'aws',
};

export const accountPolicy = JSON.stringify(
  {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Root',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  },
  undefined,
  2,
);

export function trailNamed(arn: string, kmsKeyId?: string): LiveTrail {
  return {
    arn,
    name: arn.slice(arn.lastIndexOf('/') + 1),
    homeRegion: arn.split(':')[3] ?? '',
    readFrom: region,
    bucket: 'logs',
    multiRegion: true,
    organization: false,
    logFileValidation: true,
    ...(kmsKeyId !== undefined && { kmsKeyId }),
  };
}

export function metadataOf(arn: string, change: Partial<KeyMetadata> = {}): KeyMetadata {
  const [, , , keyRegion = '', owner = '', resource = ''] = arn.split(':');
  return {
    arn,
    id: resource.slice('key/'.length),
    account: owner,
    region: keyRegion,
    description: '',
    manager: 'CUSTOMER',
    state: 'Enabled',
    spec: 'SYMMETRIC_DEFAULT',
    usage: 'ENCRYPT_DECRYPT',
    origin: 'AWS_KMS',
    multiRegion: false,
    ...change,
  };
}

export interface HeldKey {
  metadata: KeyMetadata;
  policy: string;
  rotation: boolean;
}

/** `before` = the call never reaches AWS, `after` = it takes place and the answer is lost. */
export type Hook = (call: string, phase: 'before' | 'after') => void;

/**
 * An AWS account with the rules that matter to a trail's key, in memory, and the journal beside it. Both outlive
 * a crash. `hook` is called around everything that leaves the core, and may throw.
 */
export class World {
  readonly trails = new Map<string, LiveTrail>();
  readonly keys = new Map<string, HeldKey>();
  readonly aliases = new Map<string, string>();
  readonly journal: string[] = [];
  /** Trails that do not log. */
  readonly stopped = new Set<string>();
  readonly leases = new Map<string, { holder: string; until: number }>();
  readonly calls: string[] = [];
  bucketKey = true;
  time = Date.UTC(2024, 0, 1);
  /** UpdateTrail calls that a key or policy which was just written stays unknown for. */
  consistentAfter = 0;
  caller: Identity = caller;
  hook: Hook = () => {};
  /** A write that something else answers, with success and nothing else; AWS never hears of it. */
  swallows: string | undefined;
  /** Regions list the trails of other homes as they were some changes ago. */
  staleShadows = false;
  readonly #shadows = new Map<string, LiveTrail>();
  #unsettled = 0;

  constructor() {
    this.trails.set(trailArn, trailNamed(trailArn));
    this.keys.set(keyArn, { metadata: metadataOf(keyArn), policy: accountPolicy, rotation: true });
    this.aliases.set('alias/logs', keyArn);
  }

  get clock(): Clock {
    return {
      now: () => this.time,
      sleep: async (milliseconds, signal) => {
        if (!signal.aborted) {
          this.time += milliseconds;
        }
      },
    };
  }

  get storage(): JournalStorage {
    return {
      append: line => this.#does('append', () => void this.journal.push(line)),
      lines: async () => [...this.journal],
      lease: (names, holder, until, now) =>
        this.#does('lease', () => {
          const lost = names.find(name => {
            const held = this.leases.get(name);
            return held && held.until > now && held.holder !== holder;
          });
          for (const name of lost === undefined ? names : []) {
            this.leases.set(name, { holder, until });
          }
          return lost;
        }),
      leasedBy: async (name, now) => {
        const held = this.leases.get(name);
        return held && held.until > now ? held.holder : undefined;
      },
      release: (names, holder) =>
        this.#does('release', () => {
          for (const name of names.filter(one => this.leases.get(one)?.holder === holder)) {
            this.leases.delete(name);
          }
        }),
    };
  }

  get account(): ChangeableAccount {
    return {
      identity: signal => this.#reads('GetCallerIdentity', signal, () => this.caller),
      trails: this.#trails(),
      keys: this.#keys(),
    };
  }

  /** What an auditor would compare: everything but the time. */
  state() {
    return {
      trails: Object.fromEntries([...this.trails].map(([arn, trail]) => [arn, trail.kmsKeyId ?? 'SSE-S3'])),
      stopped: [...this.stopped],
      keys: [...this.keys].map(([arn, { policy, rotation, metadata }]) => ({
        arn,
        policy: JSON.parse(policy),
        rotation,
        state: metadata.state,
        description: metadata.description,
        aliases: [...this.aliases].filter(([, target]) => target === arn).map(([name]) => name),
      })),
    };
  }

  #trails(): ChangeableTrails {
    return {
      get: (arn, signal) => this.#reads('GetTrail', signal, () => this.trails.get(arn)),
      inRegion: (inRegion, signal) =>
        this.#reads('DescribeTrails', signal, () =>
          [...this.trails.values()]
            .filter(({ homeRegion, multiRegion }) => multiRegion || homeRegion === inRegion)
            .map(trail => this.#shadowOf(trail, inRegion)),
        ),
      status: ({ arn }, signal) =>
        this.#reads('GetTrailStatus', signal, () => ({ logging: !this.stopped.has(arn) })),
      setKey: (arn, kmsKeyId) => this.#writes('UpdateTrail', () => this.#setKey(arn, kmsKeyId)),
      startLogging: arn => this.#writes('StartLogging', () => this.#log(arn, true)),
      stopLogging: arn => this.#writes('StopLogging', () => this.#log(arn, false)),
    };
  }

  #shadowOf(trail: LiveTrail, inRegion: string): LiveTrail {
    const isStale = this.staleShadows && trail.homeRegion !== inRegion;
    return (isStale && this.#shadows.get(trail.arn)) || trail;
  }

  #log(arn: string, on: boolean): void {
    if (!this.trails.has(arn)) {
      refuse('TrailNotFoundException');
    }
    if (on) {
      this.stopped.delete(arn);
    } else {
      this.stopped.add(arn);
    }
  }

  #setKey(arn: string, kmsKeyId: string): void {
    const trail = this.trails.get(arn) ?? refuse('TrailNotFoundException');
    this.#shadows.set(arn, trail);
    if (kmsKeyId === '') {
      const { kmsKeyId: _, ...rest } = trail;
      this.trails.set(arn, rest);
      return;
    }
    if (this.#unsettled > 0) {
      this.#unsettled--;
      refuse(this.#unsettled % 2 === 0 ? 'KmsKeyNotFoundException' : 'InsufficientEncryptionPolicyException');
    }
    const key = this.keys.get(kmsKeyId);
    if (!key || key.metadata.region !== region) {
      refuse('KmsKeyNotFoundException');
    }
    if (key.metadata.state !== 'Enabled') {
      refuse('KmsException');
    }
    const request = { trailArn: arn, account: undefined, bucketKey: this.bucketKey };
    if (judgeKeyPolicy(key.policy, request).answer !== 'admits') {
      refuse('InsufficientEncryptionPolicyException');
    }
    this.trails.set(arn, { ...trail, kmsKeyId });
  }

  #keys(): ChangeableKeys {
    const keyAt = (arn: string) => this.keys.get(arn) ?? refuse('NotFoundException');
    return {
      describe: (arn, signal) => this.#reads('DescribeKey', signal, () => this.keys.get(arn)?.metadata),
      policy: (arn, signal) => this.#reads('GetKeyPolicy', signal, () => keyAt(arn).policy),
      rotation: (arn, signal) => this.#reads('GetKeyRotationStatus', signal, () => keyAt(arn).rotation),
      aliases: (arn, signal) =>
        this.#reads('ListAliases', signal, () =>
          [...this.aliases].filter(([, to]) => to === arn).map(([name]) => name),
        ),
      list: (_region, signal) => this.#pages('ListKeys', signal, () => [...this.keys.keys()]),
      listAliases: (_region, signal) =>
        this.#pages('ListAliases', signal, () =>
          [...this.aliases].map(([name, arn]) => ({ name, keyId: arn.slice(arn.lastIndexOf('/') + 1) })),
        ),
      create: key =>
        this.#writes('CreateKey', () => {
          const arn = `arn:aws:kms:${key.region}:${account}:key/made-${this.keys.size}`;
          const { description, multiRegion } = key;
          const metadata = metadataOf(arn, { description, multiRegion });
          this.keys.set(arn, { metadata, policy: key.policy, rotation: false });
          this.#unsettled = this.consistentAfter;
          return { arn };
        }),
      createAlias: (name, arn) =>
        this.#writes('CreateAlias', () => {
          if (this.aliases.has(name)) {
            refuse('AlreadyExistsException');
          }
          keyAt(arn);
          this.aliases.set(name, arn);
        }),
      enableRotation: arn =>
        this.#writes('EnableKeyRotation', () => {
          keyAt(arn).rotation = true;
        }),
      putPolicy: (arn, policy) =>
        this.#writes('PutKeyPolicy', () => {
          keyAt(arn).policy = policy;
          this.#unsettled = this.consistentAfter;
        }),
      scheduleDeletion: (arn, days) =>
        this.#writes('ScheduleKeyDeletion', () => {
          const key = keyAt(arn);
          const deletionDate = this.time + days * 86_400_000;
          key.metadata = { ...key.metadata, state: 'PendingDeletion', deletionDate };
        }),
      cancelDeletion: arn =>
        this.#writes('CancelKeyDeletion', () => {
          const key = keyAt(arn);
          if (key.metadata.state !== 'PendingDeletion') {
            refuse('KMSInvalidStateException');
          }
          const { deletionDate: _, ...rest } = key.metadata;
          key.metadata = { ...rest, state: 'Disabled' };
        }),
      enable: arn => this.#writes('EnableKey', () => this.#switch(keyAt(arn), 'Enabled')),
      disable: arn => this.#writes('DisableKey', () => this.#switch(keyAt(arn), 'Disabled')),
    };
  }

  #switch(key: HeldKey, state: 'Enabled' | 'Disabled'): void {
    if (key.metadata.state === 'PendingDeletion') {
      refuse('KMSInvalidStateException');
    }
    key.metadata = { ...key.metadata, state };
  }

  async #reads<T>(call: string, signal: AbortSignal, read: () => T): Promise<T> {
    return this.#does(call, () => {
      if (signal.aborted) {
        throw new ProblemError({ kind: 'cancelled' });
      }
      return read();
    });
  }

  async *#pages<T>(call: string, signal: AbortSignal, all: () => readonly T[]): AsyncGenerator<readonly T[]> {
    const items = await this.#reads(call, signal, all);
    for (let at = 0; at < items.length; at += 2) {
      yield items.slice(at, at + 2);
    }
  }

  async #writes<T>(call: string, write: () => T): Promise<T & { requestId?: string }> {
    if (this.swallows === call) {
      return this.#does(call, () => ({}) as T & { requestId?: string });
    }
    const result = await this.#does(call, () => {
      this.time += 100;
      return write();
    });
    return { ...result, requestId: `request-${this.calls.length}` };
  }

  async #does<T>(call: string, work: () => T): Promise<T> {
    await Promise.resolve();
    this.hook(call, 'before');
    this.calls.push(call);
    const result = work();
    this.hook(call, 'after');
    return result;
  }
}

export function refuse(name: string, requestId = 'refused'): never {
  throw new ProblemError({ kind: 'aws-error', name, requestId, effect: 'none' });
}

/** AWS breaks in the middle: whether the call took place is not said. */
export function broken(name = 'ServiceUnavailable'): never {
  throw new ProblemError({ kind: 'aws-error', name, requestId: 'broken' });
}

export function problem(what: Problem): never {
  throw new ProblemError(what);
}

export const never = new AbortController().signal;
