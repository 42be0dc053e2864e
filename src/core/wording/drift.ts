import type { InventoryTrail } from '../account/state.ts';
import { quoted } from '../base/show.ts';
import type { Drift, DriftKind, Pair } from '../drift/index.ts';
import { type Message, message } from './message.ts';
import { keyName } from './trails.ts';

/** What the code says instead, in a few words, beside a trail in AWS. */
export function driftBesideLive({ kind, codeKey }: Drift): Message {
  switch (kind) {
    case 'code-takes-key-away':
      return message('code removes the key');
    case 'code-changes-key':
    case 'code-adds-key':
      return message('code says {0}', quoted(codeKey ?? ''));
    case 'live-key-broken':
      return message('code is correct');
  }
}

/** What AWS has instead, in a few words, beside a declaration. */
export function driftBesideCode({ kind }: Drift, live: InventoryTrail): Message {
  switch (kind) {
    case 'code-takes-key-away':
    case 'code-changes-key':
      return message('in AWS: {0}', nameOfKey(live));
    case 'code-adds-key':
      return message('in AWS: no KMS key yet');
    case 'live-key-broken':
      return message('in AWS: {0} needs attention', nameOfKey(live));
  }
}

/** That a declared trail is in AWS, where nothing differs. */
export function agreesInAws({ key }: InventoryTrail): Message {
  return key ? message('in AWS: {0}', keyName(key)) : message('in AWS: no KMS key');
}

/** What the code says instead, and that it may be another trail's code. */
export function differenceBesideLive({ drift, isDoubtful }: Pair<unknown>): readonly Message[] {
  return [...(drift ? [driftBesideLive(drift)] : []), ...(isDoubtful ? [byNameAlone] : [])];
}

/** The difference in a few words, seen from AWS: `there` is the code. */
export function differenceInBrief({ drift, live, isDoubtful }: Pair<unknown>): readonly Message[] {
  return [...(drift ? [difference(drift, live)] : []), ...(isDoubtful ? [byNameAlone] : [])];
}

const byNameAlone = message('matched by name only');

function difference({ kind, codeKey }: Drift, live: InventoryTrail): Message {
  switch (kind) {
    case 'code-takes-key-away':
      return message('differs: no KMS key there, {0} here', nameOfKey(live));
    case 'code-changes-key':
      return message('differs: {0} there, {1} here', quoted(codeKey ?? ''), nameOfKey(live));
    case 'code-adds-key':
      return message('differs: {0} there, no KMS key here', quoted(codeKey ?? ''));
    case 'live-key-broken':
      return message('no problem there');
  }
}

/** The difference, and what a deployment would do, as a sentence. */
export function driftInFull({ drift, live, isDoubtful }: Pair<unknown>): readonly Message[] {
  return [
    ...(drift ? [sentence(drift, live)] : []),
    ...(isDoubtful
      ? [
          message(
            'Matched by name only: several trails have this name, and the code does not say which account it is for.',
          ),
        ]
      : []),
  ];
}

function sentence({ kind, codeKey }: Drift, live: InventoryTrail): Message {
  const key = nameOfKey(live);
  switch (kind) {
    case 'code-takes-key-away':
      return message('The code sets no KMS key for this trail: the next deployment removes {0}.', key);
    case 'code-changes-key':
      return message(
        'The code sets another KMS key: the next deployment replaces {0} with {1}.',
        key,
        quoted(codeKey ?? ''),
      );
    case 'code-adds-key':
      return message('The code sets the KMS key {0}, which is not deployed yet.', quoted(codeKey ?? ''));
    case 'live-key-broken':
      return message('The KMS key {0} needs attention in AWS; the code is correct.', key);
  }
}

/** A kind of difference as a rule: in a few words, and what it means. */
export function driftAsRule(kind: DriftKind): { readonly brief: Message; readonly full: Message } {
  return rules[kind];
}

const rules: Readonly<Record<DriftKind, { readonly brief: Message; readonly full: Message }>> = {
  'code-takes-key-away': {
    brief: message('code removes the key'),
    full: message('The trail has a KMS key, but its code sets none: the next deployment removes the key.'),
  },
  'code-changes-key': {
    brief: message('code changes the key'),
    full: message('The code of the trail sets another KMS key: the next deployment replaces the key.'),
  },
  'code-adds-key': {
    brief: message('code adds a key'),
    full: message('The code of the trail sets a KMS key that is not deployed yet.'),
  },
  'live-key-broken': {
    brief: message('key needs attention, code is correct'),
    full: message('The KMS key of the trail needs attention in AWS; the code is correct.'),
  },
};

function nameOfKey({ key }: InventoryTrail): string {
  return key ? keyName(key) : '';
}
