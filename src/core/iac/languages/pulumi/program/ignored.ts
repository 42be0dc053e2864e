import { type Fact, unknown } from '../../../../trail/fact.ts';
import { propertyValue } from '../../programs/evaluation/properties.ts';
import { literalOf, type Made } from '../../programs/evaluation/value.ts';
import { camelCase } from '../../programs/spelling.ts';
import { optionsOf } from './options.ts';

/** Whether the option `ignoreChanges` of a resource leaves a property, under any of its names, to be set elsewhere. */
export function isIgnored(made: Made, ...names: readonly string[]): boolean {
  const ignored = propertyValue(optionsOf(made), 'ignoreChanges');
  // In Java, one that is alone is no list.
  const items = ignored?.kind === 'list' ? ignored.items : ignored ? [ignored] : [];
  const paths = items.map(one => camelCase(literalOf(one) ?? ''));
  return paths.some(one => one === '*' || names.includes(one));
}

/** What is written of a property, where it is not set elsewhere. */
export function unlessIgnored<T>(made: Made, fact: Fact<T>, ...names: readonly string[]): Fact<T> {
  return isIgnored(made, ...names) ? unknown('decided-at-deployment') : fact;
}
