import { absent, type Fact, known, unknown } from '../../../trail/fact.ts';
import type { KeyFacts } from '../../../trail/key.ts';
import { meansKey } from '../../declared/misspelling.ts';
import type { Block } from '../../formats/hcl/index.ts';
import { languageTable } from '../../languageTable.ts';
import { mostInstances, thousands } from './evaluation/budget.ts';
import { lifecycleConditionsOf } from './evaluation/checks.ts';
import { Evaluator } from './evaluation/evaluator.ts';
import { rootScope, type Scope } from './evaluation/scope.ts';
import { noBindings, type ResourceValue, type Value } from './evaluation/value.ts';
import type { World } from './evaluation/world.ts';
import { type KeyUser, keyFacts } from './key/key.ts';
import { formOfKey } from './key/keyForm.ts';
import { userId } from './key/keyPolicy.ts';
import { type KeyReference, keyReference } from './key/keyReference.ts';
import { ignoresChangesOf } from './lifecycle.ts';
import { type Declared, type Module, type Resource, type Setting, settingOf } from './modules/module.ts';
import type { ModuleTree } from './modules/tree.ts';
import { userIn, writtenOf } from './writtenTrail.ts';

/** A trail and the calls that lead to it from the root; none for a trail of the root itself. */
export interface TrailPath {
  readonly calls: readonly Declared[];
  readonly trail: Resource;
}

/** What one world makes of a trail: its instances, each with its key. */
export type Instances = ReadonlyMap<string, Instance>;

export interface Instance {
  readonly reference: KeyReference;
  readonly key: Fact<KeyFacts>;
  readonly value: ResourceValue;
}

export const keyAttribute = languageTable.terraform.keyAttribute;

/** The instances of a trail in one world, through all instances of the modules that lead to it. */
export function instancesIn(
  tree: ModuleTree,
  world: World,
  root: Module,
  { calls, trail }: TrailPath,
): Instances {
  const evaluator = new Evaluator(tree, world);
  let scopes: Scope[] = [rootScope(root)];
  for (const call of calls) {
    scopes = counted(tree, scopes, scope =>
      evaluator.references
        .instances(call, `module.${call.name}`, scope)
        .items.flatMap(item => evaluator.references.callScope(call, scope, item.bindings, item.suffix) ?? []),
    );
  }
  const values = counted(tree, scopes, scope => {
    const instances = evaluator.references.instances(trail, trail.address, scope);
    // An unknown number that cannot be asked about: the trail is assumed to exist.
    const items = instances.kind === 'unknown' ? [{ suffix: '', bindings: noBindings }] : instances.items;
    return items.map(({ suffix, bindings }) => ({
      id: `${suffixesOf(scope)}${suffix}`,
      value: { kind: 'resource', scope, resource: trail, bindings } as const,
    }));
  });
  for (const { value } of values) {
    const bindings = new Map<string, Value>([...value.bindings, ['self', value]]);
    for (const condition of lifecycleConditionsOf(trail)) {
      world.require(() => evaluator.fails(condition, value.scope, bindings) !== true);
    }
  }
  world.startTracing();
  return new Map(
    values.map(({ id, value }) => {
      const reference = referenceOf(evaluator, value);
      return [id, { value, reference, key: keyIn(tree, world, reference, value) }];
    }),
  );
}

/** The instances of all scopes, as far as they are looked at. */
function counted<T>(tree: ModuleTree, scopes: readonly Scope[], make: (scope: Scope) => readonly T[]): T[] {
  const made: T[] = [];
  for (const scope of scopes) {
    made.push(...make(scope));
    if (made.length > mostInstances) {
      tree.budget.giveUp(`more than ${thousands(mostInstances)} instances`);
      return made.slice(0, mostInstances);
    }
  }
  return made;
}

function keyIn(
  tree: ModuleTree,
  world: World,
  reference: KeyReference,
  trail: ResourceValue,
): Fact<KeyFacts> {
  switch (reference.kind) {
    case 'absent':
      return absent;
    case 'unknown':
      return reference.fact;
    case 'key':
      return known({
        ...factsIn(tree, world, reference, trail),
        ...formIn(tree, reference.value, trail),
      });
  }
}

/** The key is asked first what its policy depends on: some of that the trail may depend on, too. */
function factsIn(
  tree: ModuleTree,
  world: World,
  { shown, value }: Extract<KeyReference, { kind: 'key' }>,
  trail: ResourceValue,
): KeyFacts {
  const factsFor = (user: KeyUser) => keyFacts(tree, shown, value, user, world, trail);
  const usual = writtenOf(tree, trail).user;
  const facts = factsFor(usual);
  const user = userIn(tree, trail, world);
  return userId(user) === userId(usual) ? facts : factsFor(user);
}

/** The Cloud Control provider takes ids and aliases as they are. */
function formIn(tree: ModuleTree, value: Value, { resource }: ResourceValue): Pick<KeyFacts, 'form'> {
  const form = resource.type === 'aws_cloudtrail' ? formOfKey(tree, value) : undefined;
  return form === undefined ? {} : { form };
}

function referenceOf(evaluator: Evaluator, trail: ResourceValue): KeyReference {
  const name = keyAttribute;
  if (ignoresChangesOf(trail.resource, name)) {
    return { kind: 'unknown', fact: unknown('decided-at-deployment') };
  }
  const value = evaluator.references.written(trail, name);
  if (value === undefined && !trail.resource.block.closed) {
    return { kind: 'unknown', fact: unknown('not-understood') };
  }
  return keyReference(value, writtenAt(trail.resource, name));
}

/** The expression of an attribute, as it is in its file. */
function writtenAt(resource: Resource, name: string): string {
  const setting = settingOf(resource, name);
  const range = setting?.attribute.value.range;
  return setting && range ? setting.file.hcl.text.slice(range.start, range.end) : name;
}

/** An argument that was meant for the key, where none names it: Terraform refuses one that it does not know. */
export function misspeltKey(trail: Resource): Misspelt | undefined {
  if (settingOf(trail, keyAttribute)) {
    return undefined;
  }
  return [trail, ...trail.overrides]
    .flatMap(({ block, file }) => block.body.attributes.map(attribute => ({ attribute, block, file })))
    .find(({ attribute }) => meansKey(attribute.name));
}

export interface Misspelt extends Setting {
  readonly block: Block;
}

function suffixesOf(scope: Scope): string {
  const own = /\[[^\]]*\]$/.exec(scope.path)?.[0] ?? '';
  return scope.caller ? `${suffixesOf(scope.caller.scope)}${own}` : '';
}
