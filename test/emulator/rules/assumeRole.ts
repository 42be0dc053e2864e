import { refuse } from '../errors.ts';
import { matchesWildcard } from '../policy/wildcard.ts';
import type { Account, Credential, Principal } from '../world/model.ts';
import type { World } from '../world/world.ts';

export interface RoleRequest {
  readonly RoleArn: string;
  readonly SerialNumber?: string | undefined;
  readonly TokenCode?: string | undefined;
  readonly ExternalId?: string | undefined;
}

/** The role named by an ARN. AWS does not say whether a role exists: AccessDenied either way. */
export function roleNamed(world: World, arn: string): { account: Account; role: Principal } | undefined {
  for (const account of world.accounts.values()) {
    const role = account.principals.find(each => each.kind === 'role' && each.arn === arn);
    if (role) return { account, role };
  }
  return undefined;
}

/**
 * The role trusts the caller, who gives the external id and the one-time code that the trust policy asks for.
 * STS API Reference, AssumeRole; IAM User Guide, "Configure MFA-protected API access".
 */
export function roleTrustsCaller(
  caller: Credential,
  role: Principal | undefined,
  request: RoleRequest,
): void {
  const trust = role?.role;
  const { principal } = caller;
  const trusted = trust?.trusts.some(
    each =>
      each === principal.accountId ||
      each === `arn:${principal.arn.split(':')[1]}:iam::${principal.accountId}:root` ||
      matchesWildcard(each, principal.arn),
  );
  const externalIdFits = trust?.externalId === undefined || trust.externalId === request.ExternalId;
  const mfaGiven = trust?.mfaCode === undefined || request.TokenCode !== undefined;
  if (!trust || !trusted || !externalIdFits || !mfaGiven) {
    refuse(
      'AccessDenied',
      `User: ${caller.callerArn} is not authorized to perform: sts:AssumeRole on resource: ${request.RoleArn}`,
      403,
    );
  }
  codeIsRight(trust.mfaCode, trust.mfaSerial, request);
}

/** A one-time code is right, and of the right device. STS API Reference, AssumeRole `TokenCode`. */
function codeIsRight(code: string | undefined, serial: string | undefined, request: RoleRequest): void {
  if (request.TokenCode === undefined) return;
  if (request.SerialNumber === undefined || (serial !== undefined && serial !== request.SerialNumber)) {
    refuse('AccessDenied', 'MultiFactorAuthentication failed, unable to validate MFA code.', 403);
  }
  if (request.TokenCode !== code) {
    refuse('AccessDenied', 'MultiFactorAuthentication failed with invalid MFA one time pass code.', 403);
  }
}
