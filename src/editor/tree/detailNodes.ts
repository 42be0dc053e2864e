import * as vscode from 'vscode';
import { type Repair, repairsOf } from '../../core/account/repairs.ts';
import type { InventoryTrail } from '../../core/account/state.ts';
import { ownerOf } from '../../core/account/trail.ts';
import { isPressing } from '../../core/drift/index.ts';
import { keyIdIn } from '../../core/trail/arn.ts';
import { type Fact, knownValue, type UnknownCause } from '../../core/trail/fact.ts';
import { type Obstacle, obstaclesOf } from '../../core/trail/usable.ts';
import { differenceInBrief } from '../../core/wording/drift.ts';
import { rotationInBrief } from '../../core/wording/keys.ts';
import { profileName } from '../../core/wording/profiles.ts';
import { keyName, keyPolicyInBrief } from '../../core/wording/trails.ts';
import { colors } from '../contributions.ts';
import { type DeclaredTrail, openingOf, placeOf } from '../documents/declaredTrails.ts';
import type { TrailPair } from '../documents/pairs.ts';
import { say } from '../say.ts';
import type { DetailNode, DetailSubject, TrailNode } from './node.ts';
import { contextOfRepair } from './repairContext.ts';
import { when } from './when.ts';

/** What is known about a trail, a line each. Lines keep their place while their values arrive. */
export function detailNodes(trail: TrailNode, shown: InventoryTrail, around: Around): DetailNode[] {
  const { profile, region, arn } = trail;
  return [...linesOf(shown, around), ...otherProfiles(around), ...around.pairs.map(declaration)].map(
    ({ about = 'other', label, value, icon, pressing = false, repairs = [], declared }, index) => ({
      kind: 'detail',
      id: `detail ${profile} ${arn} ${index}`,
      profile,
      region,
      arn,
      about,
      label,
      value,
      icon,
      pressing,
      repairs,
      ...(declared ? { declared } : {}),
    }),
  );
}

/** The lines of a trail that are not known from its account. */
export interface Around {
  /** Its declarations in the code of the workspace. */
  readonly pairs: readonly TrailPair[];
  /** The other profiles that see it. */
  readonly others: readonly string[];
  /** Whether it has a new key, and nothing was delivered under it so far. */
  readonly isDeliveryAwaited: boolean;
  readonly now: Date;
}

export function detailItem(node: DetailNode): vscode.TreeItem {
  const item = new vscode.TreeItem(node.label);
  item.id = node.id;
  item.description = node.value;
  item.contextValue = ['detail', node.about, ...node.repairs.map(contextOfRepair)].join('.');
  item.tooltip = `${node.label}: ${node.value}`;
  item.accessibilityInformation = { label: item.tooltip };
  if (node.declared) {
    item.command = openingOf(node.declared);
  }
  item.iconPath = node.pressing
    ? new vscode.ThemeIcon('warning', new vscode.ThemeColor(colors.attention))
    : new vscode.ThemeIcon(node.icon);
  return item;
}

interface Line {
  readonly about?: DetailSubject;
  readonly icon: string;
  readonly label: string;
  readonly value: string;
  readonly pressing?: boolean;
  readonly repairs?: readonly Repair[];
  readonly declared?: DeclaredTrail;
}

function linesOf(shown: InventoryTrail, { isDeliveryAwaited, now }: Around): Line[] {
  const { trail } = shown;
  return [
    encryption(shown),
    ...keyLines(shown),
    logBucket(shown),
    delivery(shown, isDeliveryAwaited, now),
    {
      icon: 'verified',
      label: vscode.l10n.t('Log file validation'),
      value: trail.logFileValidation ? vscode.l10n.t('on') : vscode.l10n.t('off'),
    },
    ...(ownerOf(trail.arn) === shown.identity.account
      ? []
      : [
          {
            icon: 'organization',
            label: vscode.l10n.t('Owner'),
            value: vscode.l10n.t('account {0}', ownerOf(trail.arn)),
          },
        ]),
  ];
}

function otherProfiles({ others }: Around): Line[] {
  const names = others.map(name => say(profileName(name)));
  return names.length === 0
    ? []
    : [{ icon: 'account', label: vscode.l10n.t('Also through'), value: names.join(', ') }];
}

/** Where the code of the workspace declares the trail. */
function declaration(pair: TrailPair): Line {
  return {
    about: 'declaration',
    icon: 'go-to-file',
    label: vscode.l10n.t('Declared in'),
    value: [placeOf(pair.declared), ...differenceInBrief(pair).map(say)].join(' · '),
    pressing: isPressing(pair),
    declared: pair.declared,
  };
}

