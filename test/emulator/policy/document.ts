import { refuse } from '../errors.ts';

/** A key policy as KMS understands it. Lists stand where the document may have one string. */
export interface PolicyDocument {
  readonly version: '2008-10-17' | '2012-10-17';
  readonly statements: readonly Statement[];
}

export interface Statement {
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  readonly principals: Negatable<PrincipalList>;
  /** `undefined` in a statement without actions or resources: it does nothing. */
  readonly actions: Negatable<readonly string[]> | undefined;
  readonly resources: Negatable<readonly string[]> | undefined;
  readonly conditions: readonly Condition[];
}

export interface Negatable<T> {
  readonly not: boolean;
  readonly values: T;
}

/** `Service` → names, `AWS` → ARNs and ids; `"*"` alone is `AWS` → `*`. */
export type PrincipalList = ReadonlyMap<PrincipalKind, readonly string[]>;
export type PrincipalKind = 'AWS' | 'Service' | 'Federated' | 'CanonicalUser';

export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/**
 * Reads a policy, or refuses it as MalformedPolicyDocumentException.
 * IAM User Guide, "Grammar of the IAM JSON policy language".
 */
export function readPolicy(text: string): PolicyDocument {
  const document = objectIn(parse(text), 'the policy');
  onlyMembers(document, ['Version', 'Id', 'Statement']);
  const version = document['Version'] ?? '2008-10-17';
  if (version !== '2012-10-17' && version !== '2008-10-17')
    malformed(`Invalid policy version ${String(version)}`);
  const given = document['Statement'];
  if (given === undefined) malformed('Policy has no Statement');
  return { version, statements: listOf(given).map(readStatement) };
}

function readStatement(value: unknown): Statement {
  const statement = objectIn(value, 'a statement');
  onlyMembers(statement, [
    'Sid',
    'Effect',
    'Principal',
    'NotPrincipal',
    'Action',
    'NotAction',
    'Resource',
    'NotResource',
    'Condition',
  ]);
  const sid = statement['Sid'];
  if (sid !== undefined && typeof sid !== 'string') malformed('Sid is not a string');
  const effect = statement['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny') malformed('Effect is neither Allow nor Deny');
  const principals = oneOf(statement, 'Principal', 'NotPrincipal', readPrincipals);
  if (!principals) malformed('A statement of a key policy needs a Principal');
  return {
    sid,
    effect,
    principals,
    actions: oneOf(statement, 'Action', 'NotAction', strings),
    resources: oneOf(statement, 'Resource', 'NotResource', strings),
    conditions: readConditions(statement['Condition']),
  };
}

function readPrincipals(value: unknown): PrincipalList {
  if (value === '*') return new Map([['AWS', ['*']]]);
  const kinds = ['AWS', 'Service', 'Federated', 'CanonicalUser'] as const;
  const given = objectIn(value, 'Principal');
  onlyMembers(given, kinds);
  return new Map(kinds.filter(kind => kind in given).map(kind => [kind, strings(given[kind])]));
}

function readConditions(value: unknown): readonly Condition[] {
  if (value === undefined) return [];
  return Object.entries(objectIn(value, 'Condition')).flatMap(([operator, keys]) => {
    if (!knownOperator.test(operator)) malformed(`Invalid Condition type : ${operator}`);
    return Object.entries(objectIn(keys, operator)).map(([key, values]) => ({
      operator,
      key,
      values: listOf(values).map(scalar),
    }));
  });
}

const knownOperator =
  /^(ForAnyValue:|ForAllValues:)?(Null|(String(Not)?(Equals|EqualsIgnoreCase|Like)|Arn(Not)?(Equals|Like)|Bool|(Numeric|Date)((Not)?Equals|(Less|Greater)Than(Equals)?)|(Not)?IpAddress)(IfExists)?)$/;

function oneOf<T>(
  statement: Record<string, unknown>,
  name: string,
  notName: string,
  read: (value: unknown) => T,
): Negatable<T> | undefined {
  if (name in statement && notName in statement) malformed(`Both ${name} and ${notName} in one statement`);
  if (name in statement) return { not: false, values: read(statement[name]) };
  return notName in statement ? { not: true, values: read(statement[notName]) } : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    malformed('Syntax errors in policy');
  }
}

function objectIn(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    malformed(`${what} is not an object`);
  return value as Record<string, unknown>;
}

function onlyMembers(object: Record<string, unknown>, names: readonly string[]): void {
  const unknown = Object.keys(object).find(name => !names.includes(name));
  if (unknown !== undefined) malformed(`Unknown field ${unknown}`);
}

function strings(value: unknown): readonly string[] {
  return listOf(value).map(item => (typeof item === 'string' ? item : malformed('A string was expected')));
}

function scalar(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'boolean' || typeof value === 'number'
    ? String(value)
    : malformed('Invalid condition value');
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function malformed(why: string): never {
  refuse('MalformedPolicyDocumentException', why);
}
