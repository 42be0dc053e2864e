import { absent, type Choice, type Fact, known, unknown } from '../../trail/fact.ts';
import type { KeyFacts } from '../../trail/key.ts';
import type { TrailFacts } from '../../trail/trail.ts';
import type { Related } from '../declaration.ts';
import { itemsOf, type TreeNode, textOf } from '../formats/tree.ts';
import { isInBranch } from '../formats/yaml/engine.ts';
import { callOf } from './intrinsic.ts';
import { isFalse, keyOf, trailInTemplate, writtenIn } from './key.ts';
import type { TrailInTemplate } from './policy.ts';
import { Scope, type Surroundings } from './scope.ts';
import type { Item, Resource, Template } from './template.ts';
import { isFromFile, literalOf, unknownValue, type Value } from './value.ts';
import { defaults, explore, type Outcome, quiet, type World } from './world.ts';

export const trailType = 'AWS::CloudTrail::Trail';
export const keyProperty = 'KMSKeyId';

/** Everything a template tells of one of its trails. */
export interface TrailReading {
  readonly resource: Resource;
  readonly facts: TrailFacts;
  readonly name: Fact<string>;
  readonly nameFromFile: boolean;
  /** The property that names the key. */
  readonly property: Item | undefined;
  /** The key under a name that CloudFormation does not know. */
  readonly misspelt: Item | undefined;
  /** Parameters that are handed on as the key: `!Ref KeyArn`, alone or in a branch. */
  readonly inputs: readonly string[];
  /** What the key depends on, and the key itself. */
  readonly related: readonly Related[];
}

/** Opens the scope that a trail is evaluated in: of its own template, or of the one that nests it. */
export type OpenScope = (world: World) => Scope | undefined;

export function scopeOf(template: Template, surroundings: Surroundings): OpenScope {
  return world => new Scope(template, world, surroundings);
}

/** Reads a trail in every world that its template allows; `undefined` when it is made in none of them. */
export function readTrail(resource: Resource, open: OpenScope): TrailReading | undefined {
  const existence = explore(world => exists(resource, open(world)));
  const gates = new Set(existence.outcomes.flatMap(({ asked }) => asked.map(({ id }) => id)));
  const exploration = explore(world => readIn(resource, open(world)));
  const made = exploration.outcomes.flatMap(({ result, ...rest }) => (result ? [{ ...rest, result }] : []));
  const [first] = made;
  if (!first) {
    return undefined;
  }
  const usual = usualOnes(made, gates);
  const one = usual[0] ?? first;
  const key = choiceOf(made, usual, exploration.complete);
  return {
    resource,
    facts: { ...one.result.facts, key },
    name: one.result.name,
    nameFromFile: one.result.nameFromFile,
    property: made.find(({ result }) => result.property)?.result.property,
    misspelt: made.every(({ result }) => !result.property)
      ? made.find(({ result }) => result.misspelt)?.result.misspelt
      : undefined,
    inputs: handedOn(made),
    related: distinct(related(key, one, made)),
  };
}

interface Reading {
  readonly key: Fact<KeyFacts>;
  readonly keyRelated: readonly Related[];
  readonly inputs: readonly Related[];
  readonly parameters: ReadonlyMap<string, Item>;
  readonly facts: Omit<TrailFacts, 'key'>;
  readonly name: Fact<string>;
  readonly nameFromFile: boolean;
  readonly property: Item | undefined;
  readonly misspelt: Item | undefined;
}

function exists(resource: Resource, scope: Scope | undefined): boolean {
  const inside = scope?.within(resource);
  return inside !== undefined && inside.exists(resource) !== false;
}

