import { absent, type Fact, unknown } from '../../../trail/fact.ts';
import type { KeyFacts } from '../../../trail/key.ts';
import type { TrailFacts } from '../../../trail/trail.ts';
import { isInput, type Related } from '../../declaration.ts';
import { meansKey } from '../../declared/misspelling.ts';
import { factsOfTrail } from '../../declared/trail.ts';
import { itemsOf, type TreeNode, textOf } from '../../formats/tree.ts';
import { isInBranch } from '../../formats/yaml/engine.ts';
import { languageTable } from '../../languageTable.ts';
import { choiceOf, unexplored, usualOnes } from '../../worlds/choice.ts';
import { relatedTo } from '../../worlds/related.ts';
import { callOf } from './evaluation/intrinsic.ts';
import { Scope, type Surroundings } from './evaluation/scope.ts';
import { isFromFile, unknownValue, type Value } from './evaluation/value.ts';
import { defaults, explore, quiet, type World } from './evaluation/world.ts';
import { keyOf, trailInTemplate, writtenIn } from './key.ts';
import type { TrailInTemplate } from './policy.ts';
import { propertyFacts } from './propertyFacts.ts';
import type { Item, Resource, Template } from './template.ts';

export const trailType = 'AWS::CloudTrail::Trail';
export const keyProperty = languageTable.cloudformation.keyAttribute;

/** Everything a template says of one of its trails. */
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
  /** Why the key is not known, where evaluation went past its budget. */
  readonly gaveUp: string | undefined;
}

/** Opens the scope that a trail is evaluated in: of its own template, or of the one that nests it. */
export type OpenScope = (world: World) => Scope | undefined;

export function scopeOf(template: Template, surroundings: Surroundings): OpenScope {
  return world => new Scope(template, world, surroundings);
}

/** Opens the template of a nested stack, with what the stack passes; `undefined` if the stack is not created. */
export function insideStack(stack: Resource, outer: OpenScope): OpenScope {
  return world => {
    const scope = outer(world)?.within(stack);
    return scope && scope.exists(stack) !== false ? scope.nested(stack) : undefined;
  };
}

/** Reads a trail in every world that its template allows; `undefined` if it is created in none of them. */
export function readTrail(resource: Resource, open: OpenScope): TrailReading | undefined {
  const { outcomes, complete } = explore(world => readIn(resource, open(world)));
  const made = outcomes.flatMap(({ world, result }) =>
    result ? [{ result, key: result.key, asked: [...world.answers.asked] }] : [],
  );
  const [one] = usualOnes(made);
  if (!one) {
    return undefined;
  }
  const { facts, name, nameFromFile } = one.result;
  const gaveUp = outcomes.find(({ world }) => world.gaveUp)?.world.gaveUp;
  const key = gaveUp ? unknown('not-understood') : choiceOf(made, complete, facts.bucketRegion);
  return {
    resource,
    facts: { ...facts, key },
    name,
    nameFromFile,
    property: made.find(({ result }) => result.property)?.result.property,
    misspelt: made.every(({ result }) => !result.property)
      ? made.find(({ result }) => result.misspelt)?.result.misspelt
      : undefined,
    inputs: handedOn(made),
    gaveUp: gaveUp ?? unexplored(key, complete),
    related: relatedTo(
      key,
      made.map(({ asked, result }) => ({ asked, inputs: result.inputs, key: () => result.keyRelated })),
    ),
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

function readIn(resource: Resource, scope: Scope | undefined): Reading | undefined {
  const gate = scope?.within(resource);
  if (!scope || !gate || gate.exists(resource) === false) {
    return undefined;
  }
  // A scope of its own, so that what decides whether the trail is created is not reported as what decides its key.
  const inside = scope.in(scope.world).within(resource) ?? gate;
  const { entries, open } = inside.propertiesOf(resource);
  const property = entries.get(keyProperty);
  const misspelt = [...entries].find(([name]) => name !== keyProperty && meansKey(name))?.[1];
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

/** What is in a branch of the engine that makes the text may not be there. */
function keyWritten({ entry, file }: Item, scope: Scope): Value {
  return isInBranch(file.text, entry.keyRange.start)
    ? unknownValue('not-understood')
    : scope.evaluate(entry.value, file);
}

/** The parameters that stand for the key in any of its branches. */
function handedOn(made: readonly { readonly result: Reading }[]): string[] {
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

function trailFacts(
  resource: Resource,
  scope: Scope,
  trail: TrailInTemplate,
): Pick<Reading, 'facts' | 'name' | 'nameFromFile'> {
  const { bucketKey } = trail;
  const { text, flag } = propertyFacts(scope.in(defaults(scope.world)), resource);
  return {
    name: text('TrailName'),
    nameFromFile: trail.name !== undefined && isFromFile(trail.name),
    facts: factsOfTrail(absent, {
      organization: flag('IsOrganizationTrail'),
      logFileValidation: flag('EnableLogFileValidation'),
      logging: flag('IsLogging'),
      bucketRegion: undefined,
      bucketKey,
    }),
  };
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
  return outcomes.some(({ result }) => result.some(isInput));
}
