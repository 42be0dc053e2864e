import {
  arnLike,
  hole,
  isObject,
  PartialText,
  type PolicyObject,
  type PolicyValue,
  readPolicy,
  segment,
  type TrailPattern,
} from '../../../trail/keyPolicy/index.ts';
import { anyArn } from '../../declared/policyText.ts';
import { propertyValue } from '../programs/evaluation/properties.ts';
import { literalOf, type Made, madeOf, methodOf, type Value } from '../programs/evaluation/value.ts';
import { policyValue, type StandIn, wholePolicy } from '../programs/policyValue.ts';
import { camelCase } from '../programs/spelling.ts';
import { isPlaceOfStack } from './library.ts';
import { classOf, propertiesOf } from './names.ts';
import { conditionsAdded, listWith, principalMethods, type StatementChanges } from './statementChanges.ts';

/** The trail for which a policy is read. */
export interface PolicyReader {
  /** The id of the trail: its ARN may be in the policy by reference. */
  readonly trail: string;
  /** What is known of its name. */
  readonly name: TrailPattern['name'];
  readonly changesOf: (statement: Made) => StatementChanges;
}

/** What is known of a value that is decided at deployment. */
function standInFor({ trail, name }: PolicyReader): StandIn {
  return value => {
    if (isPlaceOfStack(value)) {
      return segment;
    }
    if (value.kind === 'attribute') {
      const made = madeOf(value.of);
      if (/^(?:trailArn|trail_arn|attrArn|attr_arn)$/.test(value.name) && made?.id === trail) {
        return arnLike({ name });
      }
      return /(?:Arn|_arn)$/.test(value.name) ? anyArn : hole;
    }
    return hole;
  };
}

function partOf(value: Value, reader: PolicyReader): PolicyValue {
  return policyValue(value, standInFor(reader));
}

/** The statements of a document: a `PolicyDocument`, or one as data or as JSON. Undefined where they are not known. */
export function statementsOf(value: Value, reader: PolicyReader): readonly PolicyValue[] | undefined {
  const made = madeOf(value);
  if (!made) {
    return statementsIn(wholePolicy(value, standInFor(reader)));
  }
  switch (classOf(made)) {
    case 'iam.PolicyDocument': {
      const properties = propertiesOf(made, 0);
      const statements = propertyValue(properties, 'statements');
      if (properties.isOpen) {
        return undefined;
      }
      return !statements || statements.kind === 'nothing' ? [] : listOf(statements, reader);
    }
    case 'iam.PolicyDocument.fromJson': {
      const [document] = made.args.positional;
      return document && statementsIn(wholePolicy(document(), standInFor(reader)));
    }
    default:
      return undefined;
  }
}

function statementsIn(policy: PolicyValue): readonly PolicyValue[] | undefined {
  const read = readPolicy(policy);
  return read.kind === 'document' ? read.document.statements : undefined;
}

function listOf(statements: Value, reader: PolicyReader): readonly PolicyValue[] | undefined {
  return statements.kind === 'list' && !statements.isOpen
    ? statements.items.map(one => statementOf(one, reader))
    : undefined;
}

/** One statement; a hole if it is not known. */
export function statementOf(value: Value, reader: PolicyReader): PolicyValue {
  const made = madeOf(value);
  const name = made && classOf(made);
  if (made && name === 'iam.PolicyStatement.fromJson') {
    const [document] = made.args.positional;
    return document ? partOf(document(), reader) : hole;
  }
  if (!made || name !== 'iam.PolicyStatement') {
    return hole;
  }
  const properties = propertiesOf(made, 0);
  if (properties.isOpen) {
    return hole;
  }
  const { calls, effect } = reader.changesOf(made);
  const listOf = (property: string) => listWith(propertyValue(properties, property), property, calls);
  const part = (value: Value | undefined) =>
    value && value.kind !== 'nothing' ? partOf(value, reader) : undefined;
  const principals = listOf('principals');
  const notPrincipals = listOf('notPrincipals');
  const read = principals && principalsOf(principals, reader);
  return withoutAbsent({
    Sid: part(propertyValue(properties, 'sid')),
    Effect: effectOf(effect ?? propertyValue(properties, 'effect')),
    Principal: read?.principal,
    NotPrincipal: notPrincipals && principalsOf(notPrincipals, reader).principal,
    Action: part(listOf('actions')),
    NotAction: part(listOf('notActions')),
    Resource: part(listOf('resources')),
    NotResource: part(listOf('notResources')),
    Condition: mergedConditions(
      read?.conditions,
      part(propertyValue(properties, 'conditions')),
      ...conditionsAdded(calls, value => partOf(value, reader)),
    ),
  });
}

