import { absent, type Fact, known, knownValue, unknown } from '../../../trail/fact.ts';
import type { KeyFacts } from '../../../trail/key.ts';
import { PartialText, segment } from '../../../trail/keyPolicy/index.ts';
import type { TrailFacts } from '../../../trail/trail.ts';
import type { Related } from '../../declaration.ts';
import { factsOfTrail } from '../../declared/trail.ts';
import { environmentsAt, everyTurn, oneTurn, type Standing } from '../../programs/callers.ts';
import { classCalls } from '../../programs/classes.ts';
import { explore } from '../../programs/explore.ts';
import type { Open } from '../../programs/found.ts';
import type { Library } from '../../programs/library.ts';
import type { ProgramFile, Site } from '../../programs/outline.ts';
import { writtenAt } from '../../programs/places.ts';
import { propertyNamed, propertyValue } from '../../programs/properties.ts';
import { camelCase } from '../../programs/spelling.ts';
import { literalOf, type Made, madeOf, type Place, type Value } from '../../programs/value.ts';
import type { World } from '../../programs/world.ts';
import { choiceOf, usualOnes } from '../../worlds/choice.ts';
import { relatedTo } from '../../worlds/related.ts';
import { keyOf, type Others, regionOf } from './key.ts';
import { classOf, optionsOf, propertiesOf } from './names.ts';
import type { TrailInProgram } from './policy.ts';
import { isTrail, keyName, logicalName, only, trailNameOf, writtenName } from './resources.ts';

/** Everything a program tells of one of its trails. */
export interface TrailReading {
  /** How it is made, with everything at its default. */
  readonly made: Made;
  readonly trail: TrailInProgram;
  readonly facts: TrailFacts;
  readonly name: Fact<string>;
  /** Where its key is written; undefined where it is not. */
  readonly property: Place | undefined;
  /** The key under a name that the resource does not know. */
  readonly misspelt: Place | undefined;
  readonly related: readonly Related[];
  readonly gaveUp: string | undefined;
  /** The keys that the program makes for it, by their names. */
  readonly keys: ReadonlyMap<string, Made>;
  readonly dependsOnInputs: boolean;
}

