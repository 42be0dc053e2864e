import { accountOfArn } from '../arn.ts';
import { type PolicyStatement, single } from './statement.ts';

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
  const StringLike = { 'kms:EncryptionContext:aws:cloudtrail:arn': contextArn };
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

/** Those whom the statements above let decrypt, in a policy that was written with them. */
export function readersIn(policy: string): readonly Reader[] {
  const { Statement = [] }: { readonly Statement?: readonly PolicyStatement[] } = JSON.parse(policy);
  return Statement.flatMap(({ Sid, Principal, Condition }): readonly Reader[] => {
    switch (Sid) {
      case sids.account:
        return [{ kind: 'account' }];
      case sids.accounts:
        return [
          {
            kind: 'accounts',
            ids: listed('AWS' in Principal ? Principal.AWS : undefined).flatMap(
              arn => accountOfArn(arn) ?? [],
            ),
          },
        ];
      case sids.organization:
        return listed(Condition?.['StringEquals']?.['aws:PrincipalOrgID']).map(id => ({
          kind: 'organization',
          id,
        }));
      default:
        return [];
    }
  });
}

function listed(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
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
