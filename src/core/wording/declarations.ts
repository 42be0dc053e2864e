import { quoted } from '../base/show.ts';
import type { Assessment } from '../iac/finding.ts';
import { describeState } from '../iac/state.ts';
import { type Message, message } from './message.ts';

/** The state of a declared trail in a few words, as a label beside its name. */
export function declaredStateLabel(assessment: Assessment): Message {
  const { key } = assessment.declaration.facts;
  switch (describeState(assessment)) {
    case 'encrypted':
      return key.kind === 'known' ? message('SSE-KMS · {0}', quoted(key.value.name)) : message('SSE-KMS');
    case 'not-encrypted':
      return message('no KMS key');
    case 'conditional':
      return message('KMS key for some inputs only');
    case 'unknown':
      return message('KMS key not known from the code');
    case 'suppressed':
      return message('no KMS key, ignored');
  }
}
