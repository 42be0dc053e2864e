import { absent, type Fact, known, unknown } from '../../../trail/fact.ts';
import {
  accountAdministers,
  judgeKeyPolicy,
  nameLike,
  type PolicyValue,
  type PolicyVerdict,
} from '../../../trail/keyPolicy/index.ts';
import { unknownKey } from '../../../trail/unknowns.ts';
import { factsOfWritten } from '../../declared/key.ts';
import { type DeclaredAlias, keyOfAlias } from '../programs/aliases.ts';
import { propertyNamed, propertyValue } from '../programs/evaluation/properties.ts';
import {
  literalOf,
  type Made,
  madeOf,
  methodOf,
  type Text,
  type Value,
} from '../programs/evaluation/value.ts';
import { flagIn, type KeyInProgram, keyByItself, namedKey, placesOfKey, wordIn } from '../programs/facts.ts';
import { keyBehind, nameOfImport, stackOf, writtenName } from './constructs.ts';
import type { Effects } from './effects.ts';
import { classOf, nameOf, propertiesOf } from './names.ts';
import { type PolicyReader, statementsOf } from './policy.ts';

/** The trail for which a key is looked at. */
export interface TrailInProgram {
  readonly id: string;
  /** The stack that it is in, by its ID, as its class knows it; then those of the objects of the class. */
  readonly stacks: readonly string[];
  readonly name: Value | undefined;
  readonly bucketKey: boolean | undefined;
}

/** The key that a trail is given: one that the program makes, or another that is known by its name alone. */
export function keyOf(value: Value, written: string, trail: TrailInProgram, effects: Effects): KeyInProgram {
  const key = keyBehind(value);
  if (key) {
    return factsOfKey(key, trail, effects);
  }
  switch (value.kind) {
    case 'text':
      return keyNamed(value, written, trail, effects);
    case 'made':
    case 'object':
      return madeElsewhere(value, written, trail, effects);
    case 'attribute': {
      // A property of something else may be missing; what names it is there.
      const isThere =
        /(?:Arn|Id|Name|_arn|_id|_name|[sS]tring|ref)$/.test(value.name) && value.of.kind === 'made';
      return { facts: isThere ? known(unknownKey(written)) : unknown('decided-at-deployment'), related: [] };
    }
    case 'reference':
      return nameOf(value) === 'core.Aws.NO_VALUE'
        ? { facts: absent, related: [] }
        : { facts: unknown('not-understood'), related: [] };
    default:
      return keyByItself(value) ?? { facts: unknown('not-understood'), related: [] };
  }
}

/** A key by a text: that of an alias which is declared beside the trail leads to the key behind it. */
function keyNamed(name: Text, written: string, trail: TrailInProgram, effects: Effects): KeyInProgram {
  const key = keyOfAlias(name, wanted => aliasesBeside(wanted, trail, effects));
  return key ? factsOfKey(key, trail, effects) : namedKey(name, written, writtenName);
}

/** The aliases of the stack of a trail, which are in its Region; where several objects make it, each has to be beside one. */
function aliasesBeside(
  wanted: string,
  { stacks }: TrailInProgram,
  effects: Effects,
): readonly DeclaredAlias[] {
  const declared = effects.aliases(wanted).flatMap(({ made, name }) => {
    const key = keyBehind(made);
    return key && name ? [{ name, key, stack: stackOf(made) }] : [];
  });
  const [own = [], ...others] = stacks.map(stack => declared.filter(one => one.stack === stack));
  return own.length > 0 ? own : others.every(({ length }) => length > 0) ? others.flat() : [];
}

/** A key by its ARN or alias, or what a function of the CDK returns; the result of another function is not known. */
function madeElsewhere(value: Value, written: string, trail: TrailInProgram, effects: Effects): KeyInProgram {
  const made = madeOf(value);
  if (!made || classOf(made) === undefined) {
    const on = made && methodOf(made)?.on;
    const isMethod = on && madeOf(on) && !isCollection(on);
    return { facts: isMethod ? known(unknownKey(written)) : unknown('not-understood'), related: [] };
  }
  const named = nameOfImport(made);
  return named?.kind === 'text'
    ? keyNamed(named, written, trail, effects)
    : { facts: known(unknownKey(written)), related: [] };
}

