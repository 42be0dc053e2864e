import {
  accessOfTrail,
  type CloudTrailAction,
  cloudTrailStatements,
  conditionsOfTrail,
  newKeyPolicy,
  type TrailAccess,
} from '../../../../trail/keyPolicy/index.ts';
import type { Written } from '../../../formats/print.ts';
import { isFromFile, printed } from '../evaluation/value.ts';
import { trailInTemplate } from '../key.ts';
import { type Site, silentScope } from './site.ts';

/** Statements that let CloudTrail do what it lacks, for a policy in this template. */
export function statementsFor(site: Site, missing: readonly CloudTrailAction[]): readonly Written[] {
  return cloudTrailStatements(accessOf(site), missing).map(substituted);
}

/** The policy of a new key. */
export function policyFor(site: Site): Written {
  return substituted(
    newKeyPolicy({ ...accessOf(site), partition: pseudo('Partition'), keyAccount: pseudo('AccountId') }),
  );
}

/** What a statement that admits other trails has to take besides, by the key of its condition; none without a name. */
export function trailConditions(site: Site): ReadonlyMap<string, Written> {
  return new Map([...conditionsOfTrail(accessOf(site))].map(([key, value]) => [key, substituted(value)]));
}

/** What is known of the trail without any input; of one that a nested stack makes, nothing. */
export function trailAt(site: Site) {
  return site.trail.stack
    ? { name: undefined, usualName: undefined, bucketKey: undefined }
    : trailInTemplate(silentScope(site), site.resource);
}

/** For which trails the key is opened: not by a name that AWS makes up, or that is in a file that may hold anything. */
function accessOf(site: Site): TrailAccess {
  const trail = trailAt(site);
  const isNamed = trail.name?.parts.every(
    part => typeof part === 'string' || part.origin.kind !== 'resource',
  );
  const name =
    trail.name &&
    isNamed &&
    !isFromFile(trail.name) &&
    trail.name.parts.every(part => typeof part === 'string' || part.origin.kind !== 'deployment')
      ? printed(trail.name)
      : undefined;
  return accessOfTrail({
    partition: pseudo('Partition'),
    region: pseudo('Region'),
    account: pseudo('AccountId'),
    name,
    bucketKey: trail.bucketKey,
  });
}

/** Strings with variables become `Fn::Sub`, or `Ref` where there is nothing else. */
function substituted(value: unknown): Written {
  if (typeof value === 'string') {
    const only = /^\$\{([^{}]+)\}$/.exec(value)?.[1];
    return only !== undefined ? { Ref: only } : value.includes('${') ? { 'Fn::Sub': value } : value;
  }
  if (Array.isArray(value)) {
    return value.map(substituted);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, substituted(member)]))
    : String(value);
}

function pseudo(name: string): string {
  return `\${AWS::${name}}`;
}
