import { countTrails, type TrailCounts } from '../account/counts.ts';
import { quoted } from '../base/show.ts';
import type { Assessment } from '../iac/finding.ts';
import { describeState } from '../iac/state.ts';
import { type Message, message } from './message.ts';
import { appearanceOf } from './trails.ts';

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

/** How many declared trails there are, and how many to act on. `isPressed`: whether something beside the code asks for it. */
export function countDeclared(
  assessments: readonly Assessment[],
  isPressed: (assessment: Assessment) => boolean = () => false,
): TrailCounts {
  return countTrails(assessments, one => appearanceOf(one.verdict) === 'attention' || isPressed(one));
}
