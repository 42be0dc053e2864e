import { writtenRegion } from '../../declared/region.ts';
import { forAllInputs } from '../../worlds/forAllInputs.ts';
import type { Around } from './provider.ts';
import type { Resource } from './resource.ts';
import type { Scope } from './scope.ts';
import { literalOf } from './value.ts';

/** The Region in which a resource is created, where its text says it and no input decides it. */
export function regionOf(resource: Resource, scope: Scope, { provider }: Around): string | undefined {
  return forAllInputs(
    answers => scope.with(answers),
    world => writtenRegion(literalOf(provider.regionOf(resource, world))),
  );
}
