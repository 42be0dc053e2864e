import type { Written } from '../../formats/print.ts';
import { writtenOf } from '../manifests/fixes/written.ts';
import type { NewKey, NewKeyResources } from '../manifests/provider.ts';
import { fieldAt, fieldId, isAround, namesOf, type Resource, textAt } from '../manifests/resource.ts';
import { externalName, isNamespaced } from './names.ts';

type Fields = { readonly [name: string]: Written };

/** It stays when its manifest goes: log files need it as long as they are kept. */
export function newKey(wanted: NewKey): NewKeyResources | undefined {
  const { name, trail, description, policy } = wanted;
  const place = placeOf(wanted);
  if (!place) {
    return undefined;
  }
  const isInTemplate = trail.template !== undefined;
  const stays: Fields = isNamespaced(trail)
    ? { managementPolicies: ['Observe', 'Create', 'Update', 'LateInitialize'] }
    : { deletionPolicy: 'Orphan' };
  const labels = isInTemplate ? { labels: { 'cloudtrail-key': name } } : {};
  const own = isInTemplate ? {} : { name };
  const target: Fields = isInTemplate
    ? { targetKeyIdSelector: { matchControllerRef: true, ...matching(name) } }
    : { targetKeyIdRef: { name } };
  const { region, provider, namespace, patches } = place;
  const alias = aliasNameOf(wanted);
  const apiVersion = `kms.aws${isNamespaced(trail) ? '.m' : ''}.upbound.io/v1beta1`;
  return {
    resources: [
      {
        name,
        manifest: {
          apiVersion,
          kind: 'Key',
          ...metadata({ ...own, ...namespace, ...labels }),
          spec: {
            ...stays,
            forProvider: { ...region, description, enableKeyRotation: true, policy },
            ...provider,
          },
        },
        patches,
      },
      {
        name: `${name}-alias`,
        manifest: {
          apiVersion,
          kind: 'Alias',
          ...metadata({ ...own, ...namespace, ...alias.metadata }),
          spec: { forProvider: { ...region, ...target }, ...provider },
        },
        patches: [...patches, ...alias.patches],
      },
    ],
    reference: isInTemplate
      ? ['kmsKeyIdSelector', { matchControllerRef: true, ...matching(name) }]
      : ['kmsKeyIdRef', { name }],
  };
}

interface Place {
  readonly region: Fields;
  readonly provider: Fields;
  readonly namespace: Fields;
  readonly patches: readonly Written[];
}

/** Where the trail is created, and its log bucket is; undefined where that cannot be said again. */
function placeOf({ trail, region: ofBucket }: NewKey): Place | undefined {
  const region = ofBucket === undefined ? copied(trail, regionField) : { region: ofBucket };
  const provider = copied(trail, 'spec.providerConfigRef');
  const namespace = trail.template === undefined ? copied(trail, 'metadata.namespace') : {};
  const patches = [
    ...(ofBucket === undefined ? [patchesOf(trail, regionField)] : []),
    patchesOf(trail, 'spec.providerConfigRef'),
  ];
  return region && provider && namespace && patches.every(one => one !== undefined)
    ? { region, provider, namespace, patches: patches.flat() }
    : undefined;
}

const regionField = 'spec.forProvider.region';

function copied({ body, file }: Resource, path: string): Fields | undefined {
  const node = fieldAt(body, path);
  const value = node && writtenOf(node, file.text);
  return value === undefined ? (node ? undefined : {}) : { [namesOf(path).at(-1) ?? path]: value };
}

/** What a template puts into a field, for another resource with that field; undefined where it puts more into what is around it. */
function patchesOf(trail: Resource, path: string): readonly Written[] | undefined {
  const all = trail.patches.filter(
    ({ to }) => fieldId(to) === fieldId(path) || isAround(path, to) || isAround(to, path),
  );
  const written = all.map(({ to, node, file }) =>
    isAround(to, path) ? undefined : writtenOf(node, file.text),
  );
  return written.every(one => one !== undefined) ? written : undefined;
}

/** After the trail. A template makes up a name where it does so for the trail: an alias is there once in an account. */
function aliasNameOf({ name, trail }: NewKey): {
  readonly metadata: Fields;
  readonly patches: readonly Written[];
} {
  const annotations = {
    annotations: { 'crossplane.io/external-name': `alias/${name.replace(/-key$/, '')}` },
  };
  const patches = trail.template === undefined ? [] : patchesOf(trail, externalName);
  const isNamed = trail.template === undefined || textAt(trail.body, externalName) !== undefined;
  return patches === undefined
    ? { metadata: {}, patches: [] }
    : { metadata: isNamed && patches.length === 0 ? annotations : {}, patches };
}

function matching(name: string): Fields {
  return { matchLabels: { 'cloudtrail-key': name } };
}

function metadata(fields: Fields): Fields {
  return Object.keys(fields).length === 0 ? {} : { metadata: fields };
}
