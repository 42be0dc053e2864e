import { onceFor } from '../../base/onceFor.ts';
import { type Call, cloudTrailPrincipal } from './call.ts';
import { conditionHolds } from './condition.ts';
import {
  isObject,
  isUnknown,
  listOf,
  member,
  type PolicyObject,
  type PolicyValue,
  segment,
} from './document.ts';
import { all, any, incomplete, type Match, malformed, not } from './match.ts';
import { couldBeAnything, ignoringCase, isAnything, literal, matchText, pattern } from './pattern.ts';

/** Whether a statement applies to a call, whatever its effect. */
export function statementMatches(statement: PolicyObject, call: Call, variables: boolean): Match {
  // Most statements of a policy are about something else: the cheap questions come first.
  const speaksOf = speaksOfCloudTrail(statement, call.action);
  if (speaksOf === 'no') {
    return 'no';
  }
  const doubts: Match[] = [speaksOf];
  for (const ask of [
    () => either(statement, 'Resource', 'NotResource', value => resourcesMatch(value, call, variables)),
    () => conditionHolds(member(statement, 'Condition'), call, variables),
    () => onlyKnownElements(statement),
  ]) {
    const match = ask();
    if (match === 'no') {
      return 'no';
    }
    doubts.push(match);
  }
  return all(doubts);
}

/** The part of a statement about an action of CloudTrail, the same for every trail: computed once for each. */
const spokenOf = onceFor((_: PolicyObject) => new Map<string, Match>());

function speaksOfCloudTrail(statement: PolicyObject, action: string): Match {
  const known = spokenOf(statement);
  const match =
    known.get(action) ??
    all([
      either(statement, 'Action', 'NotAction', value => actionsMatch(value, action)),
      principalMatches(statement),
    ]);
  known.set(action, match);
  return match;
}

/** IAM User Guide, "Grammar of the IAM JSON policy language": with an element of another name AWS refuses the policy. */
function onlyKnownElements(statement: PolicyObject): Match {
  const other = Object.keys(statement).find(name => !elements.has(name));
  return other === undefined ? 'yes' : malformed(`a statement has the unknown element "${other}"`);
}

const elements: ReadonlySet<string> = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

/** Whether a statement speaks of everybody: `"*"`, `{"AWS": "*"}`, or all but some. */
export function namesEverybody(statement: PolicyObject): boolean {
  const principal = member(statement, 'Principal');
  if (principal === undefined) {
    return member(statement, 'NotPrincipal') !== undefined;
  }
  return principal === '*' || (isObject(principal) && listOf(member(principal, 'AWS') ?? []).includes('*'));
}

/** A statement without Action or without Resource does nothing (KMS Developer Guide, "Key policies"). */
function either(
  statement: PolicyObject,
  name: string,
  negatedName: string,
  match: (value: PolicyValue) => Match,
): Match {
  const value = member(statement, name);
  const negated = member(statement, negatedName);
  if (value !== undefined && negated !== undefined) {
    return malformed(`a statement has both ${name} and ${negatedName}`);
  }
  if (value !== undefined) {
    return match(value);
  }
  return negated === undefined ? 'no' : not(match(negated));
}

/** Whether actions, which may have wildcards, take in a call; case makes no difference. */
export function actionsMatch(value: PolicyValue, called: string): Match {
  const action = ignoringCase(called);
  return any(
    listOf(value).map(one => {
      const wanted = pattern(one);
      return wanted ? matchText(ignoringCase(wanted), action) : malformed('an Action is not a string');
    }),
  );
}

function resourcesMatch(value: PolicyValue, call: Call, variables: boolean): Match {
  return any(
    listOf(value).map(one => {
      if (one === '*') {
        return 'yes';
      }
      const wanted = pattern(one, variables);
      return wanted
        ? matchText(wanted, literal(call.resource) ?? '')
        : malformed('a Resource is not a string');
    }),
  );
}

function principalMatches(statement: PolicyObject): Match {
  const principal = member(statement, 'Principal');
  const negated = member(statement, 'NotPrincipal');
  if (principal !== undefined && negated !== undefined) {
    return malformed('a statement has both Principal and NotPrincipal');
  }
  if (principal !== undefined) {
    return namesCloudTrail(principal);
  }
  return negated === undefined ? malformed('a statement has no Principal') : not(namesCloudTrail(negated));
}

function namesCloudTrail(principal: PolicyValue): Match {
  if (principal === '*') {
    return 'yes';
  }
  if (!isObject(principal)) {
    return isUnknown(principal)
      ? unknownPrincipal(principal)
      : malformed('a Principal is neither "*" nor an object');
  }
  return any(
    Object.entries(principal).flatMap(([type, names]) => listOf(names).map(name => nameMatches(type, name))),
  );
}

function unknownPrincipal(principal: PolicyValue): Match {
  const wanted = literal(principal) ?? '';
  return matchText(wanted, literal('*') ?? '') === 'no'
    ? malformed('a Principal is neither "*" nor an object')
    : incomplete;
}

function nameMatches(type: string, name: PolicyValue): Match {
  const wanted = literal(name);
  if (!wanted) {
    return malformed('a Principal is not a string');
  }
  switch (type) {
    case 'AWS':
      // Accounts, users and roles are not CloudTrail; only "*" is everybody. A component of an ARN is an account's ID here.
      return name === segment ? 'no' : matchText(wanted, literal('*') ?? '');
    case 'Service':
      return serviceMatches(name);
    case 'Federated':
    case 'CanonicalUser':
      return 'no';
    default:
      return malformed(`a Principal has the unknown type "${type}"`);
  }
}

/** Wildcards and names with a Region are not documented for CloudTrail: they are neither taken nor ruled out. */
function serviceMatches(name: PolicyValue): Match {
  const exact = matchText(literal(name) ?? '', literal(cloudTrailPrincipal) ?? '');
  if (exact !== 'no') {
    return exact;
  }
  const loose = pattern(name) ?? '';
  const similar = typeof name === 'string' && name.toLowerCase().startsWith('cloudtrail.');
  return similar || isAnything(loose) || couldBeAnything(loose) ? incomplete : 'no';
}
