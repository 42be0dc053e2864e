import { parseDocument } from 'yaml';
import { type Example, type Json, partitionOf, type WrittenKey, type WrittenTrail } from './writtenKeys.ts';

/** Keys that tasks of a playbook create with a policy of literals, and the trails that name what these tasks register. */
export function keysInPlaybook(text: string, { region, account }: Example): readonly WrittenKey[] {
  const document = parseDocument(text, { logLevel: 'silent' });
  const tasks = document.errors.length === 0 ? mapsIn(document.toJS()) : [];
  const trails = tasks.flatMap(task => {
    const written = mapOf(task['amazon.aws.cloudtrail'] ?? task['amazon.cloud.cloudtrail_trail']);
    const key = /(\w+)\.key_arn/.exec(String(written['kms_key_id']))?.[1];
    const properties = mapOf(filledIn(written));
    const name = String(properties['name'] ?? properties['trail_name']);
    const home = String(properties['region'] ?? region);
    const arn = `arn:${partitionOf(home)}:cloudtrail:${home}:${account}:trail/${name}`;
    return key === undefined || /\{\{/.test(arn) ? [] : [{ key, trail: name, arn, owner: account }];
  });
  return tasks.flatMap(task => {
    const policy = mapOf(filledIn(task['amazon.aws.kms_key']))['policy'];
    const json = typeof policy === 'object' ? JSON.stringify(policy) : String(policy);
    const key = String(task['register']);
    return !json.startsWith('{') || json.startsWith('{{') || json.includes('{{')
      ? []
      : [{ key, account, policy: json, trails: trails.filter(one => one.key === key).map(trailOf) }];
  });

  /** Expressions put into literals: the account that runs the play, its partition, a Region. */
  function filledIn(value: Json): Json {
    if (Array.isArray(value)) {
      return value.map(filledIn);
    }
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, filledIn(item)]));
    }
    return typeof value === 'string'
      ? value
          .replaceAll(/\{\{ \w+\.account \}\}/g, account)
          .replaceAll(/\{\{ \w+\.arn\.split\(':'\)\[1\] \}\}/g, 'aws')
          .replaceAll(/\{\{ \w*region \}\}/g, region)
      : value;
  }
}

function trailOf({ trail, arn, owner }: WrittenTrail): WrittenTrail {
  return { trail, arn, owner };
}

/** Every map of a text, for each may be a task. */
function mapsIn(value: Json): readonly Readonly<Record<string, Json>>[] {
  if (Array.isArray(value)) {
    return value.flatMap(mapsIn);
  }
  const map = mapOf(value);
  return [map, ...Object.values(map).flatMap(mapsIn)];
}

function mapOf(value: Json): Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, Json>>)
    : {};
}
