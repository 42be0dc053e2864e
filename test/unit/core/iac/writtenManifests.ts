import { parseAllDocuments } from 'yaml';
import { defaultPolicy, type Example, type Json, partitionOf, type WrittenKey } from './writtenKeys.ts';

/*
 * Trails and keys in manifests of Kubernetes, read in the plainest way: objects, the items of lists, and what templates make
 * with what they ask for filled in. A trail names its key by the name, the labels or the alias of one.
 */

interface Made {
  readonly object: Json;
  /** What a template calls it. */
  readonly item: string | undefined;
}

/** The keys of a text, with a policy in JSON or the default one; none of one that an engine has to make into YAML first. */
export function keysInManifests(text: string, example: Example): readonly WrittenKey[] {
  const deployed = text.replaceAll(
    /\$\{schema\.spec\.account\w*\}|\{\{[^{}]*account[^{}]*\}\}/gi,
    example.account,
  );
  const documents = parseAllDocuments(deployed, { logLevel: 'silent' });
  const roots: readonly Json[] = [...documents].flatMap(one =>
    'errors' in one && one.errors.length === 0 ? [one.toJS() as Json] : [],
  );
  const made = roots.flatMap(objectsIn);
  const ofKind = (kind: string) => made.filter(({ object }) => at(object, 'kind') === kind);
  return ofKind('Key').flatMap(key => {
    const name = nameOf(key);
    const policy = property(key, 'policy') ?? JSON.stringify(defaultPolicy(example.account));
    const aliases = ofKind('Alias')
      .filter(alias => names(alias, 'targetKeyI', key))
      .map(aliasOf);
    const trails = ofKind('Trail').filter(
      trail => names(trail, 'kmsKeyI', key) || aliases.includes(String(property(trail, 'kmsKeyID'))),
    );
    return name === undefined || typeof policy !== 'string' || !isJson(policy)
      ? []
      : [
          {
            key: name,
            account: example.account,
            policy,
            trails: trails.flatMap(trail => trailOf(trail, example)),
          },
        ];
  });
}

function objectsIn(root: Json): readonly Made[] {
  const items = listOf(at(root, 'items'));
  const inputs = listOf(at(root, 'spec', 'pipeline')).map(step => at(step, 'input'));
  const templates = [at(root, 'spec'), ...inputs].flatMap(one => listOf(at(one, 'resources')));
  return [
    ...[root, ...items].map(object => ({ object, item: undefined })),
    ...templates.map(one => ({
      object: at(one, 'base') ?? at(one, 'template'),
      item: textOf(at(one, 'id') ?? at(one, 'name')),
    })),
  ];
}

/** By a reference, by labels, or by an expression of the graph: the property is called `…Id` or `…ID`. */
function names(one: Made, field: string, key: Made): boolean {
  const spec = at(one.object, 'spec', 'forProvider') ?? at(one.object, 'spec');
  const reference = at(spec, `${field}dRef`, 'name') ?? at(spec, 'targetKeyRef', 'from', 'name');
  const selected = at(spec, `${field}dSelector`, 'matchLabels');
  const expression = textOf(at(spec, `${field}D`));
  return (
    (reference !== undefined && reference === at(key.object, 'metadata', 'name')) ||
    (selected !== undefined &&
      JSON.stringify(selected) === JSON.stringify(at(key.object, 'metadata', 'labels'))) ||
    (key.item !== undefined && (expression ?? '').includes(`${key.item}.status.`))
  );
}

function aliasOf(alias: Made): string {
  return String(
    property(alias, 'name') ?? at(alias.object, 'metadata', 'annotations', 'crossplane.io/external-name'),
  );
}

function trailOf(one: Made, { region: anywhere, account }: Example): WrittenKey['trails'] {
  const annotations = at(one.object, 'metadata', 'annotations');
  const given = textOf(at(annotations, 'crossplane.io/external-name') ?? at(one.object, 'spec', 'name'));
  const name = given ?? nameOf(one);
  const region = textOf(property(one, 'region') ?? at(annotations, 'services.k8s.aws/region')) ?? anywhere;
  return name === undefined || /[{$]/.test(name + region)
    ? []
    : [
        {
          trail: name,
          arn: `arn:${partitionOf(region)}:cloudtrail:${region}:${account}:trail/${name}`,
          owner: account,
        },
      ];
}

function property({ object }: Made, name: string): Json {
  return at(object, 'spec', 'forProvider', name) ?? at(object, 'spec', name);
}

function nameOf({ object, item }: Made): string | undefined {
  return textOf(at(object, 'metadata', 'name')) ?? item;
}

function textOf(value: Json): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function listOf(value: Json): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function at(value: Json, ...names: readonly string[]): Json {
  return names.reduce<Json>(
    (around, name) =>
      typeof around === 'object' && around !== null && !Array.isArray(around)
        ? (around as { readonly [name: string]: Json })[name]
        : undefined,
    value,
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
