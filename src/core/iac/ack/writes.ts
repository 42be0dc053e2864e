import { replace } from '../formats/edit.ts';
import type { Written } from '../formats/print.ts';
import { writtenOf } from '../manifests/fixes/written.ts';
import type { Around, Field, FileEdits, NewKey, NewResource, Writes } from '../manifests/provider.ts';
import { entryAt, fieldAt, namesOf, type Resource, textAt } from '../manifests/resource.ts';

const group = 'kms.services.k8s.aws/v1alpha1';

export const writes: Writes = {
  referenceFields: [],
  keyReference,
  newKey,
  item: ({ name, manifest }) => ({ id: name, template: manifest }),
  requireInput,
};

/** A manifest names a key by its alias: its id is made up later. In a resource graph, an expression names its ARN. */
function keyReference(key: Resource, trail: Resource, { resources }: Around): Field | undefined {
  if (key.template !== undefined) {
    return key.template === trail.template
      ? ['kmsKeyID', `\${${key.id}.status.ackResourceMetadata.arn}`]
      : undefined;
  }
  const name = textAt(key.body, 'metadata.name');
  const alias = resources.find(
    one =>
      one.kind === 'Alias' &&
      one.template === undefined &&
      name !== undefined &&
      textAt(one.body, 'spec.targetKeyRef.from.name') === name,
  );
  const aliasName = alias && textAt(alias.body, 'spec.name');
  return aliasName === undefined ? undefined : ['kmsKeyID', aliasName];
}

/** The annotation keeps the key where its manifest goes: log files need it as long as they are kept. */
function newKey({ name, trail, description, policy }: NewKey): ReturnType<Writes['newKey']> {
  const region = fieldAt(trail.body, 'metadata.annotations[services.k8s.aws/region]');
  const namespace = textAt(trail.body, 'metadata.namespace');
  const place: { readonly [name: string]: Written } = {
    ...(namespace === undefined ? {} : { namespace }),
  };
  const where: { readonly [name: string]: Written } = region
    ? { 'services.k8s.aws/region': writtenOf(region) ?? '' }
    : {};
  const isInTemplate = trail.template !== undefined;
  const id = isInTemplate ? camel(name) : name;
  const alias = `alias/${name.replace(/-key$/, '')}`;
  const key: NewResource = {
    name: id,
    manifest: {
      apiVersion: group,
      kind: 'Key',
      metadata: { name, ...place, annotations: { ...where, 'services.k8s.aws/deletion-policy': 'retain' } },
      spec: { description, enableKeyRotation: true, policy },
    },
  };
  const target: Written = isInTemplate
    ? { targetKeyID: `\${${id}.status.keyID}` }
    : { targetKeyRef: { from: { name } } };
  const named: NewResource = {
    name: `${id}${isInTemplate ? 'Alias' : '-alias'}`,
    manifest: {
      apiVersion: group,
      kind: 'Alias',
      metadata: { name, ...place, ...(region ? { annotations: where } : {}) },
      spec: { name: alias, ...(target as object) },
    },
  };
  return {
    resources: [key, named],
    reference: ['kmsKeyID', isInTemplate ? `\${${id}.status.ackResourceMetadata.arn}` : alias],
  };
}

/** Ids of a graph are names in CEL. */
function camel(name: string): string {
  return name.replace(/[^A-Za-z0-9]+(\w)/g, (_, first: string) => first.toUpperCase());
}

/** `string | default=""` becomes `string | required=true minLength=1`. */
function requireInput(path: string, { template }: Resource): readonly FileEdits[] | undefined {
  const { file, body } = template?.manifest ?? {};
  const entry = entryAt(body, ['spec', 'schema', ...namesOf(path)]);
  const written = file && entry && file.text.slice(entry.valueRange.start, entry.valueRange.end);
  const found = /\bdefault=(?:""|''|\\"\\")/.exec(written ?? '');
  if (!file || !entry || !found) {
    return undefined;
  }
  const start = entry.valueRange.start + found.index;
  return [{ file, edits: [replace({ start, end: start + found[0].length }, 'required=true minLength=1')] }];
}
