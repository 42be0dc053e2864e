import { itemsOf } from '../../formats/tree.ts';
import type { Manifest, ManifestFile } from '../manifests/manifest.ts';
import { fieldAt, fieldId, isAround, type Resource, textAt } from '../manifests/resource.ts';
import type { Scope } from '../manifests/scope.ts';
import { literalOf } from '../manifests/value.ts';
import { isNamespaced } from './names.ts';

/**
 * The role that the provider assumes for a resource, by its provider config (Upbound documentation, "AWS authentication"): the
 * last one of a chain counts. Where a template chooses the config, what the resource itself names is in its account.
 */
export function roleForResource(
  resource: Resource,
  scope: Scope,
  files: readonly ManifestFile[],
): string | undefined {
  const { body, file, patches } = resource;
  if (patches.some(({ to }) => fieldId(to) === fieldId(reference) || isAround(reference, to))) {
    return file.text.slice(body.range.start, body.range.end);
  }
  const field = (name: string) => scope.read(resource, `${reference}.${name}`);
  const [name, kind] = [field('name'), field('kind')];
  // Without a reference, each kind of the provider has its own.
  const wanted = name.kind === 'none' ? 'default' : literalOf(name);
  const usual = isNamespaced(resource) && name.kind === 'none' ? 'ClusterProviderConfig' : 'ProviderConfig';
  const ofKind = kind.kind === 'none' ? usual : literalOf(kind);
  const group = isNamespaced(resource) ? 'aws.m.upbound.io' : 'aws.upbound.io';
  const [config, ...others] = files
    .flatMap(({ manifests }) => manifests)
    .filter(
      one => one.group === group && one.kind === ofKind && textAt(one.body, 'metadata.name') === wanted,
    );
  return config && others.length === 0 ? lastRole(config) : undefined;
}

const reference = 'spec.providerConfigRef';

/** A config of a provider, for the resources that refer to it. */
export function isProviderConfig({ group, kind }: Manifest): boolean {
  return /^aws\.(?:m\.)?upbound\.io$/.test(group) && /^(?:Cluster)?ProviderConfig$/.test(kind);
}

function lastRole({ body }: Manifest): string | undefined {
  const chain = itemsOf(fieldAt(body, 'spec.assumeRoleChain'))?.at(-1);
  const identity =
    fieldAt(body, 'spec.credentials.webIdentity') ?? fieldAt(body, 'spec.credentials.upbound.webIdentity');
  return textAt(chain, 'roleARN') ?? textAt(identity, 'roleARN');
}
