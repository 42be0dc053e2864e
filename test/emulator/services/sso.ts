import { refuse } from '../errors.ts';
import { pageOf } from '../rules/paging.ts';
import type { HttpRequest } from '../wire/http.ts';
import { optional, required, string } from '../wire/members.ts';
import { restJsonProtocol } from '../wire/rest.ts';
import type { Principal } from '../world/model.ts';
import { openSession } from '../world/sessions.ts';
import { type Service, type UnsignedCall, unsignedOperation } from './service.ts';

const invalidToken = ['InvalidRequestException', 'Invalid next token'] as const;
const accountId = required(string({ pattern: /^\d{12}$/ }));
const accessToken = required(string());
const paged = {
  accessToken,
  maxResults: optional(string({ pattern: /^\d+$/ })),
  nextToken: optional(string()),
};

/** The portal of IAM Identity Center: it is asked with an access token and without a signature. */
export const sso: Service = {
  name: 'awsssoportal',
  protocol: restJsonProtocol([
    {
      operation: 'GetRoleCredentials',
      method: 'GET',
      path: '/federation/credentials',
      members: request => ({ ...members(request), roleName: request.query.get('role_name') ?? undefined }),
    },
    { operation: 'ListAccounts', method: 'GET', path: '/assignment/accounts', members },
    { operation: 'ListAccountRoles', method: 'GET', path: '/assignment/roles', members },
  ]),
  operations: {},
  unsigned: {
    GetRoleCredentials: unsignedOperation(
      { roleName: required(string()), accountId, accessToken },
      (call, input) => {
        const role = rolesFor(call, input.accessToken).find(
          each => each.accountId === input.accountId && each.name === input.roleName,
        );
        if (!role) refuse('ForbiddenException', 'No access', 403);
        const session = openSession(call.world, role, 'sso-user');
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

    ListAccounts: unsignedOperation(paged, (call, input) => {
      const ids = [...new Set(rolesFor(call, input.accessToken).map(each => each.accountId))];
      const page = pageOf({ ...call, account: { id: input.accessToken }, region: '' }, ids, pagingOf(input));
      return {
        accountList: page.items.map(id => {
          const { name } = call.world.account(id);
          return { accountId: id, accountName: name, emailAddress: `aws+${id}@example.com` };
        }),
        nextToken: page.next,
      };
    }),

    ListAccountRoles: unsignedOperation({ ...paged, accountId }, (call, input) => {
      const roles = rolesFor(call, input.accessToken).filter(each => each.accountId === input.accountId);
      if (roles.length === 0) refuse('ForbiddenException', 'No access', 403);
      const page = pageOf(
        { ...call, account: { id: input.accessToken }, region: '' },
        roles,
        pagingOf(input),
      );
      return {
        roleList: page.items.map(each => ({ roleName: each.name, accountId: each.accountId })),
        nextToken: page.next,
      };
    }),
  },
};

function members({ query, headers }: HttpRequest): Record<string, string | undefined> {
  return {
    accountId: query.get('account_id') ?? undefined,
    maxResults: query.get('max_result') ?? undefined,
    nextToken: query.get('next_token') ?? undefined,
    accessToken: headers['x-amz-sso_bearer_token'],
  };
}

function pagingOf({
  maxResults,
  nextToken,
}: Readonly<Record<'maxResults' | 'nextToken', string | undefined>>) {
  const size = Number(maxResults ?? 100);
  if (size < 1 || size > 100) refuse('InvalidRequestException', 'Invalid maxResults');
  return { token: nextToken, size, invalid: invalidToken };
}

/** The roles that a token hands out, or a refusal of the token. */
function rolesFor({ world }: UnsignedCall, token: string): readonly Principal[] {
  const roles = [...world.accounts.values()].flatMap(each => each.principals);
  const own = roles.filter(each => each.role?.ssoToken === token);
  if (own.length === 0) refuse('UnauthorizedException', 'Session token not found or invalid', 401);
  return own;
}
