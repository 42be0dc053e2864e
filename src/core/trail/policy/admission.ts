import type { Call } from './call.ts';
import {
  isObject,
  isUnknown,
  member,
  type PolicyDocument,
  type PolicyValue,
  statementName,
} from './document.ts';
import { any, incomplete, type Match, malformed } from './match.ts';
import { statementMatches } from './statementMatch.ts';

/** What a policy says of one call of CloudTrail. */
export interface Admission<C extends Call = Call> {
  readonly action: C['action'];
  readonly allow: Match;
  readonly deny: Match;
  /** Sid or position, counted from one, of a Deny that surely matches. */
  readonly deniedBy: string | undefined;
}

export function admissionOf<C extends Call>(document: PolicyDocument, call: C): Admission<C> {
  const allows: Match[] = [];
  const denies: Match[] = [];
  let deniedBy: string | undefined;
  for (const { name, effect, match } of statementsOn(document, call)) {
    if (effect !== 'Deny') {
      allows.push(match);
    }
    if (effect !== 'Allow') {
      denies.push(match);
      deniedBy ??= match === 'yes' ? name : undefined;
    }
  }
  return { action: call.action, allow: any(allows), deny: any(denies), deniedBy };
}

/** What each statement of a policy says of a call, in their order. */
export interface Statement {
  /** Sid, or position counted from one. */
  readonly name: string;
  /** An effect that is not known or not valid may be either: then the match is never certain. */
  readonly effect: 'Allow' | 'Deny' | 'either';
  readonly match: Match;
}

export function statementsOn(document: PolicyDocument, call: Call): readonly Statement[] {
  return document.statements.map((statement, index) => ({
    name: statementName(statement, index),
    ...readStatement(statement, call, document.variables),
  }));
}

function readStatement(statement: PolicyValue, call: Call, variables: boolean): Omit<Statement, 'name'> {
  if (!isObject(statement)) {
    return {
      effect: 'either',
      match: isUnknown(statement) ? incomplete : malformed('a statement is not an object'),
    };
  }
  const effect = member(statement, 'Effect');
  const match = statementMatches(statement, call, variables);
  if (effect === 'Allow' && match === 'yes' && member(statement, 'NotPrincipal') !== undefined) {
    // IAM User Guide, "IAM JSON policy elements: NotPrincipal": with Allow it is not supported.
    return { effect, match: malformed('an Allow has NotPrincipal') };
  }
  if (effect === 'Allow' || effect === 'Deny') {
    return { effect, match };
  }
  const doubt = isUnknown(effect)
    ? incomplete
    : malformed('a statement has neither the Effect Allow nor Deny');
  return { effect: 'either', match: match === 'no' ? 'no' : doubt };
}
