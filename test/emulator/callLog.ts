/** One request as it was asked and answered. */
export interface LoggedCall {
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  /** Account id of the access key, empty when it is not known. */
  readonly account: string;
  /** ARN of the caller, empty when it is not known. */
  readonly principal: string;
  readonly params: unknown;
  /** Milliseconds since 1970, by the emulator's clock. */
  readonly at: number;
  /** HTTP status; 0 while unanswered and when the connection was dropped. */
  status: number;
  /** AWS's name of the error. */
  error?: string;
  requestId: string;
}

/** Which calls are meant. Members not given mean any; a list means one of these. */
export interface CallFilter {
  readonly service?: string | readonly string[];
  readonly operation?: string | readonly string[];
  readonly account?: string | readonly string[];
  readonly region?: string | readonly string[];
}

export class CallLog {
  #calls: LoggedCall[] = [];

  add(call: LoggedCall): void {
    this.#calls.push(call);
  }

  list(filter: CallFilter = {}): readonly LoggedCall[] {
    return this.#calls.filter(call => fits(filter, call));
  }

  count(filter: CallFilter = {}): number {
    return this.list(filter).length;
  }

  /** How often each operation was called: `{ 'cloudtrail:DescribeTrails': 17 }`. */
  counts(filter: CallFilter = {}): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { service, operation } of this.list(filter)) {
      const name = `${service}:${operation}`;
      counts[name] = (counts[name] ?? 0) + 1;
    }
    return counts;
  }

  clear(): void {
    this.#calls = [];
  }
}

export function fits(filter: CallFilter, call: Omit<LoggedCall, 'params' | 'at' | 'requestId'>): boolean {
  const one = (wanted: string | readonly string[] | undefined, given: string) =>
    wanted === undefined || (typeof wanted === 'string' ? wanted === given : wanted.includes(given));
  return (
    one(filter.service, call.service) &&
    one(filter.operation, call.operation) &&
    one(filter.account, call.account) &&
    one(filter.region, call.region)
  );
}
