import { absent, type Fact, known, unknown } from '../../../trail/fact.ts';
import type { KeyFacts } from '../../../trail/key.ts';
import { unknownKey } from '../../../trail/unknowns.ts';
import { factsOfName, factsOfWritten } from '../../declared/key.ts';
import { formOfText } from '../../declared/keyForm.ts';
import { writtenRegion } from '../../declared/region.ts';
import { always } from '../../programs/always.ts';
import { flagIn, type KeyInProgram, namedKey, placesOfKey, wordIn } from '../../programs/facts.ts';
import { propertyNamed, propertyValue } from '../../programs/properties.ts';
import { camelCase } from '../../programs/spelling.ts';
import { literalOf, type Made, madeOf, methodOf, type Value } from '../../programs/value.ts';
import { formOfAttribute } from '../keyForm.ts';
import { classOf, positionalOf, propertiesOf } from './names.ts';
import { optionsOf } from './options.ts';
import { type Others, policiesOfKeys } from './others.ts';
import { policyVerdict, type TrailInProgram } from './policy.ts';
import { isNative, keyBehind, only, writtenName } from './resources.ts';

/** The key that a trail is given: one that the program makes, or another that is known by its name alone. */
export function keyOf(value: Value, written: string, trail: TrailInProgram, others: Others): KeyInProgram {
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
      return inForm(form, namedKey(value, written, writtenName));
    case 'given':
      return value.isOpen ? later : { facts: known(unknownKey(value.name)), related: [] };
    case 'attribute':
      return isAnswer(value) ? inForm(form, { facts: known(keyRead(value, written)), related: [] }) : later;
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

/** A key that a function of the provider reads, by what it is asked for. */
function keyRead({ of }: Extract<Value, { kind: 'attribute' }>, written: string): KeyFacts {
  const made = madeOf(of);
  const [, kind] =
    /^(?:aws|native)\.kms\.get(Key|Alias)(?:Output)?$/.exec((made && classOf(made)) ?? '') ?? [];
  const passed = made && kind !== undefined ? positionalOf(made)[0]?.() : undefined;
  const argument = passed?.kind === 'record' ? passed : made?.args.named;
  const name =
    argument && kind !== undefined
      ? literalOf(propertyValue(argument, kind === 'Alias' ? 'name' : 'keyId'))
      : undefined;
  return name === undefined ? unknownKey(written) : factsOfName(written, name, false);
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

/** What the program says of one of its keys, for a trail. */
export function factsOfKey(made: Made, trail: TrailInProgram, others: Others): KeyInProgram {
  const properties = propertiesOf(made);
  const name = writtenName(made);
  const kind = classOf(made) ?? '';
  const facts = factsOfWritten(name, {
    isReplica: kind.endsWith('.ReplicaKey'),
    enabled: flagIn(properties, 'isEnabled', 'enabled'),
    spec: wordIn(properties, 'customerMasterKeySpec', 'keySpec'),
    usage: wordIn(properties, 'keyUsage'),
    rotation: flagIn(properties, 'enableKeyRotation'),
    origin: /External/.test(kind) ? known('EXTERNAL') : wordIn(properties, 'origin'),
    expires: absent,
    region: regionOf(made),
  });
  const policy = policyOfKey(made, others);
  const verdict =
    !policy && properties.isOpen ? unknown('out-of-reach') : policyVerdict(policy?.get(), trail);
  return {
    made,
    facts: known({ ...facts, policy: verdict }),
    related: placesOfKey(made, name, policy?.entry),
  };
}

/** The policy of a key: its own, or one that is declared apart from it. */
export function policyOfKey(made: Made, others: Others) {
  const apart = others.about(policiesOfKeys, made).find(one => {
    const key = propertyValue(propertiesOf(one), 'keyId');
    return key !== undefined && keyBehind(key)?.id === made.id;
  });
  const properties = propertiesOf(apart ?? made);
  return propertyNamed(properties, apart || !isNative(made) ? 'policy' : 'keyPolicy');
}

/** The Region of a resource, or of the provider that creates it, where no input decides it. */
export function regionOf(made: Made): Fact<string> {
  const region = always(made, writtenRegionOf);
  return region === undefined ? unknown('decided-at-deployment') : known(region);
}

function writtenRegionOf(made: Made): string | undefined {
  const own = propertyValue(propertiesOf(made), 'region');
  const provider = propertyValue(optionsOf(made), 'provider');
  const of = provider && madeOf(provider);
  const value =
    own ??
    (of && /\.Provider$/.test(classOf(of) ?? '') ? propertyValue(propertiesOf(of), 'region') : undefined);
  return writtenRegion(literalOf(value));
}
