import type { Seed, WorldSeed } from '../world/seed.ts';

/** Access keys of the world's people, who reach its accounts by profile. */
export const access = {
  management: 'AKIAORGMANAGEMENT001',
  audit: 'AKIAORGAUDIT00000001',
  /** Of the one account with a profile of its own that has a trail without SSE-KMS. */
  payments: 'AKIAORGPAYMENTS00001',
  ssoToken: 'token-of-the-organization',
} as const;

export const ids = {
  management: '100000000000',
  audit: '100000000001',
  payments: '100000000042',
} as const;

export interface OrganizationSize {
  readonly accounts: number;
}

/**
 * A large organization, as AWS Config knows it: a trail for all, recorded in every account and Region; every third account with a
 * trail of its own, most under a key of its own; three trails without SSE-KMS and one under a key that is switched off; accounts that
 * record nothing, or no trails; one whose recording is older than what is so.
 */
export function organizationSeed({ accounts }: OrganizationSize): Seed {
  return world => {
    const all = Array.from({ length: accounts }, (_, index) => accountOf(world, index));
    const [management, audit, ...others] = all;
    if (!management || !audit) throw new Error('An organization has two accounts at least');
    management.user('admin', { accessKeys: [access.management] });
    audit.user('auditor', { accessKeys: [access.audit] });
    const organization = world.organization({
      id: 'o-a1b2c3d4e5',
      management,
      members: all.slice(1),
      delegated: [audit],
    });

    audit.bucket('acme-org-logs', 'eu-west-1', { bucketKey: true, sharedWith: [management.id] });
    const key = management.key('eu-west-1', 'alias/org-cloudtrail', { admits: 'CloudTrail with Bucket Key' });
    management.trail('org-trail', {
      home: 'eu-west-1',
      bucket: 'acme-org-logs',
      organization: true,
      key: key.arn,
    });

    for (const [index, account] of others.entries()) {
      const number = index + 2;
      if (number % 3 !== 0) continue;
      const bucket = `acme-logs-${account.id}`;
      const home = homes[number % homes.length] ?? 'eu-west-1';
      account.bucket(bucket, home, { bucketKey: number % 2 === 0 });
      const own = number % 6 === 0 || home !== 'eu-west-1';
      if (own)
        account.key(home, 'alias/cloudtrail', {
          admits: 'CloudTrail with Bucket Key',
          state: number === 600 ? 'Disabled' : 'Enabled',
        });
      account.trail('audit', {
        home,
        bucket,
        multiRegion: number % 4 === 0,
        ...(withoutKey.has(number) ? {} : { key: own ? 'alias/cloudtrail' : key.arn }),
      });
    }

    const stale = others[97];
    organization.recorded({
      ...Object.fromEntries(others.slice(100, 108).map(({ id }) => [id, 'nothing' as const])),
      ...Object.fromEntries(others.slice(200, 230).map(({ id }) => [id, { types: ['AWS::S3::Bucket'] }])),
    });
    // What AWS Config does not know yet.
    stale?.bucket('acme-new-logs', 'eu-west-1');
    stale?.trail('made-today', { home: 'eu-west-1', bucket: 'acme-new-logs' });
    for (const { id } of others.slice(300, 302)) {
      organization.uncollected({
        accountId: id,
        region: 'eu-west-1',
        status: 'FAILED',
        code: 'AccessDenied',
        message: 'The aggregator is not authorized to collect data from this account and Region.',
      });
    }
    organization.aggregator(audit, 'eu-central-1');
  };
}

/** The organization that the budgets are about. */
export const seed: Seed = organizationSeed({ accounts: 1000 });

/** By the number of the account. */
const withoutKey = new Set([42, 399, 750]);

const homes = ['eu-west-1', 'us-east-1', 'eu-west-1', 'eu-west-1', 'ap-southeast-2'];

function accountOf(world: WorldSeed, index: number) {
  const id = String(100_000_000_000 + index);
  const account = world.account(id, { name: nameOf(index) });
  if (index % 10 === 2) {
    account.role('ReadOnly', { trusts: [], ssoToken: access.ssoToken });
    account.role('Administrator', { trusts: [], ssoToken: access.ssoToken });
  }
  if (id === ids.payments) {
    account.user('admin', { accessKeys: [access.payments] });
    account.role('Operator', { trusts: [ids.audit] });
  }
  return account;
}

function nameOf(index: number): string {
  const named = ['management', 'audit'][index] ?? (index === 42 ? 'payments' : undefined);
  return named ?? `team-${String(index).padStart(3, '0')}`;
}
