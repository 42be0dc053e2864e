import { quoted } from '../base/show.ts';
import type { LeftReason } from '../iac/analysis/fixAll.ts';
import type { FixAction } from '../iac/fix.ts';
import { type Message, message } from './message.ts';

/** The title of a fix in a menu: what choosing it does. */
export function fixTitle(action: FixAction): Message {
  switch (action.kind) {
    case 'use-declared-key':
      return action.everybody
        ? message('Encrypt with KMS key {0}, which any AWS account may use', quoted(action.key))
        : message('Encrypt with KMS key {0}', quoted(action.key));
    case 'add-key':
      return message('Create KMS key {0} (policy, alias, rotation) and use it', quoted(action.key));
    case 'use-key-arn':
      return message('Encrypt with {0}', quoted(action.arn));
    case 'use-arn':
      return message('Use the ARN of the key: {0}', quoted(action.reference));
    case 'pass-variable':
      return message('Pass KMS key {0} as {1} to {2}', quoted(action.key), action.variable, action.module);
    case 'require-input':
      return message('Require {0}: remove its empty default', quoted(action.input));
    case 'drop-condition':
      return message('Always encrypt: remove the condition {0}', quoted(action.condition));
    case 'add-policy-statements':
      return message('Let CloudTrail use KMS key {0}: extend its policy', quoted(action.key));
    case 'enable-rotation':
      return action.defaultOf === undefined
        ? message('Turn on automatic rotation of KMS key {0}', quoted(action.key))
        : message(
            "Turn on automatic rotation of KMS key {0}: change the module's default of {1}",
            quoted(action.key),
            quoted(action.defaultOf),
          );
    case 'rename-property':
      return message('Rename {0} to {1}', action.from, action.to);
    case 'ignore':
      return message('Ignore {0} here', action.code);
  }
}

/** Why *Fix All* leaves a finding, as a sentence. */
export function leftInFull(reason: LeftReason): Message {
  switch (reason) {
    case 'no-fix':
      return message('No safe edit was found.');
    case 'choice':
      return message('There are several fixes. Choose one with Quick Fix.');
    case 'remark':
      return message('The finding is informational: no change is required.');
    case 'not-together':
      return message('Its fix would harm another trail or conflict with other fixes.');
    case 'given-up':
      return message('No fixes that hold together were found within the number of attempts that is allowed.');
    case 'unread':
      return message('The file could not be read.');
  }
}
