import { absent, type Fact, known, unknown } from '../../../trail/fact.ts';
import type { KeyFacts } from '../../../trail/key.ts';
import { unknownKey } from '../../../trail/unknowns.ts';
import type { Related } from '../../declaration.ts';
import { factsOfName, factsOfWritten } from '../../declared/key.ts';
import { formOfText } from '../../declared/keyForm.ts';
import { settled } from '../../programs/given.ts';
import { headOf } from '../../programs/places.ts';
import { propertyNamed, propertyValue } from '../../programs/properties.ts';
import { camelCase } from '../../programs/spelling.ts';
import {
  literalOf,
  type Made,
  madeOf,
  type RecordValue,
  type Text,
  type Value,
} from '../../programs/value.ts';
import type { World } from '../../programs/world.ts';
import { formOfAttribute } from '../keyForm.ts';
import { classOf, methodOf, optionsOf, propertiesOf } from './names.ts';
import { policyVerdict, type TrailInProgram } from './policy.ts';
import { isNative, keyBehind, only, printed, writtenName } from './resources.ts';

export interface KeyInProgram {
  readonly facts: Fact<KeyFacts>;
  readonly related: readonly Related[];
  /** The resource, where this program makes it. */
  readonly made?: Made;
}

/** The resources of a program that say something of others. */
export interface Others {
  /** Resources of a class, as the world makes them. */
  ofClass(pattern: RegExp): readonly Made[];
}

/** The key that a trail is given: one that the program makes, or another that is known by its name alone. */
export function keyOf(
  value: Value,
  written: string,
  trail: TrailInProgram,
  others: Others,
  world: World,
): KeyInProgram {
  const form = isNative(trail.made) ? undefined : formOf(value);
  const key = keyBehind(value);
  if (key) {
    return inForm(form, factsOfKey(key, trail, others));
  }
  switch (value.kind) {
    case 'nothing':
      return { facts: absent, related: [] };
    case 'plain':
      return { facts: value.value === false ? absent : unknown('not-understood'), related: [] };
    case 'text':
      return inForm(form, namedKey(value, written));
    case 'given': {
      const there = settled(value, world);
      return there.kind === 'nothing'
        ? { facts: absent, related: [] }
        : { facts: known(unknownKey(value.name)), related: [] };
    }
    case 'attribute':
      return isAnswer(value) ? inForm(form, { facts: known(unknownKey(written)), related: [] }) : later;
    case 'made': {
      const isOutput = /^(?:requireOutput|getOutput)$/.test(methodOf(value)?.name ?? '');
      return isOutput ? { facts: known(unknownKey(written)), related: [] } : later;
    }
    case 'unknown':
      return { facts: unknown(value.cause), related: [] };
    default:
      return { facts: unknown('not-understood'), related: [] };
  }
}

const later: KeyInProgram = { facts: unknown('decided-at-deployment'), related: [] };

/** An output of a resource, or what a function of a provider answers, is there; a property of anything else may not be. */
function isAnswer(value: Extract<Value, { kind: 'attribute' }>): boolean {
  const { of } = value;
  const made = madeOf(of);
  return made !== undefined && classOf(made) !== undefined && /(?:arn|id|name)$/i.test(value.name);
}

function inForm(form: KeyFacts['form'], key: KeyInProgram): KeyInProgram {
  const { facts } = key;
  return form && facts.kind === 'known' ? { ...key, facts: known({ ...facts.value, form }) } : key;
}

/** The classic provider takes ARNs alone. */
function formOf(value: Value): KeyFacts['form'] {
  const whole = only(value);
  if (whole.kind === 'text') {
    return formOfText(whole.parts);
  }
  const of = whole.kind === 'attribute' ? madeOf(whole.of) : undefined;
  const [, kind] = /^aws\.kms\.(?:get)?(Alias|\w*Key)(?:Output)?$/.exec((of && classOf(of)) ?? '') ?? [];
  const isRead = /\.get/.test((of && classOf(of)) ?? '');
  return whole.kind === 'attribute' && kind !== undefined
    ? formOfAttribute(kind === 'Alias' ? 'alias' : 'key', camelCase(whole.name), isRead)
    : undefined;
}

