import { absent, type Fact, known, unknown } from '../../../trail/fact.ts';
import type { KeyFacts } from '../../../trail/key.ts';
import { unknownKey } from '../../../trail/unknowns.ts';
import type { Related } from '../../declaration.ts';
import { factsOfName } from '../../declared/key.ts';
import { propertyValue } from './evaluation/properties.ts';
import {
  literalOf,
  type Made,
  type Place,
  type RecordValue,
  type Text,
  type Value,
} from './evaluation/value.ts';
import { headOf } from './places.ts';

/** What values of a program evaluate to as facts: known, absent or unknown. */

/** A switch, under the first of its names that is written. */
export function flagIn(properties: RecordValue, ...names: readonly string[]): Fact<boolean> {
  const value = firstOf(properties, names);
  return value?.kind === 'plain' ? known(value.value === true) : factOfAbsence(value, properties);
}

/** A word: a text, or a member of an enumeration. */
export function wordIn(properties: RecordValue, ...names: readonly string[]): Fact<string> {
  const value = firstOf(properties, names);
  const word = value?.kind === 'reference' ? value.path.at(-1) : literalOf(value);
  return word === undefined ? factOfAbsence(value, properties) : known(word);
}

function firstOf(properties: RecordValue, names: readonly string[]): Value | undefined {
  const written = names.flatMap(one => propertyValue(properties, one) ?? []);
  return written.find(({ kind }) => kind !== 'nothing') ?? written[0];
}

function factOfAbsence<T>(value: Value | undefined, { isOpen }: RecordValue): Fact<T> {
  return !value || value.kind === 'nothing'
    ? isOpen && !value
      ? unknown('out-of-reach')
      : absent
    : unknown('decided-at-deployment');
}

/** A key as a program gives it to a trail. */
export interface KeyInProgram {
  readonly facts: Fact<KeyFacts>;
  readonly related: readonly Related[];
  /** What makes it, where this program does. */
  readonly made?: Made | undefined;
}

/** A key by what means the same in every framework: nothing, an input, what is not known. Undefined for anything else. */
export function keyByItself(value: Value): KeyInProgram | undefined {
  switch (value.kind) {
    case 'nothing':
      return { facts: absent, related: [] };
    case 'plain':
      return { facts: value.value === false ? absent : unknown('not-understood'), related: [] };
    case 'given':
      return {
        facts: value.isOpen ? unknown('decided-at-deployment') : known(unknownKey(value.name)),
        related: [],
      };
    case 'unknown':
      return { facts: unknown(value.cause), related: [] };
    default:
      return undefined;
  }
}

/** A key that is named by a text. */
export function namedKey(value: Text, written: string, writtenName: (made: Made) => string): KeyInProgram {
  const literal = literalOf(value);
  if (literal === '') {
    return { facts: absent, related: [] };
  }
  const name = value.parts.map(part => (typeof part === 'string' ? part : '*')).join('');
  const shown = literal ?? (value.parts.length === 1 ? written : printed(value, writtenName));
  return { facts: known(factsOfName(shown, name, false)), related: [] };
}

/** Where a key is created, and where its policy is written. */
export function placesOfKey(made: Made, name: string, policy: Place | undefined): readonly Related[] {
  const place = { name, of: name };
  return [
    { kind: 'key', ...place, uri: made.file.uri, range: headOf(made) },
    ...(policy ? [{ kind: 'key-policy' as const, ...place, uri: policy.file.uri, range: policy.range }] : []),
  ];
}

/** A text as the code would put it together: `arn:${account}`. */
export function printed({ parts }: Text, writtenName: (made: Made) => string): string {
  return parts
    .map(part => (typeof part === 'string' ? part : `\${${shownAs(part.value, writtenName)}}`))
    .join('');
}

/** A name that the code puts together: `${name}-trail`, `…-trail`; undefined where nothing of it is known. */
export function printedName(
  value: Value | undefined,
  writtenName: (made: Made) => string,
): string | undefined {
  const name =
    value?.kind === 'text'
      ? printed(value, writtenName).replaceAll('${…}', '…')
      : value?.kind === 'given'
        ? `\${${value.name}}`
        : '';
  return /[\p{L}\p{N}]/u.test(name) ? name : undefined;
}

/** What the code calls a value. */
export function shownAs(value: Value, writtenName: (made: Made) => string): string {
  switch (value.kind) {
    case 'given':
      return value.name;
    case 'attribute':
      return `${shownAs(value.of, writtenName)}.${value.name}`;
    case 'reference':
      return value.path.join('.');
    case 'made':
      return writtenName(value);
    default:
      return '…';
  }
}
