import { onceFor } from '../../../base/onceFor.ts';
import { absent, type Fact, knownValue, unknown } from '../../../trail/fact.ts';
import { nameLike, type PolicyRequest } from '../../../trail/keyPolicy/index.ts';
import type { TrailFacts } from '../../../trail/trail.ts';
import type { Related } from '../../declaration.ts';
import { meansKey } from '../../declared/misspelling.ts';
import { factsOfTrail } from '../../declared/trail.ts';
import { languageTable } from '../../languageTable.ts';
import { choiceOf, unexplored, usualOnes } from '../../worlds/choice.ts';
import { explore } from '../../worlds/explore.ts';
import { relatedTo } from '../../worlds/related.ts';
import { type Argument, type Arguments, argumentsOf } from './arguments.ts';
import { Evaluator, type Place } from './evaluation/evaluator.ts';
import { literalOf, notUnderstood, outOfReach, printed, text, type Value } from './evaluation/value.ts';
import { World } from './evaluation/world.ts';
import { flagFact, type KeyOfTrail, keyOf, textFact } from './key.ts';
import { bucketModules, cloudControlTrail, isTrailModule } from './modules.ts';
import { regionOf } from './region.ts';
import type { Flow, Step } from './step.ts';

export const keyArgument = languageTable.ansible.keyAttribute;

/** Everything that a task says of the trail that it creates. */
export interface TrailReading {
  readonly facts: TrailFacts;
  readonly name: Fact<string>;
  /** The argument that names the key. */
  readonly argument: Argument | undefined;
  readonly misspelt: Argument | undefined;
  /** Variables that have a say and come from outside of the role or file. */
  readonly inputs: ReadonlySet<string>;
  readonly related: readonly Related[];
  readonly gaveUp: string | undefined;
}

/** The trails that a task creates: one for each item of its loop. `index` is absent where there is no loop. */
export interface Instance {
  readonly step: Step;
  readonly index?: number;
  readonly item?: Value;
}

/** More items than this are taken as one. */
const mostItems = 50;

export function instancesOf(step: Step, flow: Flow): readonly Instance[] {
  const items = new Evaluator(flow, new World().byDefault).items(step);
  if (items === undefined || items === 'open' || items.length > mostItems) {
    return [{ step }];
  }
  return items.map((item, index) => ({ step, index, item }));
}

/** Reads a trail in every world that the code allows; undefined when it is created in none of them. */
export function readTrail(instance: Instance, flow: Flow): TrailReading | undefined {
  const inputs = new Set<string>();
  const { outcomes, refused, complete } = explore(
    answers => new World(answers),
    world => readIn(instance, flow, world, inputs),
  );
  // Where each play fails that the code allows, an input is required that is not visible here.
  const isRefused = outcomes.every(({ result }) => !result) && refused.some(({ result }) => result);
  const worlds = isRefused ? refused : outcomes;
  const made = worlds.flatMap(({ world, result }) =>
    result ? [{ result, key: result.key.facts, asked: [...world.answers.asked] }] : [],
  );
  const [one] = usualOnes(made);
  if (!one) {
    return undefined;
  }
  const { facts, name } = one.result;
  const gaveUp = worlds.find(({ world }) => world.gaveUp)?.world.gaveUp ?? flow.gaveUp;
  const key = gaveUp || isRefused ? unknown('not-understood') : choiceOf(made, complete, facts.bucketRegion);
  return {
    facts: { ...facts, key },
    name,
    argument: made.find(({ result }) => result.argument)?.result.argument,
    misspelt: made.every(({ result }) => !result.argument)
      ? made.find(({ result }) => result.misspelt)?.result.misspelt
      : undefined,
    inputs,
    gaveUp: gaveUp ?? unexplored(key, complete),
    related: relatedTo(
      key,
      made.map(({ asked, result }) => ({ asked, inputs: result.related, key: () => result.key.related })),
    ),
  };
}

/** What is known of a trail, for those who judge a key for it. */
export function requestOf({ step, item }: Instance, flow: Flow): PolicyRequest {
  const usual = new Evaluator(flow, new World().byDefault);
  const place = item ? { step, item } : { step };
  const told = argumentsOf(step, usual, place);
  return requestFor(place, told, nameOfTrail(step, told), usual);
}

interface Reading {
  readonly key: KeyOfTrail;
  readonly facts: Omit<TrailFacts, 'key'>;
  readonly name: Fact<string>;
  readonly argument: Argument | undefined;
  readonly misspelt: Argument | undefined;
  readonly related: readonly Related[];
}

function readIn(instance: Instance, flow: Flow, world: World, inputs: Set<string>): Reading | undefined {
  const gate = new Evaluator(flow, world);
  const { step } = instance;
  const place = placeOf(instance, gate);
  if (!place || gate.runs(place) === false) {
    return undefined;
  }
  // What the task says beside the key is read with the defaults: the name of a trail opens no worlds.
  const usual = new Evaluator(flow, world.byDefault);
  const told = argumentsOf(step, usual, place);
  if (!declares(step, told)) {
    return undefined;
  }
  const before = world.related.length;
  const evaluator = new Evaluator(flow, world);
  const own = argumentsOf(step, evaluator, place);
  const argument = own.all.get(keyArgument);
  const misspelt = [...own.all].find(
    ([name, { entry }]) => entry && name !== keyArgument && meansKey(name),
  )?.[1];
  const name = nameOfTrail(step, told);
  const request = requestFor(place, told, name, usual);
  const value = argument?.value ?? (own.isOpen ? outOfReach : undefined);
  const written: KeyOfTrail = value ? keyOf(value, evaluator, request) : { facts: absent, related: [] };
  const isSent = written.facts.kind !== 'absent' || literalOf(value) === '';
  const key = isSent ? written : (keptKey(step, name, evaluator, request) ?? written);
  evaluator.check(step);
  for (const input of evaluator.inputs) {
    inputs.add(input);
  }
  return {
    key,
    argument,
    misspelt,
    related: world.related.slice(before),
    name: textFact(name),
    facts: factsOf(step, told, usual, request),
  };
}

