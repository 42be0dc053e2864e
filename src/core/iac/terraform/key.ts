import { absent, type Fact, known, unknown } from '../../trail/fact.ts';
import type { KeyFacts } from '../../trail/key.ts';
import type { PolicyRequest } from '../../trail/keyPolicy/index.ts';
import { unknownKey } from '../../trail/unknowns.ts';
import { aliasIn } from '../declared/aliasName.ts';
import { factsOfName, factsOfWritten } from '../declared/key.ts';
import { alikeForTrails, factsByVerdict, mostWorldsOfKey } from '../declared/keyWorlds.ts';
import { wordOfAws } from '../fromFile.ts';
import { languageTable } from '../languageTable.ts';
import { Decision } from '../worlds/decision.ts';
import { Evaluator } from './evaluation/evaluator.ts';
import { asBool } from './evaluation/readValue.ts';
import type { Scope } from './evaluation/scope.ts';
import {
  asText,
  noBindings,
  type Origin,
  type ResourceValue,
  type UnknownValue,
  type Value,
} from './evaluation/value.ts';
import { explore, World } from './evaluation/world.ts';
import { anyTrail, instanceId, policyOfKey, userId } from './keyPolicy.ts';
import { ignoresChangesOf } from './lifecycle.ts';
import { type Resource, settingOf } from './module.ts';
import { regionOf } from './region.ts';
import type { ModuleTree } from './tree.ts';

const { rotationAttribute } = languageTable.terraform;

/** What a trail's key attribute evaluates to in one world. */
export type KeyReference =
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly fact: Fact<KeyFacts> & { kind: 'unknown' } }
  | {
      readonly kind: 'key';
      /** Identifies a key. */
      readonly name: string;
      /** What is quoted in messages. */
      readonly shown: string;
      readonly value: Value;
    };

const keyTypes: readonly string[] = [
  'aws_kms_key',
  'aws_kms_external_key',
  'aws_kms_replica_key',
  'aws_kms_replica_external_key',
  'awscc_kms_key',
];

export function isKey(resource: Resource): boolean {
  return resource.mode === 'managed' && keyTypes.includes(resource.type);
}

/**
 * Nothing, null and the empty string mean no key; what is certainly something means a key. Text of a file that the code
 * names is not quoted: the key is called by the expression, as it is written.
 */
export function keyReference(value: Value | undefined, written: string): KeyReference {
  const key = (name: string, value: Value): KeyReference => ({
    kind: 'key',
    name,
    shown:
      value.fromFile && !(value.kind === 'unknown' && value.origin) ? written : (keyBehind(value) ?? name),
    value,
  });
  switch (value?.kind) {
    case undefined:
    case 'null':
      return { kind: 'absent' };
    case 'string':
      return value.value === '' ? { kind: 'absent' } : key(value.value, value);
    case 'number':
    case 'bool':
      return key(String(value.value), value);
    case 'unknown':
      return value.solid ? key(nameOfValue(value), value) : { kind: 'unknown', fact: unknown(value.cause) };
    default:
      return { kind: 'unknown', fact: unknown('not-understood') };
  }
}

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

/** The declaration of the key that a value leads to, through aliases and data sources, and by the name of an alias beside a trail. */
export function declaredKey(
  tree: ModuleTree,
  value: Value,
  trail: ResourceValue | undefined,
  depth = 0,
): ResourceValue | undefined {
  const declared =
    value.kind === 'unknown' ? value.origin?.declared : trail && aliasNamed(tree, asText(value), trail);
  if (!declared || depth > 5) {
    return undefined;
  }
  if (isKey(declared.resource)) {
    return declared;
  }
  const next = followed(tree, declared);
  return next && declaredKey(tree, next, trail, depth + 1);
}

/** The one alias that a text names, of those that are declared in the module and Region of a trail. */
function aliasNamed(
  tree: ModuleTree,
  name: string | undefined,
  trail: ResourceValue,
): ResourceValue | undefined {
  const wanted = name === undefined ? undefined : aliasIn(name);
  const found =
    wanted === undefined
      ? []
      : aliasesOf(tree, trail.scope).filter(
          one => one.name === wanted && regionOf(tree, one.alias) === regionOf(tree, trail),
        );
  return found.length === 1 ? found[0]?.alias : undefined;
}

/** The aliases that a module declares once each, with their names as far as they are written. */
function aliasesOf(
  tree: ModuleTree,
  scope: Scope,
): readonly { readonly alias: ResourceValue; readonly name: string | undefined }[] {
  return tree.once(`aliases of ${scope.path}`, () => {
    const evaluator = new Evaluator(tree, new World(new Map(), false));
    return [...scope.module.resources.values()]
      .filter(({ mode, type }) => mode === 'managed' && /^aws(?:cc)?_kms_alias$/.test(type))
      .filter(one => !settingOf(one, 'count') && !settingOf(one, 'for_each'))
      .map(resource => {
        const alias: ResourceValue = { kind: 'resource', scope, resource, bindings: noBindings };
        const name = resource.type === 'aws_kms_alias' ? 'name' : 'alias_name';
        const written = evaluator.references.written(alias, name);
        return { alias, name: written && asText(written) };
      });
  });
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
    Decision.of(explore(inner => readDeclared(tree, inner, key, name), mostWorldsOfKey)),
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

/** The key of an alias or a data source. */
export function followed(tree: ModuleTree, declared: ResourceValue): Value | undefined {
  const evaluator = new Evaluator(tree, new World(new Map(), false));
  switch (typeOf(declared.resource)) {
    case 'aws_kms_alias':
    case 'awscc_kms_alias':
      return evaluator.references.written(declared, 'target_key_id');
    case 'data.aws_kms_key':
      return evaluator.references.written(declared, 'key_id');
    case 'data.aws_kms_alias':
      return evaluator.references.written(declared, 'name');
    default:
      return undefined;
  }
}

function nameOfValue(value: UnknownValue): string {
  if (value.origin) {
    return nameOfOrigin(value.origin);
  }
  return value.parts?.map(part => (typeof part === 'string' ? part : '…')).join('') ?? '';
}

/** A key, or its stand-in, is named by its address: `aws_kms_key.logs`, not `aws_kms_key.logs.arn`. */
function keyBehind(value: Value): string | undefined {
  const origin = value.kind === 'unknown' ? value.origin : undefined;
  return origin && /^(?:data\.)?aws(?:cc)?_kms_/.test(typeOfOrigin(origin))
    ? nameOfOrigin({ ...origin, attribute: '' })
    : undefined;
}

/** `aws_kms_key`, `data.aws_kms_alias`. */
export function typeOfOrigin({ address, declared }: Origin): string {
  return declared ? typeOf(declared.resource) : address.replace(/\.[^.]*$/, '');
}

function typeOf({ mode, type }: Resource): string {
  return mode === 'data' ? `data.${type}` : type;
}

function nameOfOrigin({ address, attribute, declared }: Origin): string {
  const prefix = declared && declared.scope.path !== '' ? `${declared.scope.path}.` : '';
  return `${prefix}${address}${attribute === '' ? '' : `.${attribute}`}`;
}
