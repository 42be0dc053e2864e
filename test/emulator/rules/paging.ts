import { refuse } from '../errors.ts';
import type { Call } from '../services/service.ts';

export interface Page<T> {
  readonly items: readonly T[];
  /** Where the next page begins, `undefined` after the last. */
  readonly next: string | undefined;
}

/** Whose pages they are; an unsigned call has a token in place of an account. */
type PagedCall = Pick<Call, 'world' | 'operation' | 'region'> & { readonly account: { readonly id: string } };

interface Paging {
  readonly token: string | undefined;
  /** What the caller asked for, or the service's default. */
  readonly size: number;
  /** The error of this service for a token it did not hand out for the same question. */
  readonly invalid: readonly [code: string, message: string];
}

/**
 * One page. A page may hold fewer items than asked for and still have a successor; a token is good for the operation,
 * account and Region that handed it out. KMS API Reference, ListAliases `Marker`; CloudTrail API Reference, ListTrails `NextToken`.
 */
export function pageOf<T>(call: PagedCall, items: readonly T[], paging: Paging): Page<T> {
  const start = paging.token === undefined ? 0 : readToken(call, paging.token);
  if (start === undefined) refuse(...paging.invalid);
  const end = start + Math.min(paging.size, call.world.settings.pageSize ?? paging.size);
  return { items: items.slice(start, end), next: end < items.length ? writeToken(call, end) : undefined };
}

function writeToken({ operation, account, region }: PagedCall, start: number): string {
  return Buffer.from(JSON.stringify([operation, account.id, region, start])).toString('base64url');
}

function readToken(call: PagedCall, token: string): number | undefined {
  const text = Buffer.from(token, 'base64url').toString();
  const [, start] = /,(\d+)\]$/.exec(text) ?? [];
  return start !== undefined && writeToken(call, Number(start)) === token ? Number(start) : undefined;
}