function namedKey(value: Text, written: string): KeyInProgram {
  const literal = literalOf(value);
  if (literal === '') {
    return { facts: absent, related: [] };
  }
  const name = value.parts.map(part => (typeof part === 'string' ? part : '*')).join('');
  const shown = literal ?? (value.parts.length === 1 ? written : printed(value));
  return { facts: known(factsOfName(shown, name, false)), related: [] };
}

/** What the program says of one of its keys, for a trail. */
export function factsOfKey(made: Made, trail: TrailInProgram, others: Others): KeyInProgram {
  const properties = propertiesOf(made);
  const name = writtenName(made);
  const read = (...names: readonly string[]) =>
    names.map(one => propertyValue(properties, one)).find(one => one !== undefined && one.kind !== 'nothing');
  const word = (...names: readonly string[]): Fact<string> => wordOf(read(...names), properties);
  const flag = (...names: readonly string[]): Fact<boolean> => {
    const value = read(...names);
    return value?.kind === 'plain' ? known(value.value === true) : factOfAbsence(value, properties);
  };
  const kind = classOf(made) ?? '';
  const facts = factsOfWritten(name, {
    isReplica: kind.endsWith('.ReplicaKey'),
    enabled: flag('isEnabled', 'enabled'),
    spec: word('customerMasterKeySpec', 'keySpec'),
    usage: word('keyUsage'),
    rotation: flag('enableKeyRotation'),
    origin: /External/.test(kind) ? known('EXTERNAL') : word('origin'),
    expires: absent,
    region: regionOf(made),
  });
  const policy = policyOfKey(made, others);
  const verdict =
    !policy && properties.isOpen ? unknown('out-of-reach') : policyVerdict(policy?.get(), trail);
  const place = { name, of: name };
  return {
    made,
    facts: known({ ...facts, policy: verdict }),
    related: [
      { kind: 'key', ...place, uri: made.file.uri, range: headOf(made) },
      ...(policy
        ? [{ kind: 'key-policy' as const, ...place, uri: policy.entry.file.uri, range: policy.entry.range }]
        : []),
    ],
  };
}

/** The policy of a key: its own, or one that is declared apart from it. */
export function policyOfKey(made: Made, others: Others) {
  const apart = others.ofClass(/^aws\.kms\.KeyPolicy$/).find(one => {
    const key = propertyValue(propertiesOf(one), 'keyId');
    return key !== undefined && keyBehind(key)?.id === made.id;
  });
  const properties = propertiesOf(apart ?? made);
  return propertyNamed(properties, apart || !isNative(made) ? 'policy' : 'keyPolicy');
}

/** The Region of the resource, or of the provider that it is made by. */
export function regionOf(made: Made): Fact<string> {
  const own = propertyValue(propertiesOf(made), 'region');
  const provider = propertyValue(optionsOf(made), 'provider');
  const of = provider && madeOf(provider);
  const value =
    own ??
    (of && /\.Provider$/.test(classOf(of) ?? '') ? propertyValue(propertiesOf(of), 'region') : undefined);
  const literal = literalOf(value);
  return literal === undefined || literal === '' ? unknown('decided-at-deployment') : known(literal);
}

function wordOf(value: Value | undefined, properties: RecordValue): Fact<string> {
  const literal = literalOf(value);
  return literal === undefined ? factOfAbsence(value, properties) : known(literal);
}

function factOfAbsence<T>(value: Value | undefined, { isOpen }: RecordValue): Fact<T> {
  return !value || value.kind === 'nothing'
    ? isOpen && !value
      ? unknown('out-of-reach')
      : absent
    : unknown('decided-at-deployment');
}
