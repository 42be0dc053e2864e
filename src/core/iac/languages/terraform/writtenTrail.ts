import { absent, type Fact, known, knownValue, unknown } from '../../../trail/fact.ts';
import { nameLike } from '../../../trail/keyPolicy/index.ts';
import type { TrailFacts } from '../../../trail/trail.ts';
import { unknownTrail } from '../../../trail/unknowns.ts';
import { factsOfTrail } from '../../declared/trail.ts';
import { accountOf } from './account.ts';
import { Evaluator } from './evaluation/evaluator.ts';
import { asBool, partsOf } from './evaluation/readValue.ts';
import { asText, type ResourceValue } from './evaluation/value.ts';
import { World } from './evaluation/world.ts';
import { bucketKeyOf } from './key/bucketKey.ts';
import type { KeyUser } from './key/key.ts';
import { anyTrail, instanceId } from './key/keyPolicy.ts';
import type { ModuleTree } from './modules/tree.ts';
import { bucketNamed, regionOf } from './region.ts';

/** What is written of a trail beside its key, with the defaults. */
export interface WrittenTrail {
  readonly facts: Omit<TrailFacts, 'key'>;
  readonly name: Fact<string>;
  readonly nameFromFile: boolean;
  /** The trail as its key's policy sees it. Its partition is in no text. */
  readonly user: KeyUser;
}

/** Evaluated once for all worlds of a trail. */
export function writtenOf(tree: ModuleTree, trail: ResourceValue): WrittenTrail {
  return tree.once(`trail ${instanceId(trail)}`, () => readWritten(tree, trail, new World(new Map(), false)));
}

/**
 * A trail as its key's policy sees it in a world: what decides the policy may decide the trail's name as well, or whether its
 * bucket has a key. It is asked nothing else.
 */
export function userIn(tree: ModuleTree, trail: ResourceValue, world: World): KeyUser {
  const answered = [...world.answers.asked];
  if (answered.every(({ answer, usual }) => answer === usual)) {
    return writtenOf(tree, trail).user;
  }
  const settled = world.asAnswered();
  const { user } = readWritten(tree, trail, settled);
  world.step(settled.answers.steps);
  return user;
}

const later = unknown('decided-at-deployment');

/** A trail that is never created. */
export const nothingWritten: WrittenTrail = {
  facts: unknownTrail(absent),
  name: unknown('not-understood'),
  nameFromFile: false,
  user: anyTrail,
};

function readWritten(tree: ModuleTree, trail: ResourceValue, world: World): WrittenTrail {
  const evaluator = new Evaluator(tree, world);
  const read = (attribute: string) => evaluator.references.written(trail, attribute);
  const isClassic = trail.resource.type === 'aws_cloudtrail';
  const flag = (attribute: string): Fact<boolean> => {
    const value = read(attribute);
    const written = value && asBool(value);
    return !value || value.kind === 'null' ? absent : written === undefined ? later : known(written);
  };
  const bucketName = read('s3_bucket_name');
  const bucket = bucketName && bucketNamed(evaluator, bucketName, trail.scope);
  const bucketKey = bucketKeyOf(evaluator, bucket);
  const bucketRegion = bucket && regionOf(tree, bucket);
  const name = read(isClassic ? 'name' : 'trail_name');
  const organization = flag('is_organization_trail');
  // An organization's trail belongs to the management account, whoever declares it.
  const isOfAccount = organization.kind === 'absent' || knownValue(organization) === false;
  const account = isOfAccount ? accountOf(tree, trail) : undefined;
  const written = name && asText(name);
  return {
    facts: factsOfTrail(absent, {
      account,
      organization,
      logFileValidation: flag('enable_log_file_validation'),
      logging: flag(isClassic ? 'enable_logging' : 'is_logging'),
      bucketRegion,
      bucketKey,
    }),
    name: written === undefined ? later : known(written),
    nameFromFile: name?.fromFile === true,
    user: {
      trailArn: undefined,
      trail: { name: name && nameLike(partsOf(name)), region: regionOf(tree, trail), account },
      bucketKey,
    },
  };
}
