import { defaultRegions, partitionOf } from '../../account/partition.ts';
import { message } from '../../wording/message.ts';
import { answer } from '../ask.ts';
import type { WizardContext } from '../context.ts';
import type { Page } from '../walk.ts';
import { type Answers, regionOf, withEntry } from './answers.ts';

/** Asks for the Region of a bucket where neither the bucket nor a former key tells it. */
export function regionPages(answers: Answers, context: WizardContext): readonly Page<Answers>[] {
  const silent = answers.subjects.filter(subject => regionOf(subject, { regions: new Map() }) === undefined);
  const buckets = new Map(silent.map(subject => [subject.trail.bucket, subject]));
  return [...buckets.values()].map(({ trail, profile }) => ({
    id: `region ${trail.bucket}`,
    stage: 'key',
    async ask(sofar, page) {
      const reply = await context.ask.pick<string>({
        title: message('Region of the Log Bucket {0}', trail.bucket),
        placeholder: message('The bucket may not be read, and the key has to be in its Region'),
        page,
        choices: regionsFor(trail.homeRegion, profile, context).map(region => ({
          id: region,
          label: region,
          ...(region === trail.homeRegion && { description: message('home Region of the trail') }),
          value: region,
        })),
        active: sofar.regions.get(trail.bucket),
      });
      return reply.kind === 'answer'
        ? answer({ ...sofar, regions: withEntry(sofar.regions, trail.bucket, reply.value) })
        : reply;
    },
  }));
}

export function regionsFor(first: string, profile: string, { inventory }: WizardContext): readonly string[] {
  const known = inventory.state(profile)?.regions.map(({ name }) => name) ?? [];
  const usual = partitionOf(first) === 'aws' ? defaultRegions : [];
  return [...new Set([first, ...[...known, ...usual].sort()])];
}
