import type { TrailState } from '../trail/verdict.ts';
import type { Assessment } from './finding.ts';

/** The state of a declared trail in one word, for reports. */
export type DeclaredState = TrailState | 'suppressed';

/** `suppressed` where the lack of a key is accepted; a key that serves badly leaves the trail `encrypted`. */
export function describeState({ verdict, suppressed }: Assessment): DeclaredState {
  const accepted = suppressed.some(
    ({ finding }) => finding.code === 'no-kms-key' || finding.code === 'kms-key-conditional',
  );
  return accepted ? 'suppressed' : verdict.state;
}
