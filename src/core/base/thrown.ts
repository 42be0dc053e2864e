/*
 * Anything may be thrown, also what is no error.
 */

/** What a person can read of it. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** What a log keeps of it: with the places in the code, where there are any. */
export function traceOf(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}
