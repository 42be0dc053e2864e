import { absent, type Fact, known, unknown } from '../../../../trail/fact.ts';
import type { KeyFacts } from '../../../../trail/key.ts';
import { unknownKey } from '../../../../trail/unknowns.ts';
import { factsOfName, factsOfWritten } from '../../../declared/key.ts';
import { formOfText } from '../../../declared/keyForm.ts';
import { writtenRegion } from '../../../declared/region.ts';
import { type DeclaredAlias, keyOfAlias } from '../../programs/aliases.ts';
import { always } from '../../programs/always.ts';
import { propertyNamed, propertyValue } from '../../programs/evaluation/properties.ts';
import {
  idOf,
  literalOf,
  type Made,
  madeOf,
  methodOf,
  type Text,
  type Value,
} from '../../programs/evaluation/value.ts';
import {
  flagIn,
  type KeyInProgram,
  keyByItself,
  namedKey,
  placesOfKey,
  wordIn,
} from '../../programs/facts.ts';
import { camelCase } from '../../programs/spelling.ts';
import { formOfAttribute } from '../keyForm.ts';
import { unlessIgnored } from './ignored.ts';
import { classOf, propertiesOf } from './names.ts';
import { optionsOf } from './options.ts';
import { type Others, policiesOfKeys } from './others.ts';
import { policyVerdict, type TrailInProgram } from './policy.ts';
import { aliasNameOf, askedOf, isNative, keyBehind, only, writtenName } from './resources.ts';

/** The key that a trail is given: one that the program makes, or another that is known by its name alone. */
export function keyOf(value: Value, written: string, trail: TrailInProgram, others: Others): KeyInProgram {
  const form = isNative(trail.made) ? undefined : formOf(value);
  const key = keyBehind(value);
  if (key) {
    return inForm(form, factsOfKey(key, trail, others));
  }
  switch (value.kind) {
    case 'text':
      return inForm(form, keyNamed(value, written, trail, others));
    case 'attribute':
      return isAnswer(value) ? inForm(form, { facts: known(keyRead(value, written)), related: [] }) : later;
    case 'made': {
      const isOutput = /^(?:requireOutput|getOutput)$/.test(methodOf(value)?.name ?? '');
      return isOutput ? { facts: known(unknownKey(written)), related: [] } : later;
    }
    default:
      return keyByItself(value) ?? { facts: unknown('not-understood'), related: [] };
  }
}

/** A key by a text: that of an alias which is declared where the trail is leads to the key behind it. */
function keyNamed(name: Text, written: string, trail: TrailInProgram, others: Others): KeyInProgram {
  const key = keyOfAlias(name, wanted => aliasesBeside(wanted, trail, others));
  return key ? factsOfKey(key, trail, others) : namedKey(name, written, writtenName);
}

/** The aliases that are created by the provider of a trail, in its Region. */
function aliasesBeside(
  wanted: string,
  { made: trail }: TrailInProgram,
  others: Others,
): readonly DeclaredAlias[] {
  return others.aliases(wanted).flatMap(made => {
    const name = aliasNameOf(made);
    const key = keyBehind(made);
    return name && key && regionId(made) === regionId(trail) ? [{ name, key }] : [];
  });
}

/** What decides the Region of a resource: equal where it is the same. */
function regionId(made: Made): string {
  const provider = propertyValue(optionsOf(made), 'provider');
  const region = propertyValue(propertiesOf(made), 'region');
  return [provider, region].map(one => (one ? (idOf(one) ?? made.id) : '')).join(' ');
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
  const name =
    made && kind !== undefined
      ? literalOf(propertyValue(askedOf(made), kind === 'Alias' ? 'name' : 'keyId'))
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
    enabled: unlessIgnored(made, flagIn(properties, 'isEnabled', 'enabled'), 'isEnabled', 'enabled'),
    spec: wordIn(properties, 'customerMasterKeySpec', 'keySpec'),
    usage: wordIn(properties, 'keyUsage'),
    rotation: unlessIgnored(made, flagIn(properties, 'enableKeyRotation'), 'enableKeyRotation'),
    origin: /External/.test(kind) ? known('EXTERNAL') : wordIn(properties, 'origin'),
    expires: absent,
    region: regionOf(made),
  });
  const owner = policyOwner(made, others);
  const policy = policyOfKey(made, others, owner);
  const isOpen = !policy && properties.isOpen;
  const verdict =
    isOpen || (owner === made && mayBeSetApart(made, others))
      ? unknown(isOpen ? 'out-of-reach' : 'not-understood')
      : unlessIgnored(owner, policyVerdict(policy?.get(), trail), 'policy', 'keyPolicy');
  return {
    made,
    facts: known({ ...facts, policy: verdict }),
    related: placesOfKey(made, name, policy?.entry),
  };
}

/** The policy of a key: its own, or one that is declared apart from it. */
export function policyOfKey(made: Made, others: Others, owner = policyOwner(made, others)) {
  return propertyNamed(propertiesOf(owner), owner !== made || !isNative(made) ? 'policy' : 'keyPolicy');
}

/** Whether a policy that is declared apart may be that of a key: it is one of something that is not known, or is handed in. */
function mayBeSetApart(made: Made, others: Others): boolean {
  return others.about(policiesOfKeys, made).some(one => {
    const key = propertyValue(propertiesOf(one), 'keyId');
    const of = key && only(key);
    return of?.kind === 'unknown' || of?.kind === 'given' || (of?.kind === 'reference' && of.module === '');
  });
}

/** What says the policy of a key: the key, or a resource apart from it. */
function policyOwner(made: Made, others: Others): Made {
  const apart = others.about(policiesOfKeys, made).find(one => {
    const key = propertyValue(propertiesOf(one), 'keyId');
    return key !== undefined && keyBehind(key)?.id === made.id;
  });
  return apart ?? made;
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