function readIn(resource: Resource, scope: Scope | undefined): Reading | undefined {
  const gate = scope?.within(resource);
  if (!scope || !gate || gate.exists(resource) === false) {
    return undefined;
  }
  // A scope of its own, so that what decides whether the trail is made is not told as what decides its key.
  const inside = scope.in(scope.world).within(resource) ?? gate;
  const { entries, open } = inside.propertiesOf(resource);
  const property = entries.get(keyProperty);
  const misspelt = [...entries].find(([name]) => name !== keyProperty && isMisspelt(name))?.[1];
  // Asked first: most worlds end at a question about the key.
  const value = property && keyWritten(property, inside);
  const trail = trailInTemplate(inside, resource);
  const key = value
    ? keyOf(value, property ? writtenIn(property) : keyProperty, inside, trail)
    : { facts: open ? unknown('out-of-reach') : absent, related: [] };
  return {
    key: key.facts,
    keyRelated: key.related,
    inputs: inside.related,
    parameters: inside.template.parameters,
    property,
    misspelt,
    ...trailFacts(resource, inside, trail),
  };
}

/** What stands in a branch of the engine that makes the text may not be there. */
function keyWritten({ entry, file }: Item, scope: Scope): Value {
  return isInBranch(file.text, entry.keyRange.start)
    ? unknownValue('not-understood')
    : scope.evaluate(entry.value, file);
}

/** The parameters that stand for the key in any of its branches. */
function handedOn(made: readonly Made[]): string[] {
  const names = new Set<string>();
  const budget = { left: 2000 };
  for (const node of new Set(made.map(({ result }) => result.property?.entry.value))) {
    for (const name of node ? referencesIn(node, budget) : []) {
      if (made[0]?.result.parameters.has(name)) {
        names.add(name);
      }
    }
  }
  return [...names];
}

function referencesIn(node: TreeNode, budget: { left: number }): string[] {
  const call = callOf(node);
  if (call?.name === 'Ref') {
    return [textOf(call.argument) ?? ''];
  }
  return budget.left-- <= 0
    ? []
    : (itemsOf(call?.argument ?? node) ?? []).flatMap(item => referencesIn(item, budget));
}

function isMisspelt(name: string): boolean {
  return /^kms_?(?:master_?)?key_?(?:id|arn)?$/i.test(name);
}

function trailFacts(
  resource: Resource,
  scope: Scope,
  trail: TrailInTemplate,
): Pick<Reading, 'facts' | 'name' | 'nameFromFile'> {
  const { bucketKey } = trail;
  const silent = scope.in(defaults(scope.world));
  const { entries } = silent.propertiesOf(resource);
  const property = (name: string): Fact<string> => {
    const item = entries.get(name);
    const value = item && silent.evaluate(item.entry.value, item.file);
    const literal = value && literalOf(value);
    return !value || value.kind === 'none'
      ? absent
      : literal === undefined
        ? unknown('decided-at-deployment')
        : known(literal);
  };
  const flag = (name: string, byDefault: boolean): Fact<boolean> => {
    const fact = property(name);
    return fact.kind === 'known'
      ? known(!isFalse(fact.value))
      : fact.kind === 'absent'
        ? known(byDefault)
        : fact;
  };
  const later = unknown('decided-at-deployment');
  return {
    name: property('TrailName'),
    nameFromFile: trail.name !== undefined && isFromFile(trail.name),
    facts: {
      account: later,
      bucketRegion: later,
      bucketKey: bucketKey === undefined ? later : known(bucketKey),
      organization: flag('IsOrganizationTrail', false),
      logFileValidation: flag('EnableLogFileValidation', false),
      logging: flag('IsLogging', true),
      deliveryError: absent,
      otherTrailsUnderKey: later,
    },
  };
}

type Made = Omit<Outcome<Reading>, 'result'> & { readonly result: Reading };

/** The worlds in which everything has its default; what decides that the trail is made at all may differ. */
function usualOnes(made: readonly Made[], gates: ReadonlySet<string>): readonly Made[] {
  const atDefault = (one: Made, also: boolean) =>
    one.asked.every(
      variable =>
        !variable.hasDefault || (!also && gates.has(variable.id)) || one.world.chosen.get(variable.id) === 0,
    );
  const strict = made.filter(one => atDefault(one, true));
  return strict.length > 0 ? strict : made.filter(one => atDefault(one, false));
}

