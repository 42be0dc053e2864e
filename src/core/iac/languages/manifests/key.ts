import { absent, type Fact, known, unknown } from '../../../trail/fact.ts';
import type { KeyFacts } from '../../../trail/key.ts';
import { unknownKey } from '../../../trail/unknowns.ts';
import type { Related } from '../../declaration.ts';
import { aliasIn } from '../../declared/aliasName.ts';
import { factsOfName, factsOfWritten } from '../../declared/key.ts';
import { policyVerdict, type TrailInManifest } from './policy.ts';
import { factOf, flagOf, property, writtenAt } from './properties.ts';
import type { Around, Reference } from './provider.ts';
import { regionOf } from './region.ts';
import type { Resource } from './resource.ts';
import type { Scope } from './scope.ts';
import { literalOf, printed, type Text } from './value.ts';

export interface KeyInManifest {
  readonly facts: Fact<KeyFacts>;
  readonly related: readonly Related[];
}

/**
 * The key that a reference leads to: one that is declared, through its alias too, or another of which only the name is
 * known.
 */
export function keyBehind(
  reference: Reference,
  scope: Scope,
  around: Around,
  trail: TrailInManifest,
  depth = 0,
): KeyInManifest {
  switch (reference.kind) {
    case 'none':
      return { facts: absent, related: [] };
    case 'unknown':
      return { facts: unknown('decided-at-deployment'), related: [] };
    case 'elsewhere':
      return { facts: known(unknownKey(reference.name)), related: [] };
    case 'declared':
      return inForm(reference.form, declaredKey(reference.resource, scope, around, trail, depth));
    case 'named': {
      const alias = aliasNamed(reference.text, scope, around);
      return inForm(
        reference.form,
        alias
          ? declaredKey(alias, scope, around, trail, depth)
          : { facts: known(namedKey(reference.text)), related: [] },
      );
    }
  }
}

function inForm(form: KeyFacts['form'], { facts, related }: KeyInManifest): KeyInManifest {
  return { facts: facts.kind === 'known' && form ? known({ ...facts.value, form }) : facts, related };
}

/** An alias of an alias does not exist; it is not followed further. */
const deepestAlias = 2;

function declaredKey(
  resource: Resource,
  scope: Scope,
  around: Around,
  trail: TrailInManifest,
  depth: number,
): KeyInManifest {
  const { provider } = around;
  if (provider.roleOf(resource) !== 'alias') {
    return factsOfKey(resource, scope, around, trail);
  }
  const target = provider.reference(resource, provider.properties.target, scope.aside(), around);
  return depth < deepestAlias && target.kind !== 'none'
    ? keyBehind(target, scope, around, trail, depth + 1)
    : { facts: known(unknownKey(resource.id)), related: [] };
}

/** `alias/name`, or its ARN, where a text declares an alias of this name. */
function aliasNamed(name: Text, scope: Scope, around: Around): Resource | undefined {
  const wanted = aliasIn(printed(name));
  return wanted === undefined
    ? undefined
    : around.resources.find(
        one =>
          around.provider.roleOf(one) === 'alias' &&
          literalOf(around.provider.nameInAws(one, scope.aside())) === wanted,
      );
}

function namedKey(name: Text): KeyFacts {
  return factsOfName(
    printed(name),
    printed(name, ({ key = '*' }) => key),
    false,
  );
}

/** What a text says of one of its keys, for a trail. */
export function factsOfKey(
  resource: Resource,
  scope: Scope,
  around: Around,
  trail: TrailInManifest,
): KeyInManifest {
  const { provider } = around;
  const { properties } = provider;
  const role = provider.roleOf(resource);
  const value = (name: string | undefined) =>
    name === undefined ? undefined : property(provider, resource, name, scope);
  const fact = (name: string | undefined) => factOf(value(name) ?? { kind: 'none' });
  const left = (name: string | undefined): Fact<boolean> =>
    name !== undefined && provider.ignores?.(resource, name)
      ? unknown('decided-at-deployment')
      : flagOf(value(name) ?? { kind: 'none' });
  const region = regionOf(resource, scope, around);
  const written = factsOfWritten(resource.id, {
    isReplica: role === 'replica-key',
    enabled: left(properties.enabled),
    spec: fact(properties.spec),
    usage: fact(properties.usage),
    rotation: left(properties.rotation),
    origin: role === 'external-key' ? known('EXTERNAL') : fact(properties.origin),
    expires: absent,
    region: region === undefined ? unknown('decided-at-deployment') : known(region),
  });
  const owner = policyOwner(resource, scope, around);
  const policy = property(provider, owner, properties.policy, scope);
  const { entry, patch } = writtenAt(owner, provider.placesOf(properties.policy, owner));
  const place = { name: resource.id, of: resource.id, uri: resource.file.uri };
  const range = entry?.keyRange ?? patch?.node.range;
  return {
    facts: known({
      ...written,
      policy: provider.ignores?.(owner, properties.policy)
        ? unknown('decided-at-deployment')
        : policyVerdict(policy)(trail),
    }),
    related: [
      { kind: 'key', ...place, range: headerOf(resource) },
      ...(range ? [{ kind: 'key-policy' as const, ...place, uri: owner.file.uri, range }] : []),
    ],
  };
}

/** The resource that holds the policy of a key: the key itself, unless the policy is declared apart. */
export function policyOwner(key: Resource, scope: Scope, around: Around): Resource {
  const { provider } = around;
  const apart = around.resources.find(one => {
    const target =
      provider.roleOf(one) === 'key-policy' && provider.reference(one, 'keyId', scope.aside(), around);
    return target && target.kind === 'declared' && target.resource === key;
  });
  return apart ?? key;
}

/** What to underline of a resource, and to point at: its name in the map that holds it, or its kind. */
export function headerOf({ body, entry }: Pick<Resource, 'body' | 'entry'>): Related['range'] {
  const kind = body.entries.find(({ key }) => key === 'kind');
  return entry?.keyRange ?? kind?.range ?? body.entries[0]?.keyRange ?? body.range;
}
