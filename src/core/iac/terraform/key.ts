import { readArn } from '../../trail/arn.ts';
import { absent, type Fact, known, unknown } from '../../trail/fact.ts';
import type { KeyFacts, KeyState } from '../../trail/key.ts';
import { wordOfAws } from '../fromFile.ts';
import { Evaluator } from './evaluation/evaluator.ts';
import {
  asBool,
  asText,
  type Origin,
  type ResourceValue,
  type UnknownValue,
  type Value,
} from './evaluation/value.ts';
import { World } from './evaluation/world.ts';
import { policyFact } from './keyPolicy.ts';
import { ignoresChangesOf } from './lifecycle.ts';
import { type Resource, settingOf } from './module.ts';
import { regionOf } from './region.ts';
import type { ModuleTree } from './tree.ts';

/** What a trail's key attribute comes to in one world. */
export type KeyReference =
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly fact: Fact<KeyFacts> & { kind: 'unknown' } }
  | {
      readonly kind: 'key';
      /** Tells keys apart. */
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
    shown: value.fromFile && !(value.kind === 'unknown' && value.origin) ? written : name,
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

/** The facts of a key as far as the text tells them. */
export function keyFacts(tree: ModuleTree, name: string, value: Value): KeyFacts {
  const declared = declaredKey(tree, value);
  if (declared) {
    return factsOfDeclared(tree, name, declared);
  }
  const written = writtenName(tree, value);
  const facts = written === undefined ? {} : factsOfName(written.name, written.fromFile);
  return { ...nothingKnown, name, ...facts };
}

/** The declaration of the key that a value leads to, through aliases and data sources. */
export function declaredKey(tree: ModuleTree, value: Value, depth = 0): ResourceValue | undefined {
  const declared = value.kind === 'unknown' ? value.origin?.declared : undefined;
  if (!declared || depth > 5) {
    return undefined;
  }
  if (isKey(declared.resource)) {
    return declared;
  }
  const next = followed(tree, declared);
  return next && declaredKey(tree, next, depth + 1);
}

const nothingKnown: Omit<KeyFacts, 'name'> = {
  manager: unknown('decided-at-deployment'),
  state: unknown('decided-at-deployment'),
  spec: unknown('decided-at-deployment'),
  usage: unknown('decided-at-deployment'),
  region: unknown('decided-at-deployment'),
  account: unknown('decided-at-deployment'),
  rotation: unknown('decided-at-deployment'),
  expires: unknown('decided-at-deployment'),
  policy: unknown('out-of-reach'),
};

function factsOfDeclared(tree: ModuleTree, name: string, key: ResourceValue): KeyFacts {
  const evaluator = new Evaluator(tree, new World(new Map(), false));
  const read = (attribute: string) => evaluator.references.written(key, attribute);
  const { type } = key.resource;
  const enabled = type === 'aws_kms_key' ? 'is_enabled' : 'enabled';
  const region = regionOf(tree, key);
  const spec = textOr(
    read(type === 'awscc_kms_key' ? 'key_spec' : 'customer_master_key_spec'),
    'SYMMETRIC_DEFAULT',
  );
  // Other keys do not rotate by themselves.
  const symmetric = spec.kind === 'known' && spec.value === 'SYMMETRIC_DEFAULT';
  return {
    name,
    manager: known('CUSTOMER'),
    state: ignoresChangesOf(key.resource, enabled)
      ? unknown('decided-at-deployment')
      : stateOf(read(enabled)),
    spec,
    usage: textOr(read('key_usage'), 'ENCRYPT_DECRYPT'),
    region: region === undefined ? unknown('decided-at-deployment') : known(region),
    account: unknown('decided-at-deployment'),
    rotation: symmetric ? rotationOf(evaluator, key) : unknown('decided-at-deployment'),
    expires: expiryOf(read('valid_to')),
    policy: policyFact(tree, key),
  };
}

function stateOf(enabled: Value | undefined): Fact<KeyState> {
  const value = enabled && asBool(enabled);
  if (value === false) {
    return known('Disabled');
  }
  return value === true || !enabled ? known('Enabled') : unknown('decided-at-deployment');
}

function textOr(value: Value | undefined, byDefault: string): Fact<string> {
  if (!value || value.kind === 'null') {
    return known(byDefault);
  }
  const written = value.fromFile ? wordOfAws(asText(value)) : asText(value);
  return written === undefined ? unknown('decided-at-deployment') : known(written);
}

/** Only keys with material made by KMS rotate by a setting of their own; a replica follows its primary key. */
function rotationOf(evaluator: Evaluator, key: ResourceValue): Fact<boolean> {
  const { type } = key.resource;
  const elsewhere = settingOf(key.resource, 'custom_key_store_id') ?? settingOf(key.resource, 'origin');
  const left = ignoresChangesOf(key.resource, 'enable_key_rotation');
  if ((type !== 'aws_kms_key' && type !== 'awscc_kms_key') || elsewhere || left) {
    return unknown('decided-at-deployment');
  }
  const value = evaluator.references.written(key, 'enable_key_rotation');
  if (!value || value.kind === 'null') {
    return known(false);
  }
  const written = asBool(value);
  return written === undefined ? unknown('decided-at-deployment') : known(written);
}

function expiryOf(validTo: Value | undefined): Fact<number> {
  if (!validTo || validTo.kind === 'null') {
    return absent;
  }
  const time = Date.parse(asText(validTo) ?? '');
  return Number.isNaN(time) ? unknown('decided-at-deployment') : known(time);
}

function factsOfName(name: string, isFromFile: boolean): Partial<KeyFacts> {
  if (/(?:^|:)alias\/aws\//.test(name)) {
    return { manager: known('AWS') };
  }
  const arn = readArn(name);
  const region = isFromFile ? wordOfAws(arn?.region) : arn?.region;
  return {
    ...(region && !region.includes('*') && { region: known(region) }),
    ...(arn && /^\d{12}$/.test(arn.account) && { account: known(arn.account) }),
  };
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

/** What an alias or a data source stands for. */
function followed(tree: ModuleTree, declared: ResourceValue): Value | undefined {
  const evaluator = new Evaluator(tree, new World(new Map(), false));
  switch (declared.resource.address.replace(/\.[^.]*$/, '')) {
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

function nameOfOrigin({ address, attribute, declared }: Origin): string {
  const prefix = declared && declared.scope.path !== '' ? `${declared.scope.path}.` : '';
  return `${prefix}${address}${attribute === '' ? '' : `.${attribute}`}`;
}
