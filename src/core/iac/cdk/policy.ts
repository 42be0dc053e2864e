import {
  cloudTrailPrincipal,
  hole,
  PartialText,
  type PolicyObject,
  type PolicyValue,
  segment,
} from '../../trail/keyPolicy/index.ts';
import { propertyValue } from '../programs/properties.ts';
import { literalOf, type Made, madeOf, methodOf, type Opaque, type Value } from '../programs/value.ts';
import { isPlaceOfStack } from './library.ts';
import { classOf, propertiesOf } from './names.ts';

/** The trail for which a policy is read. */
export interface PolicyReader {
  /** The id of the trail: its ARN may be in the policy by reference. */
  readonly trail: string;
  /** What is known of its name, as parts of its ARN. */
  readonly name: PartialText['parts'];
}

/** A value of the program as one of a policy, with holes for what is decided at deployment. */
export function policyValue(value: Value, reader: PolicyReader): PolicyValue {
  switch (value.kind) {
    case 'nothing':
      return null;
    case 'plain':
      return value.value;
    case 'text': {
      const parts = value.parts.flatMap((part): readonly Part[] =>
        typeof part === 'string' ? [part] : standIn(part, reader),
      );
      return parts.every(part => typeof part === 'string') ? parts.join('') : new PartialText(parts);
    }
    case 'list':
      return value.isOpen ? hole : value.items.map(item => policyValue(item, reader));
    case 'record':
      return value.isOpen
        ? hole
        : Object.fromEntries(
            [...value.properties].flatMap(([name, property]) => {
              const inner = property.get();
              return inner.kind === 'nothing' ? [] : [[name, policyValue(inner, reader)]];
            }),
          );
    default: {
      const parts: readonly Part[] = standIn({ id: '', value }, reader);
      const [only, ...more] = parts;
      return more.length === 0 && only !== undefined ? only : new PartialText(parts);
    }
  }
}

type Part = PartialText['parts'][number];

function standIn({ value }: Opaque, { trail, name }: PolicyReader): readonly Part[] {
  if (isPlaceOfStack(value)) {
    return [segment];
  }
  if (value.kind === 'attribute') {
    const made = madeOf(value.of);
    if (/^(?:trailArn|trail_arn|attrArn|attr_arn)$/.test(value.name) && made?.id === trail) {
      return ['arn:', segment, ':cloudtrail:', segment, ':', segment, ':trail/', ...name];
    }
    return /(?:Arn|_arn)$/.test(value.name) ? ['arn:', hole] : [hole];
  }
  return [hole];
}

/** The policy that a key has without one of its own: the account's IAM policies decide. */
export const accountAdministers: PolicyObject = {
  Effect: 'Allow',
  Principal: { AWS: new PartialText(['arn:', segment, ':iam::', segment, ':root']) },
  Action: 'kms:*',
  Resource: '*',
};

/** The statements of a document: a `PolicyDocument`, or one as data. Undefined where they are not known. */
export function statementsOf(value: Value, reader: PolicyReader): readonly PolicyValue[] | undefined {
  const made = madeOf(value);
  if (!made) {
    const policy = value.kind === 'record' || value.kind === 'text' ? policyValue(value, reader) : hole;
    return listedStatements(policy);
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
      return document && listedStatements(policyValue(document(), reader));
    }
    default:
      return undefined;
  }
}

