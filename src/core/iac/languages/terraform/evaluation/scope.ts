import type { Declared, Module } from '../modules/module.ts';
import type { Bindings } from './value.ts';

/** A module where it is used: the root, or one instance of a call. */
export interface Scope {
  readonly module: Module;
  /** `module.audit["eu"]`; the empty string for the root. */
  readonly path: string;
  /** The names of the calls from the root. */
  readonly names: readonly string[];
  /** The call that makes it; the root has none. */
  readonly caller: Caller | undefined;
}

export interface Caller {
  readonly scope: Scope;
  readonly call: Declared;
  /** `each` and `count` of the call. */
  readonly bindings: Bindings;
  /** Its folder belongs to the workspace. */
  readonly local: boolean;
}

export function rootScope(module: Module): Scope {
  return { module, path: '', names: [], caller: undefined };
}
