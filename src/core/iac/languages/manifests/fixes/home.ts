import { partitionOf } from '../../../../trail/region.ts';
import type { ManifestFile } from '../manifest.ts';
import type { Home, Provider } from '../provider.ts';
import { usualScope } from '../trail.ts';
import type { Site } from './site.ts';

/**
 * The account in which a trail is created, which no manifest says by itself: by what the controller is told for it, by what
 * else its text names, be it by what a template engine puts in, by its log files and its ARN in the texts beside it, or as it
 * is known from elsewhere. Undefined where these name none, or several.
 */
export function homeOf({ trail, around, context }: Site, region: string | undefined): Home | undefined {
  const { resource } = trail;
  const { text } = resource.file;
  const told = around.provider.accountOf?.(resource, usualScope(around), around.files);
  const [home, ...others] =
    told === undefined
      ? homesIn(withoutAccounts(resource.file, around.provider), [arn, logFolder])
      : homesIn(told, [arn, number]);
  if (home || told !== undefined) {
    return home && others.length === 0 ? inPartition(home, text, region) : undefined;
  }
  const beside = around.files.map(file => file.text).join('\n');
  const [one = context.account === undefined ? undefined : { account: context.account }, ...more] = homesIn(
    beside,
    [trailArn, logFolder],
  );
  return one && more.length === 0 ? inPartition(one, text, region) : undefined;
}

/** A text without the objects that name accounts for others. */
function withoutAccounts({ text, manifests }: ManifestFile, { namesAccounts }: Provider): string {
  return manifests
    .filter(one => namesAccounts?.(one))
    .reduceRight((left, { body: { range } }) => left.slice(0, range.start) + left.slice(range.end), text);
}

interface Found {
  readonly account: string;
  readonly partition?: string;
}

/** Each account once. */
function homesIn(text: string, patterns: readonly RegExp[]): readonly Found[] {
  const found = new Map<string, Found>();
  for (const { groups } of patterns.flatMap(pattern => [...text.matchAll(pattern)])) {
    const { account = '', partition } = groups ?? {};
    found.set(account, { ...(partition !== undefined && { partition }), ...found.get(account), account });
  }
  return [...found.values()];
}

function inPartition({ account, partition }: Found, text: string, region: string | undefined): Home {
  const [, written] = /\barn:([\w-]+):/.exec(text) ?? [];
  return {
    account,
    partition: partition ?? (region === undefined ? (written ?? 'aws') : partitionOf(region)),
    needs: [],
  };
}

const place = /\{\{[^{}\n]*\}\}|\$\{[^{}\n]*\}/.source;
const account = `(?<account>\\d{12}|${place})`;
const number = /^(?<account>\d{12})$/g;
/** An account is the fifth part of an ARN; those of S3 have none. */
const arn = new RegExp(`\\barn:(?<partition>[\\w-]+):[\\w-]+:(?:[\\w*-]*|${place}):${account}:`, 'g');
const trailArn = new RegExp(
  `\\barn:(?<partition>[\\w-]+):cloudtrail:(?:[\\w*-]*|${place}):${account}:trail/`,
  'g',
);
const logFolder = new RegExp(`\\bAWSLogs/${account}(?=[/*])`, 'g');
