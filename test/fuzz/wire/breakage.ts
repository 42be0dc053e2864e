/** What becomes of an answer on its way from AWS to the client. */
export type Breakage =
  /** The connection ends without an answer. */
  | { readonly kind: 'dropped'; readonly reached: Reached }
  /** The answer ends in the middle; `honest` = its header says so, as a buffering proxy would make it. */
  | { readonly kind: 'cut'; readonly share: number; readonly honest: boolean }
  /** Something else answers. */
  | {
      readonly kind: 'replaced';
      readonly status: number;
      readonly type: string;
      readonly body: string;
      readonly reached: Reached;
    };

/** Whether AWS got the request: never, before the client knows of it, or `later` requests afterwards. */
export type Reached = 'never' | 'at once' | { readonly later: number };

/** A request as it passes by. */
export interface WireCall {
  /** As the API writes it: `UpdateTrail`. */
  readonly operation: string;
  /** The how manieth request it is, from 0. */
  readonly index: number;
}

/** The answer with the part that is left of it. */
export function cut(body: string, share: number): string {
  return body.slice(0, Math.floor(body.length * Math.min(share, 0.99)));
}
