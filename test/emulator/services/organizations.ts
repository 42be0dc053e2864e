import { refuse } from '../errors.ts';
import { callerMay } from '../rules/authorization.ts';
import { pageOf } from '../rules/paging.ts';
import { jsonProtocol } from '../wire/json.ts';
import { integer, optional, required, string } from '../wire/members.ts';
import type { Organization } from '../world/model.ts';
import { type Call, operation, type Service } from './service.ts';

export const organizations: Service = {
  name: 'organizations',
  protocol: jsonProtocol('AWSOrganizationsV20161128'),
  operations: {
    DescribeOrganization: operation({}, call => {
      callerMay(call, 'organizations:DescribeOrganization');
      const organization = call.world.organizationOf(call.account.id);
      if (!organization) {
        refuse('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.');
      }
      const { id, managementAccountId, allFeatures } = organization;
      const management = call.world.accounts.get(managementAccountId);
      const root = `arn:${call.account.partition}:organizations::${managementAccountId}`;
      return {
        Organization: {
          Id: id,
          Arn: `${root}:organization/${id}`,
          FeatureSet: allFeatures ? 'ALL' : 'CONSOLIDATED_BILLING',
          MasterAccountArn: `${root}:account/${id}/${managementAccountId}`,
          MasterAccountId: managementAccountId,
          MasterAccountEmail: `aws@${management?.name ?? 'management'}.example`,
          AvailablePolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }],
        },
      };
    }),

    ListAccounts: operation(
      { MaxResults: optional(integer({ min: 1, max: 20 })), NextToken: optional(string()) },
      (call, { MaxResults = 20, NextToken }) => {
        const organization = administered(call, 'organizations:ListAccounts');
        const page = pageOf(call, accountsOf(organization), {
          token: NextToken,
          size: MaxResults,
          invalid: ['InvalidInputException', 'You provided an invalid value for NextToken.'],
        });
        return {
          Accounts: page.items.map(id => writeAccount(call, organization, id)),
          NextToken: page.next,
        };
      },
    ),

    DescribeAccount: operation(
      { AccountId: required(string({ pattern: /^\d{12}$/ })) },
      (call, { AccountId }) => {
        const organization = administered(call, 'organizations:DescribeAccount');
        if (!accountsOf(organization).includes(AccountId)) {
          refuse('AccountNotFoundException', "You specified an account that doesn't exist.");
        }
        return { Account: writeAccount(call, organization, AccountId) };
      },
    ),
  },
};

function accountsOf({ managementAccountId, memberIds }: Organization): readonly string[] {
  return [managementAccountId, ...memberIds];
}

/** For the management account and delegated administrators. Organizations API, ListAccounts. */
function administered(call: Call, action: string): Organization {
  callerMay(call, action);
  const organization = call.world.organizationOf(call.account.id);
  if (!organization) {
    refuse('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.');
  }
  const mayAsk = [organization.managementAccountId, ...organization.delegatedAdministrators];
  if (!mayAsk.includes(call.account.id)) {
    refuse('AccessDeniedException', "You don't have permissions to access this resource.");
  }
  return organization;
}

function writeAccount({ world, account }: Call, { id, managementAccountId }: Organization, member: string) {
  return {
    Id: member,
    Arn: `arn:${account.partition}:organizations::${managementAccountId}:account/${id}/${member}`,
    Name: world.account(member).name,
    Email: `aws+${member}@example.com`,
    Status: 'ACTIVE',
    JoinedMethod: 'CREATED',
  };
}
