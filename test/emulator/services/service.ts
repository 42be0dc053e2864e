import type { Read, Reader } from '../wire/members.ts';
import { struct } from '../wire/members.ts';
import type { Protocol } from '../wire/protocol.ts';
import type { Account, Credential } from '../world/model.ts';
import type { World } from '../world/world.ts';

/** Who calls what, where: what an operation knows besides its members. */
export interface Call {
  readonly world: World;
  readonly operation: string;
  readonly region: string;
  readonly account: Account;
  readonly caller: Credential;
}

/** The few operations that need no signature know no caller. */
export type UnsignedCall = Pick<Call, 'world' | 'operation'>;

export interface Operation<C = Call> {
  /** Answers with the output members, or refuses. Validation of `params` comes first. */
  run(call: C, params: unknown): unknown;
}

export interface Service {
  /** The name in the credential scope of a signature. */
  readonly name: string;
  readonly protocol: Protocol;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly unsigned?: Readonly<Record<string, Operation<UnsignedCall>>>;
}

/** An operation from its members and what it does with them. */
export function operation<M extends Record<string, Reader<unknown>>>(
  members: M,
  run: (call: Call, input: { readonly [K in keyof M]: Read<M[K]> }) => unknown,
): Operation {
  return operationFor<Call, M>(members, run);
}

export function unsignedOperation<M extends Record<string, Reader<unknown>>>(
  members: M,
  run: (call: UnsignedCall, input: { readonly [K in keyof M]: Read<M[K]> }) => unknown,
): Operation<UnsignedCall> {
  return operationFor<UnsignedCall, M>(members, run);
}

function operationFor<C, M extends Record<string, Reader<unknown>>>(
  members: M,
  run: (call: C, input: { readonly [K in keyof M]: Read<M[K]> }) => unknown,
): Operation<C> {
  const read = struct(members);
  return { run: (call, params) => run(call, read(params, '')) };
}

/** Seconds since 1970, as the JSON protocols write times. */
export function seconds(milliseconds: number | undefined): number | undefined {
  return milliseconds === undefined ? undefined : Math.floor(milliseconds) / 1000;
}