function encryption({ key }: InventoryTrail): Line {
  const label = vscode.l10n.t('Encryption');
  return key
    ? { about: 'encryption', icon: 'lock', label, value: vscode.l10n.t('SSE-KMS: {0}', keyName(key)) }
    : {
        about: 'encryption',
        icon: 'unlock',
        label,
        value: vscode.l10n.t('SSE-S3: no KMS key on the trail'),
        pressing: true,
      };
}

function keyLines(shown: InventoryTrail): Line[] {
  const { key, facts } = shown;
  if (!key || facts.key.kind !== 'known') {
    return [];
  }
  const { state, rotation, policy } = facts.key.value;
  const obstacles = obstaclesOf(facts.key.value, { bucketRegion: facts.bucketRegion });
  const keeps = policy.kind === 'known' && ['denies', 'does-not-admit'].includes(policy.value.answer);
  return [
    {
      about: 'key',
      icon: 'key',
      label: vscode.l10n.t('KMS key'),
      // Side bars cut on the right: the ID last.
      value: [
        inWords(state, value => (value === 'NotFound' ? vscode.l10n.t('does not exist') : value)),
        rotation.kind === 'unknown'
          ? undefined
          : say(rotationInBrief(rotation, knownValue(key.metadata)?.origin)),
        keyIdIn(key.arn),
      ]
        .filter(part => part !== undefined)
        .join(' · '),
      pressing: obstacles.some(one => !notOfTheKey.includes(one)),
      repairs: repairsOf(shown).filter(repair => repair !== 'start-logging'),
    },
    {
      about: 'policy',
      icon: 'law',
      label: vscode.l10n.t('Key policy'),
      value: say(keyPolicyInBrief(policy)),
      pressing: keeps,
    },
  ];
}

/** What the line of the policy says, what passes by itself, and what a trail that delivers has been let. */
const notOfTheKey: readonly Obstacle[] = [
  'policy-denies',
  'policy-does-not-admit',
  'creating',
  'other-region',
];

function logBucket({ trail, bucket }: InventoryTrail): Line {
  const bucketKey = inWords(bucket.bucketKey, on =>
    on ? vscode.l10n.t('Bucket Key on') : vscode.l10n.t('Bucket Key off'),
  );
  const gone = bucket.region.kind === 'absent';
  const parts = gone
    ? [vscode.l10n.t('does not exist')]
    : [inWords(bucket.region, String), bucket.bucketKey.kind === 'known' ? bucketKey : undefined];
  return {
    about: 'bucket',
    icon: 'archive',
    label: vscode.l10n.t('Log bucket'),
    value: [trail.bucket, ...parts].filter(part => part !== undefined).join(' · '),
    pressing: gone,
  };
}

function delivery(shown: InventoryTrail, isAwaited: boolean, now: Date): Line {
  const { status } = shown;
  const line = {
    about: 'delivery',
    icon: 'cloud-upload',
    label: vscode.l10n.t('Delivery'),
    repairs: repairsOf(shown).filter(repair => repair === 'start-logging'),
  } as const;
  if (status.kind !== 'known') {
    return { ...line, value: inWords(status, String) };
  }
  const { latestDeliveryError, latestDelivery, logging } = status.value;
  const last =
    latestDelivery === undefined ? undefined : vscode.l10n.t('last {0}', when(new Date(latestDelivery), now));
  if (latestDeliveryError) {
    const failing = vscode.l10n.t('failing: {0}', latestDeliveryError);
    return { ...line, value: [failing, last].filter(part => part !== undefined).join(' · '), pressing: true };
  }
  if (!logging) {
    const stopped = vscode.l10n.t('logging is stopped');
    return { ...line, value: [stopped, last].filter(part => part !== undefined).join(' · '), pressing: true };
  }
  if (isAwaited) {
    const waiting = vscode.l10n.t('waiting for first delivery');
    return { ...line, value: [waiting, last].filter(part => part !== undefined).join(' · ') };
  }
  return { ...line, value: last ?? vscode.l10n.t('nothing delivered yet') };
}

function inWords<T>(fact: Fact<T>, words: (value: T) => string): string {
  switch (fact.kind) {
    case 'known':
      return words(fact.value);
    case 'absent':
      return vscode.l10n.t('none');
    case 'unknown':
      return unknownInWords(fact.cause);
  }
}

function unknownInWords(cause: UnknownCause): string {
  switch (cause) {
    case 'loading':
      return vscode.l10n.t('reading…');
    case 'not-recorded':
      return vscode.l10n.t('not recorded by AWS Config');
    case 'not-an-arn':
      return vscode.l10n.t('not known: the trail does not name it by its ARN');
    default:
      return vscode.l10n.t('could not be read');
  }
}
