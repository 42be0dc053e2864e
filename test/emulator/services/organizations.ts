import { refuse } from '../errors.ts';
import { callerMay } from '../rules/authorization.ts';
import { jsonProtocol } from '../wire/json.ts';
import { operation, type Service } from './service.ts';

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
  },
};
