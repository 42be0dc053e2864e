import { absent, known, knownValue, unknown } from '../../../../trail/fact.ts';
import { nameLike, PartialText, segment } from '../../../../trail/keyPolicy/index.ts';
import { isInput } from '../../../declaration.ts';
import { factsOfTrail } from '../../../declared/trail.ts';
import { isHandedIn } from '../../programs/aliases.ts';
import type { Library } from '../../programs/evaluation/library.ts';
import { propertyNamed, propertyValue } from '../../programs/evaluation/properties.ts';
import { type Made, madeOf } from '../../programs/evaluation/value.ts';
import type { World } from '../../programs/evaluation/world.ts';
import { flagIn, type KeyInProgram } from '../../programs/facts.ts';
import type { Open } from '../../programs/found.ts';
import type { ProgramFile, Site } from '../../programs/outline/outline.ts';
import { writtenIn } from '../../programs/places.ts';
import {
  inputsOf,
  madeAt,
  misspeltIn,
  readInWorlds,
  type TrailInWorld,
  type TrailReading,
} from '../../programs/trailReading.ts';
import { bucketKeyIn } from './bucketKey.ts';
import { isIgnored } from './ignored.ts';
import { keyOf, regionOf } from './key.ts';
import { classOf, propertiesOf } from './names.ts';
import { optionsOf } from './options.ts';
import { encryptionOfBuckets, type Others, othersIn } from './others.ts';
import type { TrailInProgram } from './policy.ts';
import { isTrail, keyName, logicalName, only, trailNameOf } from './resources.ts';

/** What a program says of one of its trails. */
export interface PulumiReading extends TrailReading {
  readonly trail: TrailInProgram;
}

interface InWorld extends TrailInWorld {
  readonly trail: TrailInProgram;
}

/** Reads the trail that a call makes, in every world that the program allows; undefined where it makes none. */
export function readTrail(
  library: Library,
  site: Site,
  files: readonly ProgramFile[],
  open: Open = () => new Map(),
): PulumiReading | undefined {
  const read = readInWorlds({ library, files }, world => readIn(site, files, world, open));
  return read && { ...read.reading, trail: read.usual.trail };
}

function readIn(site: Site, files: readonly ProgramFile[], world: World, open: Open): InWorld | undefined {
  const { made, standing } = madeAt(site, world, open) ?? {};
  if (!made || !standing || !isTrail(made)) {
    return undefined;
  }
  const others = othersIn(files, world, standing);
  const properties = propertiesOf(made);
  const written = propertyNamed(properties, keyName);
  const value = written?.get();
  const ofValue = world.takeNoted();
  const trail = trailInProgram(made, others);
  const key: KeyInProgram =
    !written && properties.isOpen
      ? { facts: unknown('out-of-reach'), related: [] }
      : keyOf(value ?? { kind: 'nothing' }, written ? writtenIn(written.entry) : keyName, trail, others);
  const isElsewhere =
    isIgnored(made, keyName) || (key.facts.kind === 'absent' && setFromOutside(made, files));
  const inputs = inputsOf(key.facts, ofValue, world.takeNoted());
  return {
    made,
    trail,
    key: isElsewhere ? unknown('not-understood') : key.facts,
    keyMade: key.made,
    keyRelated: key.related,
    inputs,
    property: written?.entry.isSpread ? undefined : written?.entry,
    misspelt: misspeltIn(properties, [keyName]),
    dependsOnInputs: inputs.some(({ related }) => isInput(related)) || isHandedIn(value),
    name: typeof trail.name === 'string' ? known(trail.name) : unknown('decided-at-deployment'),
    facts: () => trailFacts(made, trail),
  };
}

/**
 * Transformations of a resource, of a stack or of all resources of a class may give it what its own inputs do not. Options that
 * are handed in are taken for those that a resource usually has: a provider, a parent.
 */
function setFromOutside(made: Made, files: readonly ProgramFile[]): boolean {
  const options = optionsOf(made);
  const own = ['transforms', 'transformations'].some(name => propertyNamed(options, name) !== undefined);
  return (
    own ||
    files.some(({ program }) =>
      /registerStackTransformation|registerResourceTransform|register_stack_transformation|register_resource_transform|\$transform\s*\(/.test(
        program.text,
      ),
    )
  );
}

export function trailInProgram(made: Made, others: Others): TrailInProgram {
  return {
    made,
    name: nameInAws(made),
    region: knownValue(regionOf(made)),
    // Asked for where a key is: to look for all that is said of a bucket asks much.
    get bucketKey() {
      return bucketKeyOf(made, others);
    },
  };
}

/** Without a name of its own, a trail of the classic provider has its logical name and random characters behind it. */
function nameInAws(made: Made): TrailInProgram['name'] {
  const name = trailNameOf(made);
  if (name) {
    return name.kind === 'text' ? nameLike(name.parts) : undefined;
  }
  const logical = logicalName(made);
  const isClassic = classOf(made) === 'aws.cloudtrail.Trail';
  return isClassic && logical !== undefined ? new PartialText([`${logical}-`, segment]) : undefined;
}

function bucketOf(made: Made): Made | undefined {
  const value = propertyValue(propertiesOf(made), 's3BucketName');
  const whole = value && only(value);
  const bucket = whole && madeOf(whole.kind === 'attribute' ? whole.of : whole);
  return bucket && /^(?:aws|native)\.s3\.Bucket(?:V2)?$/.test(classOf(bucket) ?? '') ? bucket : undefined;
}

/** Whether the bucket has an S3 Bucket Key: one that the program makes has none unless something says so. */
function bucketKeyOf(made: Made, others: Others): boolean | undefined {
  const bucket = bucketOf(made);
  if (!bucket) {
    return undefined;
  }
  const settings = others.about(encryptionOfBuckets, bucket).filter(one => {
    const of = propertyValue(propertiesOf(one), 'bucket');
    const whole = of && only(of);
    return whole && madeOf(whole.kind === 'attribute' ? whole.of : whole)?.id === bucket.id;
  });
  return bucketKeyIn([bucket, ...settings]);
}

function trailFacts(made: Made, trail: TrailInProgram): ReturnType<TrailInWorld['facts']> {
  const properties = propertiesOf(made);
  const bucket = bucketOf(made);
  const { key: _, ...facts } = factsOfTrail(absent, {
    organization: flagIn(properties, 'isOrganizationTrail'),
    logFileValidation: flagIn(properties, 'enableLogFileValidation'),
    logging: flagIn(properties, 'enableLogging', 'isLogging'),
    bucketRegion: bucket && knownValue(regionOf(bucket)),
    bucketKey: trail.bucketKey,
  });
  return facts;
}