/** A task that sends no key leaves the trail the one that another task gives it. */
function keptKey(
  step: Step,
  name: Value,
  evaluator: Evaluator,
  request: PolicyRequest,
): KeyOfTrail | undefined {
  const others = trailsNamed(name, evaluator.flow).filter(
    other => other !== step && evaluator.runs({ step: other }) !== false,
  );
  const earlier = others.filter(({ index }) => index < step.index).toReversed();
  for (const other of [...earlier, ...others.filter(({ index }) => index > step.index)]) {
    const told = argumentsOf(other, evaluator, { step: other });
    const value = declares(other, told) ? told.all.get(keyArgument)?.value : undefined;
    if (value) {
      const key = keyOf(value, evaluator, request);
      return key.facts.kind === 'absent' ? undefined : key;
    }
  }
  return undefined;
}

/** The tasks that name a key for the trail of a name; those of a loop are left out. */
function trailsNamed(name: Value, flow: Flow): readonly Step[] {
  return name.kind === 'text' ? (trailsByName(flow).get(printed(name)) ?? []) : [];
}

const trailsByName = onceFor(namesIn);

function namesIn(flow: Flow): ReadonlyMap<string, readonly Step[]> {
  const evaluator = new Evaluator(flow, new World().byDefault);
  const names = new Map<string, Step[]>();
  for (const step of flow.steps.filter(({ module }) => isTrailModule(module))) {
    const told = argumentsOf(step, evaluator, { step });
    const isLooped = evaluator.items(step) !== undefined;
    const name = isLooped || !told.all.has(keyArgument) ? notUnderstood : nameOfTrail(step, told);
    if (name.kind === 'text') {
      names.set(printed(name), [...(names.get(printed(name)) ?? []), step].slice(0, mostItems));
    }
  }
  return names;
}

function placeOf({ step, index, item }: Instance, evaluator: Evaluator): Place | undefined {
  if (index === undefined) {
    return { step };
  }
  const items = evaluator.items(step);
  const here = items === 'open' ? item : items?.[index];
  return here && { step, item: here };
}

/** `absent` and `disabled` take a trail away, or only stop it; what asks about a trail declares none either. */
function declares(step: Step, { all }: Arguments): boolean {
  const state = literalOf(all.get('state')?.value);
  return (
    state === undefined || state === 'present' || (state === 'enabled' && !cloudControlTrail.has(step.module))
  );
}

/** Without a name the module takes its own default (documentation of amazon.aws.cloudtrail). */
function nameOfTrail(step: Step, { all, isOpen }: Arguments): Value {
  const isCloudControl = cloudControlTrail.has(step.module);
  const argument = all.get(isCloudControl ? 'trail_name' : 'name');
  return argument?.value ?? (isCloudControl ? notUnderstood : isOpen ? outOfReach : text('default'));
}

function requestFor(place: Place, given: Arguments, name: Value, usual: Evaluator): PolicyRequest {
  const region = regionOf(place, usual.flow);
  return {
    trailArn: undefined,
    trail: {
      ...(name.kind === 'text' && name.parts.length > 0 && { name: nameLike(name.parts) }),
      ...(region.kind === 'known' && { region: region.value }),
    },
    bucketKey: flagIn(bucketOf(given.all, usual)?.told, 'bucket_key_enabled', usual),
  };
}

function factsOf(
  step: Step,
  { all, isOpen }: Arguments,
  usual: Evaluator,
  { bucketKey }: PolicyRequest,
): Omit<TrailFacts, 'key'> {
  const flag = (name: string) => flagFact(all.get(name)?.value, usual, isOpen);
  const isCloudControl = cloudControlTrail.has(step.module);
  const bucket = bucketOf(all, usual);
  const { key: _, ...facts } = factsOfTrail(absent, {
    organization: isCloudControl ? flag('is_organization_trail') : absent,
    logFileValidation: flag('enable_log_file_validation'),
    logging: flag(isCloudControl ? 'is_logging' : 'enable_logging'),
    bucketRegion: bucket && knownValue(regionOf({ step: bucket.step }, usual.flow)),
    bucketKey,
  });
  return facts;
}

/** The task that creates the log bucket. */
function bucketOf(
  all: Arguments['all'],
  usual: Evaluator,
): { readonly step: Step; readonly told: Arguments } | undefined {
  const name = all.get('s3_bucket_name')?.value;
  if (name?.kind !== 'text') {
    return undefined;
  }
  for (const step of usual.flow.steps.filter(({ module }) => bucketModules.has(module)).slice(0, mostItems)) {
    const told = argumentsOf(step, usual, { step });
    const other = (told.all.get('name') ?? told.all.get('bucket'))?.value;
    if (other?.kind === 'text' && printed(other) === printed(name)) {
      return { step, told };
    }
  }
  return undefined;
}

function flagIn(told: Arguments | undefined, name: string, usual: Evaluator): boolean | undefined {
  const fact = flagFact(told?.all.get(name)?.value, usual);
  return fact.kind === 'known' ? fact.value : undefined;
}
