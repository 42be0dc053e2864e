import { addEntry, lineStart, replace } from '../../formats/edit.ts';
import type { Written } from '../../formats/print.ts';
import { entriesOf } from '../../formats/tree.ts';
import { habitsAt } from '../manifests/fixes/site.ts';
import { writtenOf } from '../manifests/fixes/written.ts';
import type { Around, Field, FileEdits, NewKey, NewKeyResources, Writes } from '../manifests/provider.ts';
import { entryAt, fieldAt, type Resource, textAt } from '../manifests/resource.ts';

export const writes: Writes = {
  referenceFields: ['kmsKeyIdRef', 'kmsKeyIdSelector'],
  keyReference,
  newKey,
  item: ({ name, manifest }) => ({ name, base: manifest }),
  requireInput,
};

/** By its name; in a composition, which makes names up, by its labels. */
function keyReference(key: Resource, trail: Resource, { resources, provider }: Around): Field | undefined {
  if (key.template === undefined) {
    const name = textAt(key.body, 'metadata.name');
    return name === undefined ? undefined : ['kmsKeyIdRef', { name }];
  }
  if (key.template !== trail.template) {
    return undefined;
  }
  const labels = entriesOf(fieldAt(key.body, 'metadata.labels')).flatMap(({ key: name, value }) => {
    const written = writtenOf(value, key.file.text);
    return written === undefined ? [] : [[name, written] as const];
  });
  const isOnly =
    resources.filter(one => one.template === key.template && provider.roleOf(one) === 'key').length === 1;
  return labels.length > 0
    ? ['kmsKeyIdSelector', { matchControllerRef: true, matchLabels: Object.fromEntries(labels) }]
    : isOnly
      ? ['kmsKeyIdSelector', { matchControllerRef: true }]
      : undefined;
}

/** It stays when its manifest goes: log files need it as long as they are kept. */
function newKey({ name, trail, region: ofBucket, description, policy }: NewKey): NewKeyResources | undefined {
  const isNamespaced = trail.group.endsWith('.m.upbound.io');
  const isInTemplate = trail.template !== undefined;
  const apiVersion = `kms.aws${isNamespaced ? '.m' : ''}.upbound.io/v1beta1`;
  const base = name.replace(/-key$/, '');
  const copied = (path: string) => {
    const node = fieldAt(trail.body, path);
    const value = node && writtenOf(node, trail.file.text);
    const last = path.split('.').at(-1) ?? path;
    return value === undefined ? {} : { [last]: value };
  };
  const place = isInTemplate ? {} : copied('metadata.namespace');
  const labels = isInTemplate ? { labels: { 'cloudtrail-key': name } } : {};
  const region = ofBucket === undefined ? copied('spec.forProvider.region') : { region: ofBucket };
  const provider = copied('spec.providerConfigRef');
  const isComplete = ['spec.forProvider.region', 'spec.providerConfigRef', 'metadata.namespace'].every(
    path => !fieldAt(trail.body, path) || Object.keys(copied(path)).length > 0,
  );
  if (!isComplete) {
    return undefined;
  }
  const stays: { readonly [name: string]: Written } = isNamespaced
    ? { managementPolicies: ['Observe', 'Create', 'Update', 'LateInitialize'] }
    : { deletionPolicy: 'Orphan' };
  const own = isInTemplate ? {} : { name };
  const target: { readonly [name: string]: Written } = isInTemplate
    ? { targetKeyIdSelector: { matchControllerRef: true, ...matching(name) } }
    : { targetKeyIdRef: { name } };
  const aliasName = { 'crossplane.io/external-name': `alias/${base}` };
  return {
    resources: [
      {
        name,
        manifest: {
          apiVersion,
          kind: 'Key',
          ...metadata({ ...own, ...place, ...labels }),
          spec: {
            ...stays,
            forProvider: { ...region, description, enableKeyRotation: true, policy },
            ...provider,
          },
        },
      },
      {
        name: `${name}-alias`,
        manifest: {
          apiVersion,
          kind: 'Alias',
          ...metadata({ ...own, ...place, annotations: aliasName }),
          spec: { forProvider: { ...region, ...target }, ...provider },
        },
      },
    ],
    reference: isInTemplate
      ? ['kmsKeyIdSelector', { matchControllerRef: true, ...matching(name) }]
      : ['kmsKeyIdRef', { name }],
  };
}

function matching(name: string): { readonly [name: string]: Written } {
  return { matchLabels: { 'cloudtrail-key': name } };
}

function metadata(fields: { readonly [name: string]: Written }): { readonly [name: string]: Written } {
  return Object.keys(fields).length === 0 ? {} : { metadata: fields };
}

/** The patch fails without its input; a default that is null or empty goes, too. */
function requireInput(path: string, trail: Resource): readonly FileEdits[] | undefined {
  const patches = trail.patches.filter(({ to, inputs }) => /kmsKeyId/.test(to) && inputs.includes(path));
  const [patch, ...others] = patches;
  if (!patch || others.length > 0 || entryAt(patch.node, ['policy'])) {
    return undefined;
  }
  const { file, node } = patch;
  const edits = addEntry(
    file.text,
    node,
    'policy',
    { fromFieldPath: 'Required' },
    habitsAt(file, trail.body),
  );
  const place = trail.template?.input(path);
  return place?.byDefault === '' && place.place
    ? [{ file, edits }, withoutLine(place.place)]
    : [{ file, edits }];
}

function withoutLine({
  file,
  range,
}: {
  readonly file: FileEdits['file'];
  readonly range: FileRange;
}): FileEdits {
  const start = lineStart(file.text, range.start);
  const rest = /^[^\r\n]*(?:\r\n|\r|\n)?/.exec(file.text.slice(range.end))?.[0] ?? '';
  return { file, edits: [replace({ start, end: range.end + rest.length }, '')] };
}

interface FileRange {
  readonly start: number;
  readonly end: number;
}
