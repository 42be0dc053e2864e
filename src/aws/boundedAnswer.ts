import type { Readable } from 'node:stream';

/**
 * The body of an answer, which fails once it is too long or takes too long. Whoever answers in place of AWS could otherwise go
 * on without an end, and fill the memory of the process. It is watched, not copied: another stream behind each answer takes
 * nearly as long as the request itself.
 */
export function boundedAnswer(body: Readable, { bytes, milliseconds }: AnswerLimits = limits): Readable {
  let read = 0;
  const timer = setTimeout(() => body.destroy(new AnswerTooSlowError()), milliseconds).unref();
  // Stopped before it is watched: what comes before the reader does would be lost.
  body.pause().on('data', (chunk: Buffer) => {
    read += chunk.length;
    if (read > bytes) {
      body.destroy(new AnswerTooLongError(`The answer is longer than ${bytes} bytes.`));
    }
  });
  return body.once('end', () => clearTimeout(timer)).once('close', () => clearTimeout(timer));
}

/** `milliseconds` are counted from the head of the answer. */
export interface AnswerLimits {
  readonly bytes: number;
  readonly milliseconds: number;
}

/** Pages of AWS Config, the largest of all that are read, have about a megabyte. */
const limits: AnswerLimits = { bytes: 32 * 1024 * 1024, milliseconds: 120_000 };

/** Not an answer of AWS, whose answers are far shorter. */
class AnswerTooLongError extends Error {
  override readonly name = 'AnswerTooLongError';
}

/** Has the name by which the SDK knows a timeout, and calls again where that is harmless. */
class AnswerTooSlowError extends Error {
  override readonly name = 'TimeoutError';

  constructor() {
    super('The answer began and did not end in time.');
  }
}
