import { absent, type Fact, known, unknown } from '../../trail/fact.ts';
import type { KeyFacts } from '../../trail/key.ts';
import type { TrailFacts } from '../../trail/trail.ts';
import type { Related } from '../declaration.ts';
import { factsOfTrail } from '../declared/trail.ts';
import { environmentsAt, oneTurn, type Standing } from '../programs/callers.ts';
import { explore, quiet } from '../programs/explore.ts';
import type { Open } from '../programs/found.ts';
import type { ProgramFile, Site } from '../programs/outline.ts';
import { propertyNamed, propertyValue } from '../programs/properties.ts';
import { camelCase } from '../programs/spelling.ts';
import { literalOf, type Made, madeOf, type Place, type Value } from '../programs/value.ts';
import type { World } from '../programs/world.ts';
import { choiceOf, usualOnes } from '../worlds/choice.ts';
import { relatedTo } from '../worlds/related.ts';
import { setFromOutside } from './aspects.ts';
import { trailClasses, trailNameOf, writtenName } from './constructs.ts';
import { Effects } from './effects.ts';
import { keyOf, type TrailInProgram } from './key.ts';
import { cdk } from './library.ts';
import { classOf, propertiesOf } from './names.ts';

/** Everything a program tells of one of its trails. */
export interface TrailReading {
  /** How it is made, with everything at its default. */
  readonly made: Made;
  readonly facts: TrailFacts;
  readonly name: Fact<string>;
  /** Where its key is written; undefined where it is not. */
  readonly property: Place | undefined;
  /** The key under a name that the construct does not know. */
  readonly misspelt: Place | undefined;
  readonly related: readonly Related[];
  readonly gaveUp: string | undefined;
  /** The keys that the program makes for it, by their names. */
  readonly keys: ReadonlyMap<string, Made>;
  /** Whether an input of the class or function that makes it has a say in its key. */
  readonly dependsOnInputs: boolean;
}

/** Reads the trail that a call makes, in every world that the program allows; undefined where it makes none. */
export function readTrail(
  site: Site,
  files: readonly ProgramFile[],
  open: Open = () => new Map(),
): TrailReading | undefined {
  const { outcomes, complete } = explore({ library: cdk, files }, world =>
    readIn(site, files, world, open(world)),
  );
  const made = outcomes.flatMap(({ world, result }) =>
    result ? [{ result, key: result.key, asked: [...world.answers.asked] }] : [],
  );
  const [one] = usualOnes(made);
  if (!one) {
    return undefined;
  }
  const { facts, name } = one.result;
  const gaveUp = outcomes.find(({ world }) => world.gaveUp)?.world.gaveUp;
  const key = gaveUp ? unknown('not-understood') : choiceOf(made, complete, facts.bucketRegion);
  return {
    made: one.result.made,
    facts: { ...facts, key },
    name,
    property: one.result.property ?? made.find(({ result }) => result.property)?.result.property,
    misspelt: made.every(({ result }) => !result.property)
      ? made.find(({ result }) => result.misspelt)?.result.misspelt
      : undefined,
    gaveUp: gaveUp ?? (!complete && key.kind === 'unknown' ? 'too many combinations of inputs' : undefined),
    related: relatedTo(
      key,
      made.map(({ asked, result }) => ({ asked, inputs: result.inputs, key: () => result.keyRelated })),
    ),
    keys: new Map(
      made.flatMap(({ result: { keyMade } }) => (keyMade ? [[writtenName(keyMade), keyMade] as const] : [])),
    ),
    dependsOnInputs: made.some(({ result }) => result.dependsOnInputs),
  };
}

interface Reading {
  readonly made: Made;
  readonly key: Fact<KeyFacts>;
  readonly keyMade: Made | undefined;
  readonly keyRelated: readonly Related[];
  readonly inputs: readonly Related[];
  readonly property: Place | undefined;
  readonly misspelt: Place | undefined;
  readonly facts: Omit<TrailFacts, 'key'>;
  readonly name: Fact<string>;
  readonly dependsOnInputs: boolean;
}

function readIn(
  site: Site,
  files: readonly ProgramFile[],
  world: World,
  standing: Standing | undefined,
): Reading | undefined {
  const [environment] = standing ? environmentsAt(site, world, oneTurn, standing) : [];
  const made = environment && madeOf(environment.evaluate(site.call));
  const names = made && trailClasses[classOf(made) ?? ''];
  if (!made || !names || !standing) {
    return undefined;
  }
  // What decides whether the trail is made is not told as what decides its key.
  world.takeRelated();
  const silent = quiet(world);
  const effects = new Effects(files, world, standing);
  const properties = propertiesOf(made);
  const trail = trailInProgram(made);
  const written = names.map(name => propertyNamed(properties, name)).find(one => one !== undefined);
  const set = lastWord(made, effects);
  const value = set ? set.value : written?.get();
  const property = set?.place ?? written?.entry;
  const isOpen = !set && !written && properties.isOpen;
  const key = isOpen
    ? { facts: unknown('out-of-reach'), related: [] }
    : keyOf(
        value ?? { kind: 'nothing' },
        property ? writtenAt(property) : (names[0] ?? ''),
        trail,
        effects,
        world,
      );
  const facts =
    key.facts.kind === 'absent' && setFromOutside(files, silent) ? unknown('not-understood') : key.facts;
  const inputs = world.takeRelated();
  return {
    made,
    key: facts,
    keyMade: 'made' in key ? key.made : undefined,
    keyRelated: key.related,
    inputs,
    property,
    misspelt: [...properties.properties.values()].find(
      ({ entry }) => !names.includes(camelCase(entry.name)) && isMisspelt(entry.name),
    )?.entry,
    dependsOnInputs: inputs.some(({ kind }) => kind === 'variable-default') || isGiven(value),
    ...trailFacts(made, trail),
  };
}

