import type { Scope } from '../terraform/evaluation/scope.ts';
import type { Config } from './config.ts';

/** The names of a configuration are evaluated apart from those of all others. */
export function scopeIn({ file, module, surroundings }: Config): Scope {
  return { module, path: `${surroundings.folder} ${file.uri}`, names: [], caller: undefined };
}