function effectOf(effect: Value | undefined): PolicyValue {
  if (!effect || effect.kind === 'nothing') {
    return 'Allow';
  }
  const word = effect.kind === 'reference' ? effect.path.at(-1) : literalOf(effect);
  return word === undefined ? hole : /^deny$/i.test(word) ? 'Deny' : /^allow$/i.test(word) ? 'Allow' : hole;
}

function withoutAbsent(entries: Readonly<Record<string, PolicyValue | undefined>>): PolicyObject {
  return Object.fromEntries(
    Object.entries(entries).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** Conditions that have to hold together. What is not known of any stays so: a statement would count where it does not. */
function mergedConditions(...all: readonly (PolicyValue | undefined)[]): PolicyValue | undefined {
  const given = all.filter(one => one !== undefined);
  if (given.length < 2) {
    return given[0];
  }
  const merged: Record<string, PolicyValue> = {};
  for (const one of given) {
    if (!isObject(one)) {
      merged[unknownOperator] = hole;
      continue;
    }
    for (const [operator, keys] of Object.entries(one)) {
      const before = merged[operator];
      if (isObject(before) && isObject(keys)) {
        merged[operator] = { ...before, ...keys };
      } else if (before === undefined) {
        merged[operator] = keys;
      } else {
        merged[operator] = isObject(keys) ? keys : before;
        merged[unknownOperator] = hole;
      }
    }
  }
  return merged;
}

/** Stands for what is not known of conditions beside those that are. */
const unknownOperator = '?';

/** Conditions that are given to a principal or a statement; undefined for none. */
function conditionsIn(value: Value | undefined, reader: PolicyReader): PolicyValue | undefined {
  return value && value.kind !== 'nothing' ? partOf(value, reader) : undefined;
}

function listed(value: PolicyValue): readonly PolicyValue[] {
  return Array.isArray(value) ? value : [value];
}

interface Principals {
  readonly principal: PolicyValue;
  readonly conditions?: PolicyValue | undefined;
}

function principalsOf(value: Value, reader: PolicyReader): Principals {
  if (value.kind !== 'list' || value.isOpen) {
    return { principal: hole };
  }
  const all = value.items.map(item => principalOf(item, reader));
  const merged: Record<string, readonly PolicyValue[]> = {};
  let conditions: PolicyValue | undefined;
  for (const one of all) {
    if (typeof one.principal !== 'object' || one.principal === null || Array.isArray(one.principal)) {
      const principal: PolicyValue = one.principal === '*' && all.length === 1 ? '*' : hole;
      return { principal, conditions: one.conditions };
    }
    conditions = mergedConditions(conditions, one.conditions);
    for (const [kind, principal] of Object.entries(one.principal as PolicyObject)) {
      merged[kind] = [...(merged[kind] ?? []), ...listed(principal)];
    }
  }
  return { principal: merged, conditions };
}

/** Whom a principal is, and under which conditions. */
function principalOf(value: Value, reader: PolicyReader): Principals {
  const made = madeOf(value);
  if (!made) {
    return { principal: hasRole(value) ? anyRole : hole };
  }
  const method = methodOf(made);
  if (method?.name === 'withConditions') {
    const inner = principalOf(method.on, reader);
    const [conditions] = made.args.positional;
    return {
      ...inner,
      conditions: mergedConditions(inner.conditions, conditionsIn(conditions?.(), reader)),
    };
  }
  const [first, second] = made.args.positional;
  const argument = first ?? [...made.args.named.properties.values()][0]?.get;
  const written = argument && partOf(argument(), reader);
  const inAccount = (account: PolicyValue): PolicyValue =>
    typeof account === 'string'
      ? new PartialText(['arn:', segment, `:iam::${account}:root`])
      : new PartialText(['arn:', segment, ':iam::', segment, ':root']);
  const name = classOf(made) ?? (method && principalMethods.get(method.name));
  switch (name) {
    case 'iam.ServicePrincipal':
    case 'iam.ServicePrincipal.fromStaticServicePrincipleName': {
      const options = propertiesOf(made, 1);
      const conditions = propertyValue(options, 'conditions');
      const service: PolicyValue = typeof written === 'string' ? serviceNamed(written) : hole;
      return {
        principal: { Service: service },
        conditions: conditionsIn(conditions, reader),
      };
    }
    case 'iam.AccountRootPrincipal':
      return { principal: { AWS: inAccount(hole) } };
    case 'iam.AccountPrincipal':
      return { principal: { AWS: inAccount(written ?? hole) } };
    case 'iam.ArnPrincipal':
      return { principal: { AWS: written ?? hole } };
    case 'iam.AnyPrincipal':
    case 'iam.StarPrincipal':
    case 'iam.Anyone':
      return { principal: { AWS: '*' } };
    case 'iam.OrganizationPrincipal':
      return {
        principal: { AWS: '*' },
        conditions: { StringEquals: { 'aws:PrincipalOrgID': written ?? hole } },
      };
    case 'iam.PrincipalWithConditions': {
      const inner: Principals = first ? principalOf(first(), reader) : { principal: hole };
      return {
        ...inner,
        conditions: mergedConditions(inner.conditions, conditionsIn(second?.(), reader)),
      };
    }
    case 'iam.CompositePrincipal':
      return principalsOf(compositeOf(made, reader), reader);
    default:
      return { principal: hasRole(made) ? anyRole : hole };
  }
}

const anyRole: PolicyValue = { AWS: anyArn };

/** What acts by a role of its own, or is one: no service. A function, an instance, a task. */
function hasRole(value: Value): boolean {
  switch (value.kind) {
    case 'attribute':
      return /[rR]ole$/.test(value.name) || (camelCase(value.name) === 'grantPrincipal' && hasRole(value.of));
    case 'given':
      return /(?:^|\.)(?:I?(?:Role|User|Group)|\w*(?:Function|Project|Instance|StateMachine))$/.test(
        value.type ?? '',
      );
    default: {
      const [service, ofService = ''] = classOf(value)?.split('.') ?? [];
      return service === 'iam'
        ? /^(?:Role|LazyRole|User|Group)$/.test(ofService)
        : service !== undefined && service !== 'core';
    }
  }
}

function compositeOf(made: Made, reader: PolicyReader): Value {
  const { positional, isOpen } = made.args;
  const written: Value = { kind: 'list', items: positional.map(one => one()), isOpen };
  return listWith(written, 'principals', reader.changesOf(made).calls) ?? written;
}

function serviceNamed(written: string): string {
  return written.includes('.') ? written : `${written}.amazonaws.com`;
}

/** What a grant writes into a key's policy, or a call that adds a statement; a hole if it is not known. */
export function grantedBy(name: string, made: Made, reader: PolicyReader): PolicyValue {
  const [first, ...others] = made.args.positional;
  const argument = first ?? [...made.args.named.properties.values()][0]?.get;
  if (!argument) {
    return hole;
  }
  if (name === 'addToResourcePolicy') {
    return statementOf(argument(), reader);
  }
  const actions =
    name === 'grant' || name === 'actions'
      ? others.map(one => partOf(one(), reader))
      : (grants[name] ?? hole);
  const { principal, conditions } = principalOf(argument(), reader);
  return withoutAbsent({
    Effect: 'Allow',
    Principal: principal,
    Action: actions,
    Resource: '*',
    Condition: conditions,
  });
}

const encrypting = ['kms:Encrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'];

/** What the methods of a key allow, by their names; `grants` of a key has the same under shorter ones. */
export const grants: Readonly<Record<string, readonly string[]>> = {
  grantEncrypt: encrypting,
  grantDecrypt: ['kms:Decrypt'],
  grantEncryptDecrypt: ['kms:Decrypt', ...encrypting],
  grantGenerateMac: ['kms:GenerateMac'],
  grantVerifyMac: ['kms:VerifyMac'],
  encrypt: encrypting,
  decrypt: ['kms:Decrypt'],
  encryptDecrypt: ['kms:Decrypt', ...encrypting],
};
