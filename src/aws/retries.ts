import { setTimeout as pause } from 'node:timers/promises';
import { ProblemError } from '../core/account/problem.ts';
import type { Answer } from './connection.ts';
import { type CallName, factsOf, problemOfCall } from './problems.ts';

const mostAttempts = 5;

/** Milliseconds: the longest pause after a first failure; it doubles with each, up to `longestPause`. */
const firstPause = 200;
const longestPause = 5_000;

/**
 * What the SDK's standard mode does (AWS SDKs and Tools Reference Guide, "Retry behavior"): pauses of a random length, the longer
 * the more often it failed. What was signed for another time than AWS's is signed once more, for the time in the answer.
 */
export async function withRetries<T extends Answer>(
  call: CallName,
  signal: AbortSignal,
  send: () => Promise<T>,
): Promise<T> {
  let wasSkewed = false;
  for (let attempts = 1; ; attempts++) {
    try {
      const answer = await send();
      return { ...answer, $metadata: { ...answer.$metadata, attempts } };
    } catch (error) {
      const { kind } = problemOfCall(error, call);
      const { status = 0 } = factsOf(error);
      const isSkewed: boolean = kind === 'clock-skewed' && !wasSkewed;
      const isPassing = kind === 'throttled' || kind === 'timeout' || kind === 'network' || status >= 500;
      if (attempts >= mostAttempts || error instanceof ProblemError || !(isPassing || isSkewed)) {
        throw withAttempts(error, attempts);
      }
      wasSkewed ||= isSkewed;
      await pause(
        isSkewed ? 0 : Math.random() * Math.min(longestPause, firstPause * 2 ** attempts),
        undefined,
        { signal },
      );
    }
  }
}

function withAttempts(error: unknown, attempts: number): unknown {
  const { $metadata } = error as Partial<Answer>;
  return $metadata ? Object.assign(error as object, { $metadata: { ...$metadata, attempts } }) : error;
}
