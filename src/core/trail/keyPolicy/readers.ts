import { accountOfArn } from '../arn.ts';
import { isObject, listOf, member, type PolicyValue, readPolicy } from '../policy/document.ts';
import { encryptionContext, type PolicyStatement, single } from './statement.ts';

/** Who may decrypt log files, beside those whom IAM policies of the key's account let. */
export type Reader =
  /**
   * Every principal of the key's account that can read the bucket, as with keys that the CloudTrail console creates.
   */
  | { readonly kind: 'account' }
  /** Other accounts: their own IAM policies say who of them. */
  | { readonly kind: 'accounts'; readonly ids: readonly string[] }
  /** Every account of an organization: their own IAM policies say who of them. */
  | { readonly kind: 'organization'; readonly id: string };

/** The key, and the trails whose log files may be read with it: no other use of the key is opened. */
export interface ReadAccess {
  readonly partition: string;
  readonly keyAccount: string;
  /** `arn:PARTITION:cloudtrail:*:OWNER:trail/*`. */
  readonly contextArn: string | readonly string[];
}

/**
 * The statements that let readers decrypt, one for each kind (CloudTrail User Guide, "Default KMS key policy created in
 * the CloudTrail console"; KMS Developer Guide, "Allowing users in other accounts to use a KMS key").
 */
export function readerStatements(
  readers: readonly Reader[],
  { partition, keyAccount, contextArn }: ReadAccess,
): PolicyStatement[] {
  const StringLike = { [encryptionContext]: contextArn };
  const accounts = readers.flatMap(reader => (reader.kind === 'accounts' ? reader.ids : []));
  const organizations = readers.flatMap(reader => (reader.kind === 'organization' ? [reader.id] : []));
  const statements: PolicyStatement[] = [];
  if (readers.some(({ kind }) => kind === 'account')) {
    statements.push({
      Sid: sids.account,
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: ['kms:Decrypt', 'kms:ReEncryptFrom'],
      Resource: '*',
      Condition: { StringEquals: { 'kms:CallerAccount': keyAccount }, StringLike },
    });
  }
  if (accounts.length > 0) {
    statements.push({
      Sid: sids.accounts,
      Effect: 'Allow',
      Principal: { AWS: single(accounts.map(id => `arn:${partition}:iam::${id}:root`)) },
      Action: 'kms:Decrypt',
      Resource: '*',
      Condition: { StringLike },
    });
  }
  if (organizations.length > 0) {
    statements.push({
      Sid: sids.organization,
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: 'kms:Decrypt',
      Resource: '*',
      Condition: { StringEquals: { 'aws:PrincipalOrgID': single(organizations) }, StringLike },
    });
  }
  return statements;
}

/**
 * Those whom the statements above let decrypt, in a policy that was written with them. The policy may come from a journal that
 * was damaged: what is no such statement lets nobody decrypt.
 */
export function readersIn(policy: string): readonly Reader[] {
  const read = readPolicy(policy);
  return read.kind === 'doubt' ? [] : read.document.statements.flatMap(readersInStatement);
}

function readersInStatement(statement: PolicyValue): readonly Reader[] {
  switch (at(statement, 'Sid')) {
    case sids.account:
      return [{ kind: 'account' }];
    case sids.accounts: {
      const ids = textsAt(statement, 'Principal', 'AWS').flatMap(arn => accountOfArn(arn) ?? []);
      return ids.length === 0 ? [] : [{ kind: 'accounts', ids }];
    }
    case sids.organization:
      return textsAt(statement, 'Condition', 'StringEquals', 'aws:PrincipalOrgID').map(id => ({
        kind: 'organization',
        id,
      }));
    default:
      return [];
  }
}

function textsAt(value: PolicyValue, ...path: readonly string[]): readonly string[] {
  return listOf(at(value, ...path)).filter(one => typeof one === 'string');
}

/** A member of members; null where there is none. */
function at(value: PolicyValue, ...path: readonly string[]): PolicyValue {
  return path.reduce((outer, name) => (isObject(outer) && member(outer, name)) || null, value);
}

const sids = {
  account: 'AccountPrincipalsDecryptLogs',
  accounts: 'OtherAccountsDecryptLogs',
  organization: 'OrganizationDecryptsLogs',
} as const;

/** Whether a text is the id of an organization (AWS Organizations API Reference, Organization `Id`). */
export function isOrganizationId(text: string): boolean {
  return /^o-[a-z0-9]{10,32}$/.test(text);
}
