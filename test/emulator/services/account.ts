import { refuse } from '../errors.ts';
import { callerMay } from '../rules/authorization.ts';
import { pageOf } from '../rules/paging.ts';
import { integer, list, optional, string } from '../wire/members.ts';
import { restJsonProtocol } from '../wire/rest.ts';
import { operation, type Service } from './service.ts';

const statuses = ['ENABLED', 'ENABLING', 'DISABLING', 'DISABLED', 'ENABLED_BY_DEFAULT'] as const;

export const account: Service = {
  name: 'account',
  protocol: restJsonProtocol([{ operation: 'ListRegions', method: 'POST', path: '/listRegions' }]),
  operations: {
    ListRegions: operation(
      {
        AccountId: optional(string({ pattern: /^\d{12}$/ })),
        MaxResults: optional(integer({ min: 1, max: 50 })),
        NextToken: optional(string({ max: 1000 })),
        RegionOptStatusContains: optional(list(string({ oneOf: statuses }))),
      },
      (call, { AccountId, MaxResults = 50, NextToken, RegionOptStatusContains }) => {
        callerMay(call, 'account:ListRegions');
        if (AccountId !== undefined && !mayAskAbout(call, AccountId)) {
          refuse('AccessDeniedException', `You do not have access to account ${AccountId}.`);
        }
        const asked = call.world.account(AccountId ?? call.account.id);
        const regions = [...asked.regions].filter(
          ([, status]) => RegionOptStatusContains?.includes(status) ?? true,
        );
        const page = pageOf(call, regions, {
          token: NextToken,
          size: MaxResults,
          invalid: ['ValidationException', 'The NextToken is invalid.'],
        });
        return {
          Regions: page.items.map(([RegionName, RegionOptStatus]) => ({ RegionName, RegionOptStatus })),
          NextToken: page.next,
        };
      },
    ),
  },
};

/** Another account may be asked about by its organization's management account only. Account Management API, ListRegions. */
function mayAskAbout(
  call: Parameters<typeof callerMay>[0] & { account: { id: string } },
  id: string,
): boolean {
  const organization = call.world.organizationOf(id);
  return organization?.managementAccountId === call.account.id && id !== call.account.id;
}
