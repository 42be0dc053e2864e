import { knownValue } from '../../../trail/fact.ts';
import { addEntries } from '../../formats/edit.ts';
import type { Written } from '../../formats/print.ts';
import { type Entry, entriesOf, follow, type MapNode, textOf, valueAt } from '../../formats/tree.ts';
import { resourcesNaming } from '../find.ts';
import { factsOfKey } from '../key.ts';
import type { Resource } from '../template.ts';
import { dependsOn } from './dependencies.ts';
import { passedParameter, placeKey } from './placement.ts';
import { extendPolicy } from './policy.ts';
import { habitsAt, isSpaced, type Remedy, type Site, silentScope, takenIds, unusedId } from './site.ts';
import { policyFor, trailAt } from './statements.ts';

/** Use a key that the template declares already; one whose policy keeps CloudTrail out is opened with it. */
export function useDeclaredKeys(site: Site): Remedy[] {
  const isRotated = (key: Resource) => {
    const { facts } = factsOfKey(key, silentScope(site), trailAt(site));
    return facts.kind === 'known' && knownValue(facts.value.rotation) !== false;
  };
  const keys = candidates(site).toSorted((left, right) => Number(isRotated(right)) - Number(isRotated(left)));
  return keys.flatMap((key): Remedy[] => {
    const placed = placeKey(site, { 'Fn::GetAtt': [key.id, 'Arn'] });
    const facts = factsOfKey(key, silentScope(site), trailAt(site)).facts;
    const policy = facts.kind === 'known' ? knownValue(facts.value.policy) : undefined;
    const refuses = policy?.answer === 'does-not-admit';
    const opened = refuses ? extendPolicy(site, key) : [];
    return placed && opened
      ? [{ action: action(site, key.id, 'use-declared-key'), changes: [...placed, ...opened] }]
      : [];
  });
}

/** A new key with the policy that CloudTrail needs, rotation and an alias, behind the trail. */
export function addKey(site: Site): Remedy[] {
  const { resource, template } = site;
  const place = placeOfKey(site);
  if (!place) {
    return [];
  }
  const taken = takenIds(template);
  const base = resource.id.replace(/[^A-Za-z0-9]/g, '');
  const key = unusedId(`${base}Key`, taken);
  const alias = unusedId(`${key}Alias`, taken);
  const placed = placeKey(site, { 'Fn::GetAtt': [key, 'Arn'] });
  if (!placed) {
    return [];
  }
  const condition = textOf(valueAt(resource.body, 'Condition'));
  const gate: { readonly [name: string]: Written } = condition === undefined ? {} : { Condition: condition };
  const entries: [string, Written][] = [
    [
      key,
      {
        Type: 'AWS::KMS::Key',
        ...gate,
        Properties: {
          Description: `Encrypts the CloudTrail log files of ${base}`,
          EnableKeyRotation: true,
          KeyPolicy: policyFor(site),
        },
      },
    ],
    [
      alias,
      {
        Type: 'AWS::KMS::Alias',
        ...gate,
        Properties: {
          AliasName: { 'Fn::Sub': `alias/\${AWS::StackName}-${dashed(base)}` },
          TargetKeyId: { Ref: key },
        },
      },
    ],
  ];
  const { file } = resource;
  const habits = habitsAt(file, resource.entry);
  const edits = addEntries(
    file.text,
    place.section,
    entries,
    habits,
    place.behind,
    isSpaced(file.text, resource.section),
  );
  return [{ action: action(site, key, 'add-key'), changes: [...placed, { file, edits }] }];
}

/** Behind the trail, outside the loops it may stand in: one key serves all of them. */
function placeOfKey({ resource, template }: Site): { section: MapNode; behind: Entry } | undefined {
  const section = follow(resource.section);
  if (resource.loops.length === 0) {
    return section.kind === 'map' ? { section, behind: resource.entry } : undefined;
  }
  const outer = template.root && valueAt(template.root, 'Resources');
  const behind = outer && entriesOf(outer).find(entry => entry.key === resource.loops[0]?.name);
  return outer?.kind === 'map' && behind ? { section: outer, behind } : undefined;
}

/** The ARN from the settings, or picked from AWS. */
export function useKeyArn(site: Site): Remedy[] {
  const { keyArn } = site.context;
  const placed = keyArn === undefined ? undefined : placeKey(site, keyArn);
  return keyArn !== undefined && placed
    ? [{ action: { kind: 'use-key-arn', arn: keyArn }, changes: placed }]
    : [];
}

/** Keys of the template that may serve: made whenever the trail is and before it, and neither disabled nor of another kind. */
function candidates(site: Site): readonly Resource[] {
  const condition = textOf(valueAt(site.resource.body, 'Condition'));
  const current = site.trail.declaration.facts.key;
  const named = current.kind === 'known' ? current.value.name : undefined;
  return resourcesNaming(site.template, 'AWS::KMS::').filter(resource => {
    const gate = textOf(valueAt(resource.body, 'Condition'));
    if (
      (resource.type !== 'AWS::KMS::Key' && resource.type !== 'AWS::KMS::ReplicaKey') ||
      resource.loops.length > 0 ||
      resource.id === named ||
      (gate !== undefined && gate !== condition) ||
      dependsOn(site.template, resource.id, site.resource.id)
    ) {
      return false;
    }
    const { facts } = factsOfKey(resource, silentScope(site), trailAt(site));
    if (facts.kind !== 'known') {
      return false;
    }
    const { state, spec, usage, policy } = facts.value;
    return (
      knownValue(state) !== 'Disabled' &&
      (knownValue(spec) ?? 'SYMMETRIC_DEFAULT') === 'SYMMETRIC_DEFAULT' &&
      (knownValue(usage) ?? 'ENCRYPT_DECRYPT') === 'ENCRYPT_DECRYPT' &&
      knownValue(policy)?.answer !== 'denies'
    );
  });
}

function action(site: Site, key: string, kind: 'use-declared-key' | 'add-key'): Remedy['action'] {
  const variable = site.trail.stack && passedParameter(site);
  return variable === undefined || kind === 'add-key'
    ? { kind, key }
    : { kind: 'pass-variable', module: site.resource.id, variable, key };
}

/** `AuditTrail` → `audit-trail`. */
function dashed(id: string): string {
  return id.replace(/(?<=[a-z0-9])(?=[A-Z][a-z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '-').toLowerCase();
}
