import { holds, type RequestContext } from './condition.ts';
import type { PolicyDocument, PrincipalList, Statement } from './document.ts';
import { matchesWildcard } from './wildcard.ts';

export interface PolicyRequest {
  readonly who: Requester;
  readonly action: string;
  readonly resource: string;
  readonly context: RequestContext;
}

export type Requester =
  | { readonly kind: 'service'; readonly name: string }
  | {
      readonly kind: 'principal';
      /** The ARN that called, and for a session also the role's: either may be named. */
      readonly arns: readonly string[];
      readonly accountId: string;
    };

/** What a policy says: a Deny, an Allow by name, an Allow only to the caller's account as a whole, or nothing. */
export type Judgement = 'denied' | 'allowed' | 'allowed to the account' | 'silent';

/** Judges a request by a resource policy. IAM User Guide, "Policy evaluation logic": a matching Deny beats every Allow. */
export function judge(policy: PolicyDocument, request: PolicyRequest): Judgement {
  const applying = policy.statements.filter(
    statement =>
      coversAction(statement, request.action) &&
      coversResource(statement, request.resource) &&
      statement.conditions.every(condition => holds(condition, request.context)),
  );
  const reached = applying.map(statement => ({ statement, reach: reachOf(statement, request.who) }));
  if (reached.some(({ statement, reach }) => statement.effect === 'Deny' && reach !== 'nobody'))
    return 'denied';
  const allowed = reached.filter(({ statement }) => statement.effect === 'Allow').map(({ reach }) => reach);
  if (allowed.includes('requester')) return 'allowed';
  return allowed.includes('account') ? 'allowed to the account' : 'silent';
}

function coversAction({ actions }: Statement, action: string): boolean {
  return (
    actions !== undefined && actions.values.some(each => matchesWildcard(each, action, true)) !== actions.not
  );
}

function coversResource({ resources }: Statement, resource: string): boolean {
  return (
    resources !== undefined &&
    resources.values.some(each => matchesWildcard(each, resource)) !== resources.not
  );
}

type Reach = 'requester' | 'account' | 'nobody';

function reachOf({ principals, effect }: Statement, who: Requester): Reach {
  const reach = named(principals.values, who);
  if (!principals.not) return reach;
  // An Allow with NotPrincipal reaches everybody else; a Deny with it spares whoever is named, or whose account is.
  if (effect === 'Allow') return reach === 'requester' ? 'nobody' : 'requester';
  return reach === 'nobody' ? 'requester' : 'nobody';
}

function named(principals: PrincipalList, who: Requester): Reach {
  const aws = principals.get('AWS') ?? [];
  if (aws.includes('*')) return 'requester';
  if (who.kind === 'service')
    return (principals.get('Service') ?? []).includes(who.name) ? 'requester' : 'nobody';
  if (aws.some(each => who.arns.includes(each))) return 'requester';
  const root = new RegExp(`^(${who.accountId}|arn:[a-z-]+:iam::${who.accountId}:root)$`);
  return aws.some(each => root.test(each)) ? 'account' : 'nobody';
}
