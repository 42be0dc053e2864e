import type { KeyMetadata } from '../../account/ports.ts';
import type { KeyDetails } from '../../account/state.ts';
import {
  type Batch,
  batchesOf,
  type NewKeyAnswer,
  type Plan,
  type Subject,
} from '../../remediation/index.ts';
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
  /** By the name of a bucket whose Region could not be read. */
  readonly regions: ReadonlyMap<string, string>;
  /** By the batch's id. */
  readonly keys: ReadonlyMap<string, KeyPick>;
  readonly typed: ReadonlyMap<string, TypedKeyAnswer>;
  readonly newKeys: ReadonlyMap<string, Partial<NewKeyAnswer>>;
  /** Who shall be able to decrypt log files, by batch and key (`readersPage.ts`). */
  readonly readers: ReadonlyMap<string, readonly Reader[]>;
  /** What was typed last, by page, and who was chosen as readers, by batch and key: shown again where a person went back. */
  readonly typing: ReadonlyMap<string, string>;
  readonly choosing: ReadonlyMap<string, ReaderEntries>;
  /** Batches whose new key also has readers that are asked for. */
  readonly asksReaders: readonly string[];
  /** What the person reviewed, and decided. */
  readonly plans: readonly Plan[];
  readonly outcome?: 'run' | 'copy';
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
      /** The other account says that the key does not exist. */
      readonly gone?: boolean;
    };

export type ReaderKind = 'account' | 'bucket-account' | 'accounts' | 'organization';

/** Who was chosen, and what was typed of them. */
export interface ReaderEntries {
  readonly kinds: readonly ReaderKind[];
  readonly typed: ReadonlyMap<ReaderKind, string>;
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
    typing: new Map(),
    choosing: new Map(),
    asksReaders: [],
    plans: [],
  };
}

/** The batches that result from the answers: each gets its own key. */
export function batchesIn({ subjects, regions }: Pick<Answers, 'subjects' | 'regions'>): readonly Batch[] {
  return batchesOf(subjects, regions);
}

export function withTyping(answers: Answers, page: string, text: string): Answers {
  return { ...answers, typing: withEntry(answers.typing, page, text) };
}

export function withEntry<K extends string, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return new Map([...map, [key, value]]);
}