function isMisspelt(name: string): boolean {
  return /^(?:kms_?(?:master_?)?key_?(?:id|arn)?|encryption_?key_?(?:id|arn)?)$/i.test(name);
}

function isGiven(value: Value | undefined): boolean {
  return value?.kind === 'given';
}

/** What the last assignment or override makes of the key; undefined where there is none. */
function lastWord(
  made: Made,
  effects: Effects,
): { readonly value: Value; readonly place: Place | undefined } | undefined {
  const assigned = effects.lastSet(made, 'kmsKeyId');
  const override = effects
    .overridesOf(made)
    .findLast(({ path }) => path === undefined || path === 'KMSKeyId');
  if (override) {
    const { path, value = { kind: 'nothing' } } = override;
    return {
      value: path === undefined ? { kind: 'unknown', cause: 'not-understood' } : value,
      place: undefined,
    };
  }
  return assigned && { value: assigned, place: undefined };
}

export function writtenAt({ file, value, range }: Place): string {
  const { start, end } = value?.range ?? range;
  return file.program.text.slice(start, end).replaceAll(/\s+/g, ' ');
}

export function trailInProgram(made: Made): TrailInProgram {
  const name = trailNameOf(made);
  return { id: made.id, name: name?.kind === 'text' ? name : undefined, bucketKey: bucketKeyOf(made) };
}

/** Whether the bucket has an S3 Bucket Key: one that the program makes has none unless it says so. */
function bucketKeyOf(made: Made): boolean | undefined {
  const properties = propertiesOf(made);
  const bucket = propertyValue(properties, 'bucket');
  if (!bucket || bucket.kind === 'nothing') {
    // The construct makes a bucket of its own.
    return properties.isOpen || classOf(made) !== 'cloudtrail.Trail' ? undefined : false;
  }
  const own = madeOf(bucket);
  if (!own || classOf(own) !== 's3.Bucket') {
    return undefined;
  }
  const settings = propertiesOf(own);
  const flag = propertyValue(settings, 'bucketKeyEnabled');
  return flag?.kind === 'plain' ? flag.value === true : flag || settings.isOpen ? undefined : false;
}

function trailFacts(made: Made, trail: TrailInProgram): Pick<Reading, 'facts' | 'name'> {
  const properties = propertiesOf(made);
  const isTemplate = classOf(made) === 'cloudtrail.CfnTrail';
  const flag = (name: string): Fact<boolean> => {
    const value = propertyValue(properties, name);
    return value?.kind === 'plain'
      ? known(value.value === true)
      : value || properties.isOpen
        ? unknown('decided-at-deployment')
        : absent;
  };
  const validation = flag(isTemplate ? 'enableLogFileValidation' : 'enableFileValidation');
  const name = literalOf(trail.name);
  const { key: _, ...facts } = factsOfTrail(absent, {
    organization: flag('isOrganizationTrail'),
    // The construct turns it on unless it is told otherwise.
    logFileValidation: isTemplate || validation.kind !== 'absent' ? validation : known(true),
    logging: isTemplate ? flag('isLogging') : known(true),
    bucketRegion: regionOfStack(made),
    bucketKey: trail.bucketKey,
  });
  return {
    name: name !== undefined ? known(name) : trail.name ? unknown('decided-at-deployment') : absent,
    facts,
  };
}

/** The Region of the stack that makes the trail, and with it its log bucket, where the stack says it. */
function regionOfStack(made: Made): string | undefined {
  const bucket = propertyValue(propertiesOf(made), 'bucket');
  const own = bucket && madeOf(bucket);
  const scope = made.args.positional[0]?.();
  const isHere = !bucket || (own && classOf(own) === 's3.Bucket');
  const stack = scope && /^core\.(?:Nested)?Stack$/.test(classOf(scope) ?? '') ? madeOf(scope) : undefined;
  const environment = stack && propertyValue(propertiesOf(stack), 'env');
  const named = environment?.kind === 'made' ? environment.args.named : environment;
  return isHere && named?.kind === 'record' ? literalOf(propertyValue(named, 'region')) : undefined;
}
