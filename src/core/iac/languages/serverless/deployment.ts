import { gives, type InputSet, isFor } from '../../inputs.ts';
import type { Sources } from '../../sources/sources.ts';

/** What a service is deployed with, as far as known. */
export interface ServiceDeployment {
  readonly stage: string | undefined;
  /** `--param`; undefined is a value that is not known here. */
  readonly params: ReadonlyMap<string, string | undefined>;
}

export function deploymentIn(sources: Sources): ServiceDeployment {
  const set = sources.inputs?.set;
  const params = new Map<string, string | undefined>();
  for (const one of set?.given ?? []) {
    if ((one.kind ?? 'params') === 'params' && 'values' in one) {
      for (const [name, value] of Object.entries(one.values)) {
        params.set(name, typeof value === 'object' ? undefined : String(value));
      }
    }
  }
  return { stage: set?.stage, params };
}

/** The named sets that are for a service: those that name a stage, or give a parameter that one of its texts asks for. */
export function setsForService(uri: string, texts: readonly string[], sources: Sources): readonly InputSet[] {
  return (sources.inputs?.named ?? []).filter(set => {
    const isOurs = set.stage !== undefined || gives(set, 'params');
    return isOurs && (isFor(set, uri) ?? (set.stage !== undefined || asksForAny(texts, set)));
  });
}

function asksForAny(texts: readonly string[], { given }: InputSet): boolean {
  const names = new Set(
    given.flatMap(one =>
      'values' in one && (one.kind ?? 'params') === 'params' ? Object.keys(one.values) : [],
    ),
  );
  return texts.some(text =>
    [...text.matchAll(/\bparam:([\w.-]+)/g)].some(([, name = '']) => names.has(name)),
  );
}
