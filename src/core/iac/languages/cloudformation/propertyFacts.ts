import { absent, type Fact, known, unknown } from '../../../trail/fact.ts';
import { switchOf } from '../../declared/switch.ts';
import type { Scope } from './evaluation/scope.ts';
import { literalOf, type Value } from './evaluation/value.ts';
import type { Resource } from './template.ts';

/** What a template says of the properties of a resource, as facts: what may be written out of sight is not known. */
export function propertyFacts(scope: Scope, resource: Resource) {
  const { entries, open } = scope.propertiesOf(resource);
  /** `read`: the text that may be known of a value. */
  const text = (name: string, read: (value: Value) => string | undefined = literalOf): Fact<string> => {
    const item = entries.get(name);
    if (!item) {
      return open ? unknown('out-of-reach') : absent;
    }
    const value = scope.evaluate(item.entry.value, item.file);
    const written = value.kind === 'none' ? undefined : read(value);
    return value.kind === 'none'
      ? absent
      : written === undefined
        ? unknown('decided-at-deployment')
        : known(written);
  };
  const flag = (name: string): Fact<boolean> => {
    const written = text(name);
    const value = written.kind === 'known' ? switchOf(written.value) : undefined;
    return written.kind !== 'known'
      ? written
      : value === undefined
        ? unknown('decided-at-deployment')
        : known(value);
  };
  return { entries, open, text, flag };
}
