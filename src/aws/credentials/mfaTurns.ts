import { Sequence } from '../../core/base/sequence.ts';
import type { AskMfaCode } from './roles.ts';

/**
 * One code after the other: an editor shows one input box at a time, and a second one would dismiss the first, as if the person had
 * given no code. A profile that nobody waits for any more when its turn comes is passed over.
 */
export function inTurn(ask: AskMfaCode): AskMfaCode {
  const sequence = new Sequence();
  return (request, signal) => sequence.run(() => (signal.aborted ? undefined : ask(request, signal)));
}
