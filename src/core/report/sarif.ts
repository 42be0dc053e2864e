import { visible } from '../base/show.ts';
import type { Weight } from '../trail/reason.ts';
import { driftAsRule, driftInFull } from '../wording/drift.ts';
import { inEnglish, type Message } from '../wording/message.ts';
import { reasonInBrief, reasonInFull } from '../wording/reasons.ts';
import {
  type DeclaredPlace,
  isoTime,
  type Reported,
  type ReportedTrail,
  reasonsInBrief,
  reportedTrails,
  standingOf,
  type UnreadPart,
  unreadParts,
} from './facts.ts';
import { sarifLog } from './sarifLog.ts';

/**
 * A live trail has no file: its ARN is the logical location, and its declaration the physical location of a difference. What
 * could not be read is an error of the run; a trail whose state is not known is a warning. A difference with a declaration
 * that may be another trail's is not a result.
 */
export function sarifReport(reported: Reported): string {
  const trails = reportedTrails(reported);
  const told = trails.flatMap(seen =>
    [...reasonsOf(seen), ...differencesOf(seen)].map(one => ({ seen, ...one })),
  );
  const rules = new Map(told.map(({ rule }) => [rule.id, rule]));
  return sarifLog({
    rules: [...rules.values()].map(({ id, brief, full }) => ({
      id,
      shortDescription: { text: inEnglish(brief) },
      fullDescription: { text: inEnglish(full) },
    })),
    notifications: [
      ...unreadParts(reported).map(part => ({ level: 'error' as const, text: unreadInFull(part) })),
      ...trails.flatMap(untold),
    ],
    results: told.map(({ seen, rule, weight, sentence, place }) => ({
      ruleId: rule.id,
      level: levels[weight],
      message: { text: visible(`${seen.trail.name}: ${inEnglish(sentence)}`) },
      locations: [
        {
          ...(place && { physicalLocation: physicalLocationOf(place) }),
          logicalLocations: [{ name: seen.trail.name, fullyQualifiedName: seen.trail.arn, kind: 'resource' }],
        },
      ],
      partialFingerprints: { 'trailAndReason/v1': `${seen.trail.arn} ${rule.id}` },
      properties: propertiesOf(seen),
    })),
  });
}

/** Something that is the matter with a trail. */
interface Told {
  readonly rule: { readonly id: string; readonly brief: Message; readonly full: Message };
  readonly weight: Weight;
  readonly sentence: Message;
  readonly place?: DeclaredPlace;
}

function reasonsOf({ acting }: ReportedTrail): readonly Told[] {
  return acting.verdict.reasons
    .filter(({ weight }) => weight !== 'info')
    .map(reason => {
      const full = reasonInFull(reason);
      return {
        rule: { id: reason.code, brief: reasonInBrief(reason), full },
        weight: reason.weight,
        sentence: full,
      };
    });
}

function differencesOf({ pairs }: ReportedTrail): readonly Told[] {
  return pairs.flatMap((pair): readonly Told[] => {
    const [sentence] = driftInFull(pair);
    return pair.drift && !pair.isDoubtful && sentence
      ? [
          {
            rule: { id: pair.drift.kind, ...driftAsRule(pair.drift.kind) },
            weight: pair.drift.weight,
            sentence,
            place: pair.declared,
          },
        ]
      : [];
  });
}

function physicalLocationOf({ path, line }: DeclaredPlace) {
  return {
    artifactLocation: { uri: path.split('/').map(encodeURIComponent).join('/') },
    region: { startLine: line },
  };
}

function propertiesOf({ acting, others, readAt, pairs }: ReportedTrail) {
  const { state, needsAttention } = standingOf(acting, pairs);
  return {
    state,
    needsAttention,
    profile: acting.profile.name,
    alsoThrough: others.map(({ profile }) => profile.name),
    readAt: isoTime(readAt),
    recordedAt: isoTime(acting.recorded?.at),
  };
}

function unreadInFull({ profile, account, regions, why }: UnreadPart): string {
  // Regions are of an account, which need not be the profile's own: AWS Config collects from many.
  return `${[profile, ...(regions.length > 0 && account !== undefined ? [account] : []), ...regions].join(', ')} could not be read: ${why}`;
}

/** A notification for a trail whose key could not be looked at. */
function untold({ trail, acting, pairs }: ReportedTrail): readonly { level: 'warning'; text: string }[] {
  return standingOf(acting, pairs).needsAttention === undefined
    ? [
        {
          level: 'warning',
          text: `${trail.name}: its key could not be checked: ${reasonsInBrief(acting).join('; ')}`,
        },
      ]
    : [];
}

const levels: Readonly<Record<Weight, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  info: 'note',
};
