import { camelCase } from '../spelling.ts';
import type { Property, RecordValue, Value } from './value.ts';

/** A property by its name in TypeScript, however its language spells it. */
export function propertyNamed({ properties }: RecordValue, name: string): Property | undefined {
  const exact = properties.get(name);
  if (exact) {
    return exact;
  }
  for (const [written, property] of properties) {
    if (camelCase(written) === name) {
      return property;
    }
  }
  return undefined;
}

/** The value of a property; undefined where it is not written. */
export function propertyValue(record: RecordValue, name: string): Value | undefined {
  return propertyNamed(record, name)?.get();
}

/**
 * Puts the properties of an object in place of those with their names, as a spread does; true where there may be more than
 * are known, each of which may stand in place of any.
 */
export function mergeInto(properties: Map<string, Property>, value: Value): boolean {
  if (value.kind === 'nothing' || (value.kind === 'plain' && value.value === false)) {
    return false;
  }
  const isOpen = value.kind !== 'record' || value.isOpen;
  if (isOpen) {
    properties.clear();
  }
  for (const [name, property] of value.kind === 'record' ? value.properties : []) {
    properties.set(name, property);
  }
  return isOpen;
}

/** An object that is written nowhere as one. */
export function plainRecord(entries: readonly (readonly [string, Value])[]): RecordValue {
  const properties = new Map(
    entries.map(([name, value]) => [name, { get: () => value } as unknown as Property] as const),
  );
  return { kind: 'record', properties, isOpen: false };
}
