import type { Problem } from '../account/problem.ts';
import type { Failure, NextAction } from '../remediation/index.ts';
import { trailNameIn } from '../trail/arn.ts';
import { statementsThatDiffer } from '../trail/keyPolicy/index.ts';
import { causeInFull } from './causes.ts';
import { type Message, message } from './message.ts';
import type { NameKey } from './plans.ts';
import { problemInBrief, problemInFull } from './problems.ts';

/** Why a step was not done, in AWS's terms, and what to do about it. */
export function failureInFull(failure: Failure, nameKey: NameKey): Message {
  switch (failure.kind) {
    case 'aws':
      return failure.cause === 'on-the-way' || failure.cause === failure.problem.kind
        ? problemInFull(failure.problem)
        : causeInFull(failure.cause, nameOf(failure.problem), failure.problem.detail);
    case 'trail-gone':
      return message('The trail {0} no longer exists.', trailNameIn(failure.trailArn));
    case 'trail-changed':
      return message(
        'The trail {0} was changed in the meantime, from {1} to {2}. Check it before you start again.',
        trailNameIn(failure.trailArn),
        failure.before === undefined ? 'SSE-S3' : nameKey(failure.before),
        failure.found === undefined ? 'SSE-S3' : nameKey(failure.found),
      );
    case 'bucket-changed':
      return message(
        'The log bucket of the trail {0} was changed in the meantime, from {1} to {2}. Check it before you start again.',
        trailNameIn(failure.trailArn),
        failure.before,
        failure.found,
      );
    case 'policy-changed':
      return policyChanged(failure, nameKey);
    case 'key-state-changed':
      return failure.found === undefined
        ? message('{0} no longer exists.', nameKey(failure.keyArn))
        : message(
            'The state of {0} was changed in the meantime, from {1} to {2}. It was left unchanged.',
            nameKey(failure.keyArn),
            failure.before,
            failure.found,
          );
    case 'key-in-use':
      return message(
        '{0} was left unchanged because the trail {1} uses it.',
        nameKey(failure.keyArn),
        trailNameIn(failure.trailArn),
      );
    case 'key-served':
      return message('{0} is kept: log files may be encrypted with it.', nameKey(failure.keyArn));
    case 'taken-back':
      return message('This change has been undone in the meantime.');
    case 'use-unknown':
      return message(
        '{0} was left unchanged because the trails in {1} could not be checked: {2}',
        nameKey(failure.keyArn),
        failure.region,
        problemInBrief(failure.problem),
      );
    case 'alias-taken':
      return message('{0} is the alias of another key. Use another alias.', failure.alias);
    case 'not-confirmed':
      return failure.found === undefined
        ? message(
            'AWS accepted the change of {0}, but the trail has no KMS key. Refresh, and find out who else is changing it.',
            trailNameIn(failure.trailArn),
          )
        : message(
            'AWS accepted the change of {0}, but the trail uses {1}. Refresh, and find out who else is changing it.',
            trailNameIn(failure.trailArn),
            nameKey(failure.found),
          );
    case 'other-account':
      return message(
        'This profile signs in to account {0}, but the plan was made for account {1}. Nothing was changed.',
        failure.found,
        failure.expected,
      );
    case 'leased':
      return message(
        'Another change of the same trail, key or alias is running, in this window or another one. Wait until it has ended.',
      );
    case 'no-answer':
      return message(
        '{0} It is not known whether the change took effect. Try again: steps that are done are not repeated.',
        problemInFull(failure.problem),
      );
    case 'no-key-made':
      return message('The new key for the trail was not created.');
    case 'not-recorded':
      return message(
        'The change was stopped because it could not be written to the journal: {0}',
        failure.detail,
      );
  }
}

const namedAtMost = 5;

/** What differs is named by statements; the whole of it is for a comparison. */
function policyChanged(
  { keyArn, before, found }: Extract<Failure, { kind: 'policy-changed' }>,
  nameKey: NameKey,
): Message {
  const names = statementsThatDiffer(before, found);
  return names.length === 0
    ? message('The policy of {0} was changed in the meantime. It was left unchanged.', nameKey(keyArn))
    : message(
        'The policy of {0} was changed in the meantime, in these statements: {1}. It was left unchanged.',
        nameKey(keyArn),
        [...names.slice(0, namedAtMost), ...(names.length > namedAtMost ? ['…'] : [])].join(', '),
      );
}

/** The name by which AWS refused: an error of permissions has become a kind of its own. */
function nameOf(problem: Problem): string {
  switch (problem.kind) {
    case 'aws-error':
      return problem.name;
    case 'access-denied':
      return 'AccessDeniedException';
    default:
      return problem.kind;
  }
}

/** The label of a button that does it; undefined for what is done elsewhere, which the failure's sentence says. */
export function nextActionLabel(action: NextAction): Message | undefined {
  switch (action) {
    case 'retry':
      return message('Try Again');
    case 'go-on':
      return message('Continue Without It');
    case 'undo':
    case 'delete-made-key':
      return message('Undo…');
    case 'refresh':
      return message('Refresh');
    case 'start-again':
      return message('Start Again…');
    case 'compare-policies':
      return message('Show What Changed');
    case 'choose-another-key':
    case 'choose-another-alias':
      return message('Choose Another Key…');
    case 'use-another-profile':
      return message('Use Another Profile…');
    case 'give-mfa-code':
      return message('Enter MFA Code');
    case 'sign-in':
      return message('Sign In');
    case 'open-config':
      return message('Open Configuration File');
    case 'enable-key':
      return message('Enable Key…');
    case 'show-key-policy':
    case 'check-bucket-policy':
    case 'ask-organization-administrator':
    case 'fix-trail':
    case 'fix-bucket':
    case 'fix-topic':
    case 'fix-log-group':
    case 'ask-for-permission':
      return undefined;
  }
}
