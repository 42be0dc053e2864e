import { absent, type Fact, known, unknown } from '../../../../trail/fact.ts';
import type { KeyFacts } from '../../../../trail/key.ts';
import type { PolicyRequest } from '../../../../trail/keyPolicy/index.ts';
import { unknownKey } from '../../../../trail/unknowns.ts';
import { factsOfName, factsOfWritten } from '../../../declared/key.ts';
import { alikeForTrails, factsByVerdict, mostWorldsOfKey } from '../../../declared/keyWorlds.ts';
import { languageTable } from '../../../languageTable.ts';
import { wordOfAws } from '../../../sources/fromFile.ts';
import { Decision } from '../../../worlds/decision.ts';
import { Evaluator } from '../evaluation/evaluator.ts';
import { asBool } from '../evaluation/readValue.ts';
import { asText, type ResourceValue, type Value } from '../evaluation/value.ts';
import { explore, type World } from '../evaluation/world.ts';
import { ignoresChangesOf } from '../lifecycle.ts';
import { type Resource, settingOf } from '../modules/module.ts';
import type { ModuleTree } from '../modules/tree.ts';
import { regionOf } from '../region.ts';
import { declaredKey, followed } from './declaredKey.ts';
import { anyTrail, instanceId, policyOfKey, userId } from './keyPolicy.ts';

const { rotationAttribute } = languageTable.terraform;

/** The trail that a key is looked at for, as its key's policy sees it. */
export type KeyUser = PolicyRequest;

/**
 * The facts of a key as far as the text says them, for a trail, in a world: it is asked what they depend on. Without a
 * world, what holds by default.
 */
export function keyFacts(
  tree: ModuleTree,
  name: string,
  value: Value,
  user: KeyUser = anyTrail,
  world?: World,
  trail?: ResourceValue,
): KeyFacts {
  const declared = declaredKey(tree, value, trail);
  if (declared) {
    return factsOfDeclared(tree, name, declared, user, world);
  }
  const written = writtenName(tree, value);
  const id = `key named ${JSON.stringify([name, written])}`;
  return tree.once(id, () =>
    written === undefined ? unknownKey(name) : factsOfName(name, written.name, written.fromFile),
  );
}

/** Many trails may share a key: it is evaluated once, and its policy is judged once for each kind of trail. */
function factsOfDeclared(
  tree: ModuleTree,
  name: string,
  key: ResourceValue,
  user: KeyUser,
  world: World | undefined,
): KeyFacts {
  const id = `key ${instanceId(key)} as ${name}`;
  const decision = tree.once(id, () =>
    Decision.of(explore(tree, inner => readDeclared(tree, inner, key, name), mostWorldsOfKey)),
  );
  const facts = tree
    .once(`${id} for ${userId(user)}`, () => decision.map(factsFor => factsFor(user)).tree(alikeForTrails))
    .in(({ id: question, answers, usual, input }) =>
      world ? world.answer(question, answers, usual, input) : usual,
    );
  return facts ?? unknownKey(name);
}

function readDeclared(
  tree: ModuleTree,
  world: World,
  key: ResourceValue,
  name: string,
): (user: KeyUser) => KeyFacts {
  const evaluator = new Evaluator(tree, world);
  const { type } = key.resource;
  const read = (attribute: string) => evaluator.references.written(key, attribute);
  const left = (attribute: string, fact: Fact<boolean>) =>
    ignoresChangesOf(key.resource, attribute) ? unknown('decided-at-deployment') : fact;
  const enabled = type === 'aws_kms_key' ? 'is_enabled' : 'enabled';
  const region = regionOf(tree, key);
  const withPolicy = factsByVerdict(
    factsOfWritten(name, {
      isReplica: type.includes('replica'),
      enabled: left(enabled, flagOf(read(enabled))),
      spec: wordOf(read(type === 'awscc_kms_key' ? 'key_spec' : 'customer_master_key_spec')),
      usage: wordOf(read('key_usage')),
      rotation: left(rotationAttribute, flagOf(read(rotationAttribute))),
      origin: originOf(key.resource, read('origin')),
      expires: expiryOf(read('valid_to')),
      region: region === undefined ? unknown('decided-at-deployment') : known(region),
    }),
  );
  const policyFor = policyOfKey(tree, world, key);
  return user => withPolicy(policyFor(user));
}

function flagOf(value: Value | undefined): Fact<boolean> {
  if (!value || value.kind === 'null') {
    return absent;
  }
  const written = asBool(value);
  return written === undefined ? unknown('decided-at-deployment') : known(written);
}

function wordOf(value: Value | undefined): Fact<string> {
  if (!value || value.kind === 'null') {
    return absent;
  }
  const written = value.fromFile ? wordOfAws(asText(value)) : asText(value);
  return written === undefined ? unknown('decided-at-deployment') : known(written);
}

/** The provider has a resource of its own for keys with material from elsewhere, which may be there already. */
function originOf(key: Resource, written: Value | undefined): Fact<string> {
  const elsewhere = key.type.includes('external') || settingOf(key, 'custom_key_store_id') !== undefined;
  return elsewhere ? unknown('decided-at-deployment') : wordOf(written);
}

function expiryOf(validTo: Value | undefined): Fact<number> {
  if (!validTo || validTo.kind === 'null') {
    return absent;
  }
  const time = Date.parse(asText(validTo) ?? '');
  return Number.isNaN(time) ? unknown('decided-at-deployment') : known(time);
}

/** The name of a key as far as it is written: a string, or what a data source looks up. */
function writtenName(
  tree: ModuleTree,
  value: Value,
  depth = 0,
): { readonly name: string; readonly fromFile: boolean } | undefined {
  const isFromFile = value.fromFile === true;
  if (value.kind === 'string') {
    return { name: value.value, fromFile: isFromFile };
  }
  if (value.kind !== 'unknown' || depth > 5) {
    return undefined;
  }
  if (value.parts) {
    const name = value.parts.map(part => (typeof part === 'string' ? part : '*')).join('');
    return { name, fromFile: isFromFile };
  }
  const next = value.origin?.declared && followed(tree, value.origin.declared);
  return next && writtenName(tree, next, depth + 1);
}
