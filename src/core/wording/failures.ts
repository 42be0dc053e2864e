import type { Cause, Failure, Remedy } from '../remediation/index.ts';
import { type Message, message } from './message.ts';
import type { NameKey } from './plans.ts';
import { trailName } from './plans.ts';
import { problemInBrief, problemInFull } from './problems.ts';

/** Why a step was not done, in AWS's terms, and what to do about it. */
export function failureInFull(failure: Failure, nameKey: NameKey): Message {
  switch (failure.kind) {
    case 'aws':
      return causeInFull(failure.cause, failure.problem);
    case 'trail-gone':
      return message('The trail {0} no longer exists.', trailName(failure.trailArn));
    case 'trail-changed':
      return message(
        'Somebody else changed the trail {0} in the meantime: it now has {1}. It was left as it is.',
        trailName(failure.trailArn),
        failure.found === undefined ? 'SSE-S3' : nameKey(failure.found),
      );
    case 'policy-changed':
      return message(
        'Somebody else changed the policy of {0} in the meantime. It was left as it is.',
        nameKey(failure.keyArn),
      );
    case 'key-in-use':
      return message(
        '{0} was left as it is, because the trail {1} delivers under it.',
        nameKey(failure.keyArn),
        trailName(failure.trailArn),
      );
    case 'use-unknown':
      return message(
        '{0} was left as it is, because it could not be read whether a trail in {1} delivers under it: {2}',
        nameKey(failure.keyArn),
        failure.region,
        problemInBrief(failure.problem),
      );
    case 'alias-taken':
      return message('{0} is the name of another key. Choose another one.', failure.alias);
    case 'not-confirmed':
      return failure.found === undefined
        ? message(
            'AWS accepted the change of {0}, but the trail names no key. Refresh, and find out who else changes it.',
            trailName(failure.trailArn),
          )
        : message(
            'AWS accepted the change of {0}, but the trail names {1}. Refresh, and find out who else changes it.',
            trailName(failure.trailArn),
            nameKey(failure.found),
          );
    case 'other-account':
      return message(
        'The profile leads to account {0}, and the plan is for account {1}. Nothing was changed.',
        failure.found,
        failure.expected,
      );
    case 'claimed':
      return message('Another window is working on the same trail or key. Wait until it has finished.');
    case 'no-answer':
      return message(
        '{0} Whether the change takes effect is not known. Try again: what is already done is not done twice.',
        problemInFull(failure.problem),
      );
    case 'no-key-made':
      return message('The key that the trail should have was not made.');
    case 'not-recorded':
      return message(
        'The change could not be written into the journal, and nothing is changed without it: {0}',
        failure.detail,
      );
  }
}

function causeInFull(cause: Cause, problem: Extract<Failure, { kind: 'aws' }>['problem']): Message {
  const named = problem.kind === 'aws-error' ? problem.name : problem.kind;
  const said = problem.detail ?? '';
  switch (cause) {
    case 'policy-keeps-cloudtrail-out':
      return message(
        'CloudTrail is not allowed to use the key, or to write to the bucket ({0}). Look at the key policy; if it is fine, look at the bucket policy.',
        named,
      );
    case 'key-not-found-or-elsewhere':
      return message(
        'CloudTrail does not find the key ({0}). It has to exist, in the Region of the log bucket; the key of an SNS topic can be meant, too.',
        named,
      );
    case 'key-not-enabled':
      return message(
        'The key cannot be used now ({0}): it is disabled, pending deletion, or waiting for key material. Enable it or choose another.',
        named,
      );
    case 'key-id-malformed':
      return message('AWS does not understand the id of the key ({0}). Use the ARN of the key.', named);
    case 'not-the-home-region':
      return message('The trail can only be changed in its home Region ({0}). Refresh and try again.', named);
    case 'trail-not-found':
      return message('AWS does not find the trail ({0}): it was deleted, or another account owns it.', named);
    case 'trail-of-other-account':
    case 'not-organization-administrator':
      return message(
        'The organization trail can be changed by the management account or a delegated administrator only ({0}). Use such a profile.',
        named,
      );
    case 'organization-permissions-missing':
      return message(
        'For an organization trail this user or role also needs organizations:DescribeOrganization and organizations:ListAWSServiceAccessForOrganization ({0}).',
        named,
      );
    case 'organization-not-prepared':
      return message(
        'The organization is not prepared for CloudTrail ({0}). Ask its administrator to enable trusted access.',
        named,
      );
    case 'change-in-progress':
      return message('Another change of the trail is under way ({0}). Wait a minute and try again.', named);
    case 'bucket-broken':
      return message(
        'The log bucket of the trail is the obstacle ({0}): it is gone, or its policy keeps CloudTrail out. Fix it first, then try again.',
        named,
      );
    case 'topic-broken':
      return message(
        'The SNS topic of the trail is the obstacle ({0}). Fix it first, then try again.',
        named,
      );
    case 'log-group-broken':
      return message(
        'The CloudWatch Logs group of the trail or its role is the obstacle ({0}). Try again, or fix it first.',
        named,
      );
    case 'alias-exists':
      return message('The alias is taken by another key ({0}). Choose another one.', named);
    case 'alias-invalid':
      return message('AWS does not accept the alias ({0}). Choose another one.', named);
    case 'limit-exceeded':
      return message('A limit of KMS is reached ({0}): {1}', named, said);
    case 'policy-malformed':
      return message(
        'KMS refuses the key policy ({0}): {1} A principal that it names may no longer exist.',
        named,
        said,
      );
    case 'aws-managed-key':
      return message('AWS manages this key, so its policy cannot be changed ({0}). Choose another.', named);
    case 'service-fault':
      return message('AWS has a problem of its own ({0}). Try again in a moment.', named);
    case 'refused':
    case 'other':
      return message('AWS refused: {0}: {1}', named, said);
    case 'throttled':
    case 'access-denied':
    case 'on-the-way':
      return problemInFull(problem);
  }
}

/** The label of a button that does it; undefined for what is done elsewhere, which the failure's sentence says. */
export function remedyLabel(remedy: Remedy): Message | undefined {
  switch (remedy) {
    case 'retry':
      return message('Try Again');
    case 'go-on':
      return message('Continue Without It');
    case 'undo':
    case 'delete-made-key':
      return message('Undo…');
    case 'refresh':
      return message('Refresh');
    case 'choose-another-key':
    case 'choose-another-alias':
      return message('Choose Another Key…');
    case 'use-another-profile':
      return message('Use Another Profile…');
    case 'sign-in':
      return message('Sign In');
    case 'open-config':
      return message('Open Configuration File');
    case 'show-key-policy':
    case 'check-bucket-policy':
    case 'enable-key':
    case 'ask-organization-administrator':
    case 'fix-bucket':
    case 'fix-topic':
    case 'fix-log-group':
    case 'ask-for-permission':
    case 'give-mfa-code':
      return undefined;
  }
}
