import { descriptionOfKey } from '../../../declared/newKey.ts';
import type { FixAction } from '../../../fix.ts';
import { type DeclaredKey, keysToOffer, namesCloudTrail } from '../../../fixes/declaredKeys.ts';
import { addEntries, isSpaced } from '../../../formats/edit.ts';
import type { Written } from '../../../formats/print.ts';
import {
  type Entry,
  entriesOf,
  entryOf,
  follow,
  type MapNode,
  textOf,
  valueAt,
} from '../../../formats/tree.ts';
import { resourcesNaming } from '../find.ts';
import { factsOfKey } from '../key.ts';
import type { Resource } from '../template.ts';
import { dependsOn } from './dependencies.ts';
import { changesOf, type Placed, passedParameter, placeKey } from './placement.ts';
import { openPolicy } from './policy.ts';
import {
  type FileChange,
  habitsAt,
  type Remedy,
  type Site,
  silentScope,
  takenIds,
  unusedId,
} from './site.ts';
import { policyFor, trailAt } from './statements.ts';

/** Use a key that the template declares already; one whose policy keeps CloudTrail out is opened with it. */
export function useDeclaredKeys(site: Site): Remedy[] {
  return keysToOffer(candidates(site), site.trail.declaration.facts.bucketRegion).flatMap(
    ({ key, opens, needsThought }): Remedy[] => {
      const placed = placeKey(site, { 'Fn::GetAtt': [key.id, 'Arn'] });
      const changes = placed && changesOf(site, placed);
      const opened: readonly (readonly FileChange[])[] = opens ? openPolicy(site, key) : [[]];
      return changes
        ? opened.map(more => ({
            action: declaredAction(site, key.id, needsThought),
            needsThought,
            changes: [...changes, ...more],
          }))
        : [];
    },
  );
}

/**
 * A new key with the policy that CloudTrail needs, rotation and an alias, after the trail; it is created only where the
 * trail is and where no key is given. Its log files need it as long as they are kept: it stays when the stack goes.
 */
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
  const gate = placed && gateOf(site, key, placed);
  const changes = placed && gate && changesOf(site, placed, gate.declared);
  if (!changes) {
    return [];
  }
  const entries = resourcesOfKey(site, { key, alias, base, condition: gate.name });
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
  return [{ action: { kind: 'add-key', key }, changes: [...changes, { file, edits }] }];
}

/** A key and its alias as resources, by their ids. `base` is the id of the trail, in letters and digits. */
function resourcesOfKey(
  site: Site,
  {
    key,
    alias,
    base,
    condition,
  }: {
    readonly key: string;
    readonly alias: string;
    readonly base: string;
    readonly condition: string | undefined;
  },
): readonly [string, Written][] {
  const only = condition === undefined ? {} : { Condition: condition };
  return [
    [
      key,
      {
        Type: 'AWS::KMS::Key',
        ...only,
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
        Properties: {
          Description: descriptionOfKey(base),
          EnableKeyRotation: true,
          KeyPolicy: policyFor(site),
        },
      },
    ],
    [
      alias,
      {
        Type: 'AWS::KMS::Alias',
        ...only,
        Properties: {
          AliasName: { 'Fn::Sub': `alias/\${AWS::StackName}-${dashed(base)}` },
          TargetKeyId: { Ref: key },
        },
      },
    ],
  ];
}

/** The condition of a new key by its name, and the one that has to be declared for it; undefined where none can say it. */
function gateOf(
  { resource, template }: Site,
  key: string,
  { when }: Placed,
): { readonly name: string | undefined; readonly declared: Placed['conditions'] } | undefined {
  const ofTrail = textOf(valueAt(resource.body, 'Condition'));
  if (when === 'always') {
    return { name: ofTrail, declared: [] };
  }
  if (when === undefined) {
    return undefined;
  }
  const known = ofTrail === undefined ? conditionNamed(when) : undefined;
  const name = known ?? unusedId(`Creates${key}`, new Set(template.conditions.keys()));
  const condition: Written = ofTrail === undefined ? when : { 'Fn::And': [{ Condition: ofTrail }, when] };
  return { name, declared: known === undefined ? [[name, condition]] : [] };
}

function conditionNamed(when: Written): string | undefined {
  const [[name, value] = []] = typeof when === 'object' ? Object.entries(when) : [];
  return name === 'Condition' && typeof value === 'string' ? value : undefined;
}

/** After the trail, outside the loops it may be in: one key serves all of them. */
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
  const changes = placed && changesOf(site, placed);
  return keyArn !== undefined && changes ? [{ action: { kind: 'use-key-arn', arn: keyArn }, changes }] : [];
}

/** Keys of the template that are there whenever the trail is, and before it. */
function candidates(site: Site): readonly DeclaredKey<Resource>[] {
  const condition = textOf(valueAt(site.resource.body, 'Condition'));
  const current = site.trail.declaration.facts.key;
  const named = current.kind === 'known' ? current.value.name : undefined;
  return resourcesNaming(site.template, 'AWS::KMS::').flatMap(resource => {
    const gate = textOf(valueAt(resource.body, 'Condition'));
    if (
      (resource.type !== 'AWS::KMS::Key' && resource.type !== 'AWS::KMS::ReplicaKey') ||
      resource.loops.length > 0 ||
      resource.id === named ||
      (gate !== undefined && gate !== condition) ||
      dependsOn(site.template, resource.id, site.resource.id)
    ) {
      return [];
    }
    const { facts } = factsOfKey(resource, silentScope(site), trailAt(site));
    const policy = entryOf(valueAt(resource.body, 'Properties'), 'KeyPolicy');
    const written = policy ? resource.file.text.slice(policy.range.start, policy.range.end) : '';
    return facts.kind === 'known'
      ? [{ key: resource, facts: facts.value, name: resource.id, namesCloudTrail: namesCloudTrail(written) }]
      : [];
  });
}

function declaredAction(site: Site, key: string, everybody: boolean): FixAction {
  const variable = site.trail.stack ? passedParameter(site) : undefined;
  return variable === undefined
    ? { kind: 'use-declared-key', key, ...(everybody && { everybody }) }
    : { kind: 'pass-variable', module: site.resource.id, variable, key };
}

/** `AuditTrail` → `audit-trail`. */
function dashed(id: string): string {
  return id.replace(/(?<=[a-z0-9])(?=[A-Z][a-z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '-').toLowerCase();
}