function choiceOf(made: readonly Made[], usual: readonly Made[], complete: boolean): Choice<KeyFacts> {
  const keys = made.map(({ result }) => result.key);
  const isAbsent = (fact: Fact<KeyFacts>) => fact.kind === 'absent';
  if (keys.every(isAbsent)) {
    return complete ? absent : unknown('not-understood');
  }
  const byDefault = usual.map(({ result }) => result.key);
  if (keys.some(isAbsent)) {
    // Of the trails that a loop makes, each counts.
    const leftOut = usual.some(
      ({ asked, result }) => isAbsent(result.key) && asked.every(one => one.hasDefault || one.isLoop),
    );
    return {
      kind: 'conditional',
      byDefault: leftOut ? absent : agreed(byDefault),
      branches: distinctFacts(keys),
    };
  }
  const doubtful = (byDefault.length > 0 ? byDefault : keys).find(fact => fact.kind === 'unknown');
  return doubtful ?? worst([...byDefault, ...keys]);
}

/** What all of them come to; unknown where they differ, since an input without a default decides. */
function agreed(facts: readonly Fact<KeyFacts>[]): Fact<KeyFacts> {
  const [first] = facts;
  return first && facts.every(fact => fact.kind === first.kind) ? first : unknown('decided-at-deployment');
}

/** There is a key in every case: the one that does not serve, if any, is the one to tell of. */
function worst(facts: readonly Fact<KeyFacts>[]): Fact<KeyFacts> {
  return (
    facts.find(fact => fact.kind === 'known' && isBroken(fact.value)) ??
    facts.find(fact => fact.kind === 'known') ??
    unknown('not-understood')
  );
}

function isBroken({ manager, state, spec, policy }: KeyFacts): boolean {
  return (
    (manager.kind === 'known' && manager.value === 'AWS') ||
    (state.kind === 'known' && state.value !== 'Enabled') ||
    (spec.kind === 'known' && spec.value !== 'SYMMETRIC_DEFAULT') ||
    (policy.kind === 'known' && policy.value.answer !== 'admits' && policy.value.answer !== 'cannot-tell')
  );
}

function distinctFacts(facts: readonly Fact<KeyFacts>[]): Fact<KeyFacts>[] {
  const distinct = new Map(facts.map(fact => [JSON.stringify(fact), fact]));
  return [...distinct.values()];
}

function related(key: Choice<KeyFacts>, usual: Made, made: readonly Made[]): Related[] {
  const keys = made.flatMap(({ result }) =>
    result.key.kind === 'known' && (key.kind !== 'known' || result.key.value.name === key.value.name)
      ? result.keyRelated
      : [],
  );
  const depends = key.kind === 'conditional' || key.kind === 'absent';
  return [
    ...(depends ? [...usual.result.inputs, ...made.flatMap(({ result }) => result.inputs)] : []),
    ...keys,
  ];
}

function distinct(all: readonly Related[]): Related[] {
  const place = (one: Related) => `${one.kind} ${one.uri} ${one.range.start}`;
  return all.filter((one, index) => all.findIndex(other => place(other) === place(one)) === index);
}

/** Whether the key of a trail depends on what is handed to its template. */
export function dependsOnInputs(resource: Resource, open: OpenScope): boolean {
  const { outcomes } = explore(world => {
    const inside = open(world)?.within(resource);
    const { entries } = inside?.propertiesOf(resource) ?? {};
    const property = entries?.get(keyProperty);
    if (inside && property) {
      const fresh = inside.in(quiet(world)).within(resource);
      fresh?.evaluate(property.entry.value, property.file);
      return [...inside.related, ...(fresh?.related ?? [])];
    }
    return inside?.related ?? [];
  });
  return outcomes.some(({ result }) => result.some(({ kind }) => kind === 'variable-default'));
}
