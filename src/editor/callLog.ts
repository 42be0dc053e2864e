import type { Log } from './log.ts';

/** The log line of one call to AWS. */
export interface CallReport {
  readonly profile: string;
  readonly service?: string;
  readonly operation?: string;
  readonly region?: string;
  readonly status?: number;
  readonly milliseconds: number;
  readonly attempts: number;
  readonly requestId?: string;
  readonly failure?: string;
}

/** One line for each call: who asked whom for what, how it ended, how long it took. */
export function logCall(log: Log, call: CallReport): void {
  const asked =
    `[${call.profile}] ${call.service ?? '?'}:${call.operation ?? '?'} ${call.region ?? ''}`.trimEnd();
  const ended = call.failure ?? `${call.status ?? 'done'}`;
  const tries = call.attempts > 1 ? `, ${call.attempts} attempts` : '';
  const request = call.requestId ? `, request ${call.requestId}` : '';
  const line = `${asked}: ${ended} (${Math.round(call.milliseconds)} ms${tries}${request})`;
  if (call.failure) {
    log.warn(line);
  } else {
    log.info(line);
  }
}