/** An object of the language in which other objects are looked up: one may be missing. */
function isCollection(value: Value): boolean {
  const callee = madeOf(value)?.callee;
  return (
    callee?.kind === 'reference' && /(?:Map|Dictionary|List|Set)$/.test(callee.path.at(-1) ?? callee.module)
  );
}

/** What the program says of one of its keys, for a trail. */
export function factsOfKey(made: Made, trail: TrailInProgram, effects: Effects): KeyInProgram {
  const isTemplate = classOf(made) === 'kms.CfnKey';
  const properties = propertiesOf(made);
  const name = writtenName(made);
  const property = (one: string): Fact<string> => {
    const set = effects.lastWord(made, one);
    const word = literalOf(set);
    return !set ? wordIn(properties, one) : word !== undefined ? known(word) : absentOrLater(set);
  };
  const flag = (one: string): Fact<boolean> => {
    const set = effects.lastWord(made, one);
    return !set
      ? flagIn(properties, one)
      : set.kind === 'plain'
        ? known(set.value === true)
        : absentOrLater(set);
  };
  const rotation = flag('enableKeyRotation');
  const hasPeriod = !isTemplate && propertyNamed(properties, 'rotationPeriod') !== undefined;
  const facts = factsOfWritten(name, {
    isReplica: false,
    enabled: flag('enabled'),
    spec: property('keySpec'),
    usage: property('keyUsage'),
    rotation: hasPeriod && rotation.kind === 'absent' ? known(true) : rotation,
    origin: isTemplate ? property('origin') : absent,
    expires: absent,
    region: unknown('decided-at-deployment'),
  });
  const reader = policyReader(trail, effects);
  const policy = propertyNamed(properties, isTemplate ? 'keyPolicy' : 'policy');
  const statements = statementsOfKey(made, reader, effects);
  return {
    made,
    facts: known({ ...facts, policy: verdictOn(statements, trail, reader) }),
    related: placesOfKey(made, name, policy?.entry),
  };
}

function absentOrLater<T>({ kind }: Value): Fact<T> {
  return kind === 'nothing' ? absent : unknown('decided-at-deployment');
}

export function policyReader({ id, name }: TrailInProgram, effects: Effects): PolicyReader {
  return {
    trail: id,
    name: name?.kind === 'text' ? nameLike(name.parts) : undefined,
    changesOf: statement => effects.changesOf(statement),
  };
}

/** All statements of a key's policy, with what is granted; undefined where they are not known. */
export function statementsOfKey(
  made: Made,
  reader: PolicyReader,
  effects: Effects,
): readonly PolicyValue[] | undefined {
  const isTemplate = classOf(made) === 'kms.CfnKey';
  const properties = propertiesOf(made);
  const set = effects.lastWord(made, 'keyPolicy');
  if (set) {
    // Grants go to the policy that is replaced.
    return set.kind === 'nothing' ? [accountAdministers] : statementsOf(set, reader);
  }
  const policy = propertyValue(properties, isTemplate ? 'keyPolicy' : 'policy');
  const isWritten = policy !== undefined && policy.kind !== 'nothing';
  if (!isWritten && properties.isOpen) {
    return undefined;
  }
  const own = isWritten ? statementsOf(policy, reader) : [accountAdministers];
  const added = effects.grantsTo(made, reader);
  return own && added && [...own, ...(isWritten ? effects.addedTo(policy, reader) : []), ...added];
}

function verdictOn(
  statements: readonly PolicyValue[] | undefined,
  trail: TrailInProgram,
  { name }: PolicyReader,
): Fact<PolicyVerdict> {
  if (!statements) {
    return unknown('not-understood');
  }
  return known(
    judgeKeyPolicy(
      { Version: '2012-10-17', Statement: statements },
      { trailArn: undefined, trail: { name }, bucketKey: trail.bucketKey },
    ),
  );
}
