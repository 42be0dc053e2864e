import { absent, type Fact, known, unknown } from '../../../trail/fact.ts';
import { switchOf } from '../../declared/switch.ts';
import type { Entry } from '../../formats/tree.ts';
import type { Provider } from './provider.ts';
import { entryAt, fieldId, namesOf, type Patch, type Resource } from './resource.ts';
import type { Scope } from './scope.ts';
import { isWritten, literalOf, none, type Value } from './value.ts';

/** A property, from the place that counts. */
export function property(provider: Provider, resource: Resource, name: string, scope: Scope): Value {
  for (const path of provider.placesOf(name, resource)) {
    const value = scope.read(resource, path);
    if (isWritten(value)) {
      return value;
    }
  }
  return none;
}

export function factOf(value: Value): Fact<string> {
  const literal = literalOf(value);
  return value.kind === 'none'
    ? absent
    : literal === undefined
      ? unknown('decided-at-deployment')
      : known(literal);
}

export function flagOf(value: Value): Fact<boolean> {
  const fact = factOf(value);
  const written = fact.kind === 'known' ? switchOf(fact.value) : undefined;
  return fact.kind !== 'known'
    ? fact
    : written === undefined
      ? unknown('decided-at-deployment')
      : known(written);
}

/** What is written of a property: its entry, or the patch that sets it. */
export function writtenAt(
  resource: Resource,
  paths: readonly string[],
): { readonly entry?: Entry; readonly patch?: Patch } {
  const all = paths.flatMap(path => {
    const entry = entryAt(resource.body, namesOf(path));
    const patch = resource.patches.findLast(one => fieldId(one.to) === fieldId(path));
    return entry || patch ? [{ ...(entry && { entry }), ...(patch && { patch }) }] : [];
  });
  // What is empty does not count beside what is not.
  return all.find(({ entry, patch }) => patch || !isEmpty(entry)) ?? all[0] ?? {};
}

function isEmpty(entry: Entry | undefined): boolean {
  return entry?.value.kind === 'scalar' && (entry.value.text ?? '') === '';
}
