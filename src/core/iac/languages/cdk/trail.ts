import { absent, known, knownValue, unknown } from '../../../trail/fact.ts';
import { isInput } from '../../declaration.ts';
import { writtenRegion } from '../../declared/region.ts';
import { factsOfTrail } from '../../declared/trail.ts';
import { isHandedIn } from '../programs/aliases.ts';
import { always } from '../programs/always.ts';
import { environmentsOfObjects } from '../programs/evaluation/creations.ts';
import { quiet } from '../programs/evaluation/explore.ts';
import type { Library } from '../programs/evaluation/library.ts';
import { propertyNamed, propertyValue } from '../programs/evaluation/properties.ts';
import {
  literalOf,
  type Made,
  madeOf,
  nothing,
  type Place,
  type Value,
} from '../programs/evaluation/value.ts';
import type { World } from '../programs/evaluation/world.ts';
import { flagIn, type KeyInProgram } from '../programs/facts.ts';
import type { Open } from '../programs/found.ts';
import type { ProgramFile, Site } from '../programs/outline/outline.ts';
import { writtenIn } from '../programs/places.ts';
import {
  inputsOf,
  madeAt,
  misspeltIn,
  readInWorlds,
  type TrailInWorld,
  type TrailReading,
} from '../programs/trailReading.ts';
import { setFromOutside } from './aspects.ts';
import { stacksOf, trailClasses, trailNameOf } from './constructs.ts';
import { Effects } from './effects.ts';
import { keyOf, type TrailInProgram } from './key.ts';
import { classOf, propertiesOf } from './names.ts';

/** Reads the trail that a call makes, in every world that the program allows; undefined where it makes none. */
export function readTrail(
  library: Library,
  site: Site,
  files: readonly ProgramFile[],
  open: Open = () => new Map(),
): TrailReading | undefined {
  return readInWorlds({ library, files }, world => readIn(site, files, world, open))?.reading;
}

function readIn(
  site: Site,
  files: readonly ProgramFile[],
  world: World,
  open: Open,
): TrailInWorld | undefined {
  const { made, standing } = madeAt(site, world, open) ?? {};
  const names = made && trailClasses[classOf(made) ?? ''];
  if (!made || !names || !standing) {
    return undefined;
  }
  const silent = quiet(world);
  const effects = new Effects(files, world, standing);
  const properties = propertiesOf(made);
  const { value, property, isOpen } = givenKey(made, names, effects);
  const ofValue = world.takeNoted();
  const trail = trailInProgram(made);
  const key: KeyInProgram = isOpen
    ? { facts: unknown('out-of-reach'), related: [] }
    : keyOf(value, property ? writtenIn(property) : (names[0] ?? ''), trail, effects);
  const facts =
    key.facts.kind === 'absent' && setFromOutside(files, silent) ? unknown('not-understood') : key.facts;
  const inputs = inputsOf(key.facts, ofValue, world.takeNoted());
  return {
    made,
    key: facts,
    keyMade: key.made,
    keyRelated: key.related,
    inputs,
    property: property?.isSpread ? undefined : property,
    misspelt: misspeltIn(properties, names),
    dependsOnInputs: inputs.some(({ related }) => isInput(related)) || isHandedIn(value),
    name: nameOf(trail),
    facts: () => trailFacts(made, trail, () => regionOfObjects(made, site, facts, effects)),
  };
}

/** What a trail is given for its key, by the call that makes it or later. */
function givenKey(
  made: Made,
  names: readonly string[],
  effects: Effects,
): { readonly value: Value; readonly property: Place | undefined; readonly isOpen: boolean } {
  const properties = propertiesOf(made);
  const written = names.map(name => propertyNamed(properties, name)).find(one => one !== undefined);
  const set = effects.lastWord(made, 'kmsKeyId', 'KMSKeyId');
  const value = set ?? written?.get() ?? nothing;
  return { value, property: written?.entry, isOpen: !set && !written && properties.isOpen };
}

export function trailInProgram(made: Made): TrailInProgram {
  const name = trailNameOf(made);
  return {
    id: made.id,
    // Asked for where an alias is: to look for all objects of a class asks much.
    get stacks() {
      return stacksOf(made);
    },
    name: name?.kind === 'text' ? name : undefined,
    bucketKey: bucketKeyOf(made),
  };
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

function nameOf({ name }: TrailInProgram): TrailInWorld['name'] {
  const literal = literalOf(name);
  return literal !== undefined ? known(literal) : name ? unknown('decided-at-deployment') : absent;
}

function trailFacts(
  made: Made,
  trail: TrailInProgram,
  ofObjects: () => string | undefined,
): ReturnType<TrailInWorld['facts']> {
  const properties = propertiesOf(made);
  const isTemplate = classOf(made) === 'cloudtrail.CfnTrail';
  const validation = flagIn(properties, isTemplate ? 'enableLogFileValidation' : 'enableFileValidation');
  const { key: _, ...facts } = factsOfTrail(absent, {
    organization: flagIn(properties, 'isOrganizationTrail'),
    // The construct turns it on unless it is set otherwise.
    logFileValidation: isTemplate || validation.kind !== 'absent' ? validation : known(true),
    logging: isTemplate ? flagIn(properties, 'isLogging') : known(true),
    bucketRegion: always(made, regionOfStack) ?? ofObjects(),
    bucketKey: trail.bucketKey,
  });
  return facts;
}

/**
 * The Region of all stacks that the program makes of the class that makes the trail. Where they are of several, that of one in
 * which the key is of another Region: each of them is deployed.
 */
function regionOfObjects(
  made: Made,
  site: Site,
  key: TrailInWorld['key'],
  effects: Effects,
): string | undefined {
  const ofKey = regionOfKey(key);
  if (ofKey === undefined) {
    // There is nothing to compare, and to look for all objects of a class asks much.
    return undefined;
  }
  const objects = environmentsOfObjects(site, made.environment.world, new Map())
    .flatMap(one => madeOf(one.evaluate(site.call)) ?? [])
    .filter(({ id }) => id !== made.id);
  const regions = objects.map(regionOfStack);
  const [first, ...others] = regions;
  if (others.every(one => one === first)) {
    return first;
  }
  const apart = objects.findIndex((one, index) => {
    const { value } = givenKey(one, trailClasses[classOf(one) ?? ''] ?? [], effects);
    const own = regionOfKey(keyOf(value, '', trailInProgram(one), effects).facts);
    return own === ofKey && regions[index] !== undefined && regions[index] !== own;
  });
  return regions[apart];
}

function regionOfKey(key: TrailInWorld['key']): string | undefined {
  return key.kind === 'known' ? knownValue(key.value.region) : undefined;
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
  return isHere && named?.kind === 'record'
    ? writtenRegion(literalOf(propertyValue(named, 'region')))
    : undefined;
}
