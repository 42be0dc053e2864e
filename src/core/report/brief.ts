import { keyName } from '../wording/trails.ts';
import { isoTime, type Reported, reasonsInBrief, reportedTrails, standingOf, unreadParts } from './facts.ts';

/** What a listener needs to know of live trails, in a few words each, those that need attention first; what could not be read is named. */
export function trailsInBrief(reported: Reported, most: number): object {
  const trails = reportedTrails(reported)
    .map(({ trail, acting, others, readAt, pairs }) => {
      const { state, needsAttention } = standingOf(acting, pairs);
      return {
        name: trail.name,
        trailArn: trail.arn,
        homeRegion: trail.homeRegion,
        profile: acting.profile.name,
        alsoThrough: others.map(({ profile }) => profile.name),
        state,
        needsAttention: needsAttention ?? 'not known',
        reasons: reasonsInBrief(acting),
        kmsKey: acting.key ? { arn: acting.key.arn, name: keyName(acting.key) } : (trail.kmsKeyId ?? null),
        s3BucketName: trail.bucket,
        declaredAt: pairs.map(({ declared }) => `${declared.path}:${declared.line}`),
        readAt: isoTime(readAt),
      };
    })
    .sort((left, right) => weightOf(left.needsAttention) - weightOf(right.needsAttention));
  return {
    trails: trails.slice(0, most),
    ...(trails.length > most && { trailsLeftOut: trails.length - most }),
    couldNotBeRead: unreadParts(reported),
  };
}

function weightOf(needsAttention: boolean | string): number {
  return needsAttention === true ? 0 : needsAttention === false ? 2 : 1;
}