/** Reads the trail that a call makes, in every world that the program allows; undefined where it makes none. */
export function readTrail(
  library: Library,
  site: Site,
  files: readonly ProgramFile[],
  open: Open = () => new Map(),
): TrailReading | undefined {
  const { outcomes, complete } = explore({ library, files }, world =>
    readIn(site, files, world, open(world)),
  );
  const made = outcomes.flatMap(({ world, result }) =>
    result ? [{ result, key: result.key, asked: [...world.answers.asked] }] : [],
  );
  const [one] = usualOnes(made);
  if (!one) {
    return undefined;
  }
  const { facts, name, trail } = one.result;
  const gaveUp = outcomes.find(({ world }) => world.gaveUp)?.world.gaveUp;
  const key = gaveUp ? unknown('not-understood') : choiceOf(made, complete, facts.bucketRegion);
  return {
    made: one.result.made,
    trail,
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
  readonly trail: TrailInProgram;
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
  if (!made || !isTrail(made) || !standing) {
    return undefined;
  }
  // What decides whether the trail is made is not told as what decides its key.
  world.takeRelated();
  const others = othersIn(files, world, standing);
  const properties = propertiesOf(made);
  const trail = trailInProgram(made, others);
  const written = propertyNamed(properties, keyName);
  const value = written?.get();
  const key =
    !written && properties.isOpen
      ? { facts: unknown('out-of-reach'), related: [] }
      : keyOf(value ?? { kind: 'nothing' }, written ? textOf(written.entry) : keyName, trail, others, world);
  const isElsewhere = isIgnored(made) || (key.facts.kind === 'absent' && setFromOutside(made, files));
  const inputs = world.takeRelated();
  return {
    made,
    trail,
    key: isElsewhere ? unknown('not-understood') : key.facts,
    keyMade: 'made' in key ? key.made : undefined,
    keyRelated: key.related,
    inputs,
    property: written?.entry,
    misspelt: [...properties.properties.values()].find(
      ({ entry }) => entry && camelCase(entry.name) !== keyName && isMisspelt(entry.name),
    )?.entry,
    dependsOnInputs: inputs.some(({ kind }) => kind === 'variable-default') || value?.kind === 'given',
    ...trailFacts(made, trail),
  };
}

export function textOf({ file, value, range }: Place): string {
  return writtenAt(file.program.text, value?.range ?? range);
}

function isMisspelt(name: string): boolean {
  return /^(?:kms_?(?:master_?)?key_?(?:id|arn)?|encryption_?key_?(?:id|arn)?)$/i.test(name);
}

/** What `ignoreChanges` names, somebody else sets. */
function isIgnored(made: Made): boolean {
  const names = propertyValue(optionsOf(made), 'ignoreChanges');
  return names?.kind === 'list' && names.items.some(one => camelCase(literalOf(one) ?? '') === keyName);
}

/** Transformations of a resource, of a stack or of all resources of a class may give it what its own inputs do not. */
function setFromOutside(made: Made, files: readonly ProgramFile[]): boolean {
  const options = optionsOf(made);
  const own = ['transforms', 'transformations'].some(name => propertyNamed(options, name) !== undefined);
  return (
    own ||
    options.isOpen ||
    files.some(({ program }) =>
      /registerStackTransformation|registerResourceTransform|register_stack_transformation|register_resource_transform|\$transform\s*\(/.test(
        program.text,
      ),
    )
  );
}

/** The resources of a program that are made in a world, each once. */
export function othersIn(
  files: readonly ProgramFile[],
  world: World,
  standing: Standing = new Map(),
): Others {
  const found = new Map<string, readonly Made[]>();
  return {
    ofClass: pattern => {
      const known = found.get(pattern.source);
      if (known) {
        return known;
      }
      const word = /(\w+)\$?$/.exec(pattern.source.replace(/[()|?:\\]/g, ' ').trim())?.[1] ?? '';
      const all = files
        .filter(({ program }) => program.text.includes(word.replace(/V\d$/, '')))
        .flatMap(file => classCalls(file, ['aws']))
        .flatMap(site => environmentsAt(site, world, everyTurn, standing).map(one => one.evaluate(site.call)))
        .flatMap(value => madeOf(value) ?? [])
        .filter(made => pattern.test(classOf(made) ?? ''));
      found.set(pattern.source, all);
      return all;
    },
  };
}

export function trailInProgram(made: Made, others: Others): TrailInProgram {
  return {
    made,
    name: nameInAws(made),
    region: knownValue(regionOf(made)),
    bucketKey: bucketKeyOf(made, others),
  };
}

/** Without a name of its own, a trail of the classic provider has its logical name and random characters behind it. */
function nameInAws(made: Made): TrailInProgram['name'] {
  const name = trailNameOf(made);
  if (name) {
    const literal = literalOf(name);
    return (
      literal ??
      (name.kind === 'text'
        ? new PartialText(name.parts.map(part => (typeof part === 'string' ? part : segment)))
        : undefined)
    );
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
  const settings = others.ofClass(/^aws\.s3\.BucketServerSideEncryptionConfiguration(?:V2)?$/).filter(one => {
    const of = propertyValue(propertiesOf(one), 'bucket');
    const whole = of && only(of);
    return whole && madeOf(whole.kind === 'attribute' ? whole.of : whole)?.id === bucket.id;
  });
  const written = [bucket, ...settings].map(({ file, range }) =>
    file.program.text.slice(range.start, range.end),
  );
  return written.some(text => /bucket_?key_?enabled["']?\s*[:=]\s*true/i.test(text));
}

function trailFacts(made: Made, trail: TrailInProgram): Pick<Reading, 'facts' | 'name'> {
  const properties = propertiesOf(made);
  const flag = (...names: readonly string[]): Fact<boolean> => {
    const value: Value | undefined = names.map(one => propertyValue(properties, one)).find(one => one);
    return value?.kind === 'plain'
      ? known(value.value === true)
      : value || properties.isOpen
        ? unknown('decided-at-deployment')
        : absent;
  };
  const bucket = bucketOf(made);
  const { key: _, ...facts } = factsOfTrail(absent, {
    organization: flag('isOrganizationTrail'),
    logFileValidation: flag('enableLogFileValidation'),
    logging: flag('enableLogging', 'isLogging'),
    bucketRegion: bucket && knownValue(regionOf(bucket)),
    bucketKey: trail.bucketKey,
  });
  return {
    name: typeof trail.name === 'string' ? known(trail.name) : unknown('decided-at-deployment'),
    facts,
  };
}
