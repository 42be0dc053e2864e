import { refuse } from '../errors.ts';
import { type RoleRequest, roleNamed, roleTrustsCaller } from '../rules/assumeRole.ts';
import { callerMay } from '../rules/authorization.ts';
import { stsIsActive } from '../rules/region.ts';
import { optional, type Reader, required, string } from '../wire/members.ts';
import { queryProtocol } from '../wire/query.ts';
import type { Credential, Principal } from '../world/model.ts';
import { openSession } from '../world/sessions.ts';
import type { World } from '../world/world.ts';
import { operation, type Service, unsignedOperation } from './service.ts';

const roleArn = string({ min: 20, max: 2048, pattern: /^arn:[a-z-]+:iam::\d{12}:role\/.+$/ });
const sessionName = string({ min: 2, max: 64, pattern: /^[\w+=,.@-]*$/ });
const duration = numberIn(900, 43_200);

export const sts: Service = {
  name: 'sts',
  protocol: queryProtocol('2011-06-15'),
  operations: {
    GetCallerIdentity: operation({}, ({ caller, account }) => ({
      UserId: caller.callerId,
      Account: account.id,
      Arn: caller.callerArn,
    })),

    AssumeRole: operation(
      {
        RoleArn: required(roleArn),
        RoleSessionName: required(sessionName),
        DurationSeconds: optional(duration),
        ExternalId: optional(string({ min: 2, max: 1224 })),
        SerialNumber: optional(string({ min: 9, max: 256 })),
        TokenCode: optional(string({ min: 6, max: 6, pattern: /^\d*$/ })),
      },
      (call, input) => {
        stsIsActive(call.account, call.region);
        callerMay(call, 'sts:AssumeRole', input.RoleArn);
        const request: RoleRequest = input;
        const found = roleNamed(call.world, input.RoleArn);
        roleTrustsCaller(call.caller, found?.role, request);
        return assumed(call.world, found?.role, input.RoleSessionName, input.DurationSeconds);
      },
    ),
  },
  unsigned: {
    AssumeRoleWithWebIdentity: unsignedOperation(
      {
        RoleArn: required(roleArn),
        RoleSessionName: required(sessionName),
        WebIdentityToken: required(string({ min: 4, max: 20_000 })),
        DurationSeconds: optional(duration),
      },
      ({ world }, input) => {
        const role = roleNamed(world, input.RoleArn)?.role;
        if (role?.role?.webIdentityToken === undefined) {
          refuse('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', 403);
        }
        if (role.role.webIdentityToken !== input.WebIdentityToken) {
          refuse('InvalidIdentityToken', 'The ID Token provided is not a valid JWT.');
        }
        return {
          ...assumed(world, role, input.RoleSessionName, input.DurationSeconds),
          SubjectFromWebIdentityToken: 'emulator',
          Provider: 'token.emulator',
        };
      },
    ),
  },
};

function assumed(world: World, role: Principal | undefined, name: string, seconds = 3600) {
  if (!role) refuse('AccessDenied', 'Not authorized to perform sts:AssumeRole', 403);
  const session = openSession(world, role, name, { seconds });
  return {
    Credentials: writeCredentials(session),
    AssumedRoleUser: { AssumedRoleId: session.callerId, Arn: session.callerArn },
  };
}

function writeCredentials({ accessKeyId, secretAccessKey, sessionToken, expiresAt }: Credential) {
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: new Date(expiresAt ?? 0).toISOString(),
  };
}

/** A number in a form: digits in text. */
function numberIn(min: number, max: number): Reader<number> {
  return (value, at) => {
    const text = string({ pattern: /^\d+$/ })(value, at);
    if (Number(text) < min || Number(text) > max) {
      refuse(
        'ValidationException',
        `1 validation error detected: Value '${text}' at '${at}' failed to satisfy constraint: Member must have value between ${min} and ${max}`,
      );
    }
    return Number(text);
  };
}
