import type { BucketPolicy, Identity, KeyMetadata } from '../../account/ports.ts';
import type { KeyDetails } from '../../account/state.ts';
import type { LiveTrail } from '../../account/trail.ts';
import type { NewKeyAnswer, Plan } from '../../remediation/index.ts';
import { regionOfArn } from '../../trail/arn.ts';
import type { Reader } from '../../trail/keyPolicy/index.ts';
import type { TrailReference } from '../context.ts';

/** The answers of a walk that puts trails under a key. */
export interface Answers {
  readonly purpose: 'enable' | 'change';
  /** What the walk was started on, or what was picked. */
  readonly chosen: readonly TrailReference[];
  /** The chosen trails, read at home. */
  readonly subjects: readonly Subject[];
  /** ARNs of trails whose profile the person has settled, or has to. */
  readonly settled: readonly string[];
  /** Region of a bucket that did not tell. */
  readonly regions: ReadonlyMap<string, string>;
  /** By the group's id. */
  readonly keys: ReadonlyMap<string, KeyPick>;
  readonly typed: ReadonlyMap<string, TypedKeyAnswer>;
  readonly newKeys: ReadonlyMap<string, Partial<NewKeyAnswer>>;
  /** Who shall be able to decrypt log files, by group and key (`steps/readers.ts`). */
  readonly readers: ReadonlyMap<string, readonly Reader[]>;
  /** Groups whose new key is also for readers that have to be asked for. */
  readonly asksReaders: readonly string[];
  /** What the person reviewed, and decided. */
  readonly plans: readonly Plan[];
  readonly outcome?: 'run' | 'copy';
}

/** A trail with what has to be known before a key is chosen. */
export interface Subject {
  readonly profile: string;
  readonly caller: Identity;
  readonly trail: LiveTrail;
  readonly bucketRegion: string | undefined;
  readonly bucketKey: boolean | undefined;
  /** Whether the trail logs; without that no file will come. Undefined where it could not be read. */
  readonly logging: boolean | undefined;
  readonly bucketPolicy?: BucketPolicy;
}

export type KeyPick =
  | { readonly kind: 'existing'; readonly key: KeyDetails }
  | { readonly kind: 'typed' }
  | { readonly kind: 'new' };

export type TypedKeyAnswer =
  | { readonly kind: 'own'; readonly key: KeyDetails }
  | {
      readonly kind: 'other';
      readonly arn: string;
      readonly metadata?: KeyMetadata;
      /** The other account says that there is no such key. */
      readonly gone?: boolean;
    };

/** Trails that get one key: same account, and buckets in one Region. */
export interface Group {
  readonly id: string;
  readonly profile: string;
  readonly caller: Identity;
  readonly region: string;
  readonly bucketKey: boolean | undefined;
  readonly subjects: readonly Subject[];
}

export function noAnswers(purpose: Answers['purpose'], chosen: readonly TrailReference[]): Answers {
  return {
    purpose,
    chosen,
    subjects: [],
    settled: [],
    regions: new Map(),
    keys: new Map(),
    typed: new Map(),
    newKeys: new Map(),
    readers: new Map(),
    asksReaders: [],
    plans: [],
  };
}

/** The Region of a trail's bucket, from the bucket, from the key the trail has, or from the person. */
export function regionOf(subject: Subject, answers: Pick<Answers, 'regions'>): string | undefined {
  return (
    subject.bucketRegion ??
    regionOfArn(subject.trail.kmsKeyId ?? '') ??
    answers.regions.get(subject.trail.bucket)
  );
}

export function groupsOf(answers: Answers): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const subject of answers.subjects) {
    const region = regionOf(subject, answers);
    if (region === undefined) {
      continue;
    }
    const id = `${subject.caller.account} ${region}`;
    const { profile, caller, bucketKey } = subject;
    const present = groups.get(id);
    groups.set(id, {
      id,
      profile: present?.profile ?? profile,
      caller: present?.caller ?? caller,
      region,
      bucketKey: present ? either(present.bucketKey, bucketKey) : bucketKey,
      subjects: [...(present?.subjects ?? []), subject],
    });
  }
  return [...groups.values()];
}

export function withEntry<V>(map: ReadonlyMap<string, V>, key: string, value: V): ReadonlyMap<string, V> {
  return new Map([...map, [key, value]]);
}

/** One bucket with a Bucket Key is enough to need what it needs; one that is not known may have it. */
function either(left: boolean | undefined, right: boolean | undefined): boolean | undefined {
  if (left === true || right === true) {
    return true;
  }
  return left === false && right === false ? false : undefined;
}
