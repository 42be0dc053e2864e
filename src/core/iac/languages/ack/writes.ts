import { replace } from '../../formats/edit.ts';
import type { Written } from '../../formats/print.ts';
import { type Entry, textOf, valueAt } from '../../formats/tree.ts';
import { writtenOf } from '../manifests/fixes/written.ts';
import type { Around, Field, FileEdits, NewKey, NewKeyResources, Writes } from '../manifests/provider.ts';
import { entryAt, fieldAt, namesOf, type Resource, textAt } from '../manifests/resource.ts';

const apiVersion = 'kms.services.k8s.aws/v1alpha1';

export const writes: Writes = {
  referenceFields: [],
  keyReference,
  nameKey,
  newKey,
  item: ({ name, manifest }, { item, file }) => {
    const condition = valueAt(item, 'includeWhen');
    const includeWhen = condition && writtenOf(condition, file.text);
    return { id: name, ...(includeWhen !== undefined && { includeWhen }), template: manifest };
  },
  fallBack,
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

/** An alias for a key that has none; a graph would create it for each of its custom resources. */
function nameKey(
  key: Resource,
  trail: Resource,
  { resources, provider }: Around,
): NewKeyResources | undefined {
  const name = key.template || trail.template ? undefined : textAt(key.body, 'metadata.name');
  const place = placeOf(key, undefined);
  const alias = `alias/${name?.replace(/[^a-zA-Z0-9_-]+/g, '-')}`;
  const isTaken = resources.some(
    one =>
      provider.roleOf(one) === 'alias' &&
      (textAt(one.body, 'spec.name') === alias || textAt(one.body, 'metadata.name') === name),
  );
  return name === undefined || !place || isTaken
    ? undefined
    : {
        resources: [
          { name, manifest: aliasOf({ name, alias, place, target: { targetKeyRef: { from: { name } } } }) },
        ],
        reference: ['kmsKeyID', alias],
      };
}

/** The annotation keeps the key where its manifest goes: log files need it as long as they are kept. */
function newKey({ name, trail, region, description, policy }: NewKey): NewKeyResources | undefined {
  const place = placeOf(trail, region);
  if (!place) {
    return undefined;
  }
  const isInTemplate = trail.template !== undefined;
  const id = isInTemplate ? camel(name) : name;
  const called = nameAfter(trail, 'metadata.name');
  const own = called === undefined ? name : `${called}-key`;
  const alias = `alias/${nameAfter(trail, 'spec.name') ?? name.replace(/-key$/, '')}`;
  const { where, namespace } = place;
  const key: Written = {
    apiVersion,
    kind: 'Key',
    metadata: {
      name: own,
      ...namespace,
      annotations: { ...where, 'services.k8s.aws/deletion-policy': 'retain' },
    },
    spec: { description, enableKeyRotation: true, policy },
  };
  const target: Fields = isInTemplate
    ? { targetKeyID: `\${${id}.status.keyID}` }
    : { targetKeyRef: { from: { name } } };
  const named = aliasOf({ name: own, alias, place, target });
  return {
    resources: [
      { name: id, manifest: key },
      { name: `${id}Alias`, manifest: named },
    ],
    reference: ['kmsKeyID', isInTemplate ? `\${${id}.status.ackResourceMetadata.arn}` : alias],
  };
}

/** What is made anew for each custom resource has a name that does so for the trail. */
function nameAfter({ body, template }: Resource, path: string): string | undefined {
  const written = template && textAt(body, path);
  return written?.includes('${') ? written : undefined;
}

type Fields = { readonly [name: string]: Written };

function aliasOf({
  name,
  alias,
  place: { where, namespace },
  target,
}: {
  readonly name: string;
  readonly alias: string;
  readonly place: Place;
  readonly target: Fields;
}): Written {
  return {
    apiVersion,
    kind: 'Alias',
    metadata: { name, ...namespace, ...(Object.keys(where).length > 0 ? { annotations: where } : {}) },
    spec: { name: alias, ...target },
  };
}

interface Place {
  readonly where: Fields;
  readonly namespace: Fields;
}

/** The namespace of a resource, and a Region or its own; undefined where one cannot be copied. */
function placeOf({ body, file }: Resource, region: string | undefined): Place | undefined {
  const annotation = 'services.k8s.aws/region';
  const copied = (path: string) => {
    const node = fieldAt(body, path);
    return node ? writtenOf(node, file.text) : '';
  };
  const namespace = copied('metadata.namespace');
  const written = region ?? copied(`metadata.annotations[${annotation}]`);
  return namespace === undefined || written === undefined
    ? undefined
    : {
        where: written === '' ? {} : { [annotation]: written },
        namespace: namespace === '' ? {} : { namespace },
      };
}

/** Ids of a graph are names in CEL. */
function camel(name: string): string {
  return name.replace(/[^A-Za-z0-9]+(\w)/g, (_, first: string) => first.toUpperCase());
}

/** An empty default of the input becomes the ARN, or an expression chooses between the input and a key of the graph. */
function fallBack(entry: Entry, value: string, trail: Resource): FileEdits | undefined {
  const { file } = trail;
  const path = /^\$\{\s*schema\.(spec[\w.]*)\s*\}$/.exec(textOf(entry.value) ?? '')?.[1];
  const item = /^\$\{(.*)\}$/.exec(value)?.[1];
  if (path === undefined) {
    return undefined;
  }
  if (item === undefined) {
    return replaceDefault(path, `default="${value}"`, trail);
  }
  const expression = `\${schema.${path} != "" ? schema.${path} : ${item}}`;
  return { file, edits: [replace(entry.valueRange, `'${expression}'`)] };
}

/** `string | default=""` becomes `string | required=true minLength=1`. */
function requireInput(path: string, trail: Resource): readonly FileEdits[] | undefined {
  const change = replaceDefault(path, 'required=true minLength=1', trail);
  return change && [change];
}

/** Writes another marker in the place of an empty default. */
function replaceDefault(path: string, marker: string, { template }: Resource): FileEdits | undefined {
  const { file, body } = template?.manifest ?? {};
  const entry = entryAt(body, ['spec', 'schema', ...namesOf(path)]);
  const written = file && entry && file.text.slice(entry.valueRange.start, entry.valueRange.end);
  const found = /\bdefault=(?:""|'')/.exec(written ?? '');
  // Between quotes of YAML, ours would end the text.
  if (!file || !entry || !found || /^["']/.test(written ?? '')) {
    return undefined;
  }
  const start = entry.valueRange.start + found.index;
  return { file, edits: [replace({ start, end: start + found[0].length }, marker)] };
}
