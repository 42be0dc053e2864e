import { defaultRegionsOf, partitionOf } from '../../trail/region.ts';
import { message } from '../../wording/message.ts';
import { answer } from '../ask.ts';
import type { WizardContext } from '../context.ts';
import type { Page } from '../walk.ts';
import { type Answers, withEntry } from './answers.ts';

/** Asks for the Region of each bucket that only a person knows. */
export function regionPages(answers: Answers, context: WizardContext): readonly Page<Answers>[] {
  const buckets = new Map(
    answers.subjects.flatMap(({ trail, profile, bucketRegion }) =>
      bucketRegion.kind === 'ask' ? [[trail.bucket, { profile, suggestion: bucketRegion.suggestion }]] : [],
    ),
  );
  return [...buckets].map(([bucket, { profile, suggestion }]) => ({
    id: `region ${bucket}`,
    async ask(sofar, page) {
      const reply = await context.ask.pick<string>({
        title: message('Region of the Log Bucket {0}', bucket),
        placeholder: message(
          'You are not allowed to read the bucket. Choose its Region: the key must be there too.',
        ),
        page,
        choices: regionsFor(suggestion, profile, context).map(region => ({
          id: region,
          label: region,
          ...(region === suggestion && { description: message('home Region of the trail') }),
          value: region,
        })),
        active: sofar.regions.get(bucket),
      });
      return reply.kind === 'answer'
        ? answer({ ...sofar, regions: withEntry(sofar.regions, bucket, reply.value) })
        : reply;
    },
  }));
}

/** The Regions of a partition from which a person chooses, one of them first. */
export function regionsFor(first: string, profile: string, { inventory }: WizardContext): readonly string[] {
  const known = inventory.state(profile)?.regions.map(({ name }) => name) ?? [];
  const usual = defaultRegionsOf(partitionOf(first));
  return [...new Set([first, ...[...known, ...usual].sort()])];
}