function listedStatements(policy: PolicyValue): readonly PolicyValue[] | undefined {
  if (
    typeof policy !== 'object' ||
    policy === null ||
    Array.isArray(policy) ||
    policy instanceof PartialText
  ) {
    return undefined;
  }
  const statements = (policy as PolicyObject)['Statement'];
  return statements === undefined || typeof statements === 'symbol' ? undefined : listed(statements);
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
    return document ? policyValue(document(), reader) : hole;
  }
  if (!made || name !== 'iam.PolicyStatement') {
    return hole;
  }
  const properties = propertiesOf(made, 0);
  if (properties.isOpen) {
    return hole;
  }
  const member = (property: string) => {
    const one = propertyValue(properties, property);
    return one && one.kind !== 'nothing' ? policyValue(one, reader) : undefined;
  };
  const effect = propertyValue(properties, 'effect');
  const principals = propertyValue(properties, 'principals');
  const notPrincipals = propertyValue(properties, 'notPrincipals');
  const conditions = member('conditions');
  const read = principals && principalsOf(principals, reader);
  return withoutAbsent({
    Sid: member('sid'),
    Effect: effectOf(effect),
    Principal: read?.principal,
    NotPrincipal: notPrincipals && principalsOf(notPrincipals, reader).principal,
    Action: member('actions'),
    NotAction: member('notActions'),
    Resource: member('resources'),
    NotResource: member('notResources'),
    Condition: mergedConditions(read?.conditions, conditions),
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

function mergedConditions(
  one: PolicyValue | undefined,
  other: PolicyValue | undefined,
): PolicyValue | undefined {
  if (one === undefined || other === undefined) {
    return one ?? other;
  }
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    return hole;
  }
  const merged: Record<string, PolicyValue> = { ...(one as PolicyObject) };
  for (const [operator, keys] of Object.entries(other as PolicyObject)) {
    const before = merged[operator];
    merged[operator] =
      typeof before === 'object' && before !== null && typeof keys === 'object' && keys !== null
        ? { ...(before as PolicyObject), ...(keys as PolicyObject) }
        : keys;
  }
  return merged;
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
export function principalOf(value: Value, reader: PolicyReader): Principals {
  const made = madeOf(value);
  if (!made) {
    return { principal: hole };
  }
  const method = methodOf(made);
  if (method?.name === 'withConditions') {
    const inner = principalOf(method.on, reader);
    const [conditions] = made.args.positional;
    return {
      ...inner,
      conditions: mergedConditions(inner.conditions, conditions && policyValue(conditions(), reader)),
    };
  }
  const [first, second] = made.args.positional;
  const argument = first ?? [...made.args.named.properties.values()][0]?.get;
  const written = argument && policyValue(argument(), reader);
  const inAccount = (account: PolicyValue): PolicyValue =>
    typeof account === 'string'
      ? new PartialText(['arn:', segment, `:iam::${account}:root`])
      : new PartialText(['arn:', segment, ':iam::', segment, ':root']);
  switch (classOf(made)) {
    case 'iam.ServicePrincipal':
    case 'iam.ServicePrincipal.fromStaticServicePrincipleName': {
      const options = propertiesOf(made, 1);
      const conditions = propertyValue(options, 'conditions');
      const service: PolicyValue = typeof written === 'string' ? serviceNamed(written) : hole;
      return {
        principal: { Service: service },
        conditions: conditions && policyValue(conditions, reader),
      };
    }
    case 'iam.AccountRootPrincipal':
      return { principal: { AWS: inAccount(hole) } };
    case 'iam.AccountPrincipal':
      return { principal: { AWS: inAccount(written ?? hole) } };
    case 'iam.ArnPrincipal':
    case 'iam.Role':
    case 'iam.User':
      return {
        principal: {
          AWS: classOf(made) === 'iam.ArnPrincipal' ? (written ?? hole) : new PartialText(['arn:', hole]),
        },
      };
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
      return { ...inner, conditions: second && policyValue(second(), reader) };
    }
    case 'iam.CompositePrincipal':
      return principalsOf(
        { kind: 'list', items: made.args.positional.map(one => one()), isOpen: made.args.isOpen },
        reader,
      );
    default:
      return { principal: hole };
  }
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
      ? others.map(one => policyValue(one(), reader))
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

/** Whether a policy speaks of CloudTrail. */
export function namesCloudTrail(statements: readonly PolicyValue[]): boolean {
  return JSON.stringify(statements, (_, value) =>
    value instanceof PartialText ? value.parts.filter(part => typeof part === 'string').join('') : value,
  ).includes(cloudTrailPrincipal);
}
