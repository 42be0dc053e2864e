import { refuse } from '../errors.ts';
import { required, string } from '../wire/members.ts';
import { restJsonProtocol } from '../wire/rest.ts';
import { openSession } from '../world/sessions.ts';
import { type Service, unsignedOperation } from './service.ts';

/** The portal of IAM Identity Center: it is asked with an access token and without a signature. */
export const sso: Service = {
  name: 'awsssoportal',
  protocol: restJsonProtocol([
    {
      operation: 'GetRoleCredentials',
      method: 'GET',
      path: '/federation/credentials',
      members: ({ query, headers }) => ({
        roleName: query.get('role_name') ?? undefined,
        accountId: query.get('account_id') ?? undefined,
        accessToken: headers['x-amz-sso_bearer_token'],
      }),
    },
  ]),
  operations: {},
  unsigned: {
    GetRoleCredentials: unsignedOperation(
      { roleName: required(string()), accountId: required(string()), accessToken: required(string()) },
      ({ world }, { roleName, accountId, accessToken }) => {
        const roles = [...world.accounts.values()].flatMap(each => each.principals);
        if (!roles.some(each => each.role?.ssoToken === accessToken)) {
          refuse('UnauthorizedException', 'Session token not found or invalid', 401);
        }
        const role = roles.find(
          each => each.kind === 'role' && each.accountId === accountId && each.name === roleName,
        );
        if (role?.role?.ssoToken !== accessToken) refuse('ForbiddenException', 'No access', 403);
        const session = openSession(world, role, 'sso-user');
        return {
          roleCredentials: {
            accessKeyId: session.accessKeyId,
            secretAccessKey: session.secretAccessKey,
            sessionToken: session.sessionToken,
            expiration: session.expiresAt,
          },
        };
      },
    ),
  },
};
