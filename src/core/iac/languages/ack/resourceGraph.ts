import { itemsOf, type MapNode, mapOf, textOf, valueAt } from '../../formats/tree.ts';
import { type Manifest, type ManifestFile, typeOf } from '../manifests/manifest.ts';
import type { TemplateOf } from '../manifests/provider.ts';
import {
  entryAt,
  fieldAt,
  type Input,
  namesOf,
  type Resource,
  type Template,
  textAt,
} from '../manifests/resource.ts';
import type { Scope } from '../manifests/scope.ts';
import { literalOf, none, text, unknownValue, type Value } from '../manifests/value.ts';
import { evaluate, itemsNamed } from './expression.ts';

/** The resource graphs of kro in a text (kro documentation, "ResourceGraphDefinitions"). */
export function resourceGraphsIn(file: ManifestFile): readonly TemplateOf[] {
  return file.manifests.flatMap(manifest =>
    manifest.group === 'kro.run' && manifest.kind === 'ResourceGraphDefinition' ? graphOf(manifest) : [],
  );
}

function graphOf(manifest: Manifest): readonly TemplateOf[] {
  const { body, file } = manifest;
  const list = fieldAt(body, 'spec.resources');
  if (list?.kind !== 'list') {
    return [];
  }
  const template: Template = {
    id: `${textAt(body, 'metadata.name') ?? ''} ${file.uri} ${body.range.start}`,
    manifest,
    list,
    isFilledInFor: ({ group, kind }) =>
      group === (textAt(body, 'spec.schema.group') ?? 'kro.run') && kind === textAt(body, 'spec.schema.kind'),
    placeIn: (_, path) => namesOf(path),
    input: path => inputOf(path, manifest),
  };
  const items = (itemsOf(list) ?? []).flatMap(item => mapOf(item) ?? []);
  return [{ template, resources: items.flatMap(item => resourceIn(item, template)) }];
}

function resourceIn(item: MapNode, template: Template): readonly Resource[] {
  const body = mapOf(valueAt(item, 'template'));
  const type = body && typeOf(body);
  const { manifest } = template;
  const id = textOf(valueAt(item, 'id')) ?? type?.kind ?? '';
  return body && type
    ? [{ file: manifest.file, body, ...type, id, manifest, template, patches: [], item }]
    : [];
}

/**
 * An input as the schema declares it: `string | default="" minLength=1` (kro documentation, "Simple Schema"). An expression
 * fails on a field that is not there, so that one without a default has to be given, unless it is accessed with a `?`.
 */
function inputOf(path: string, { body, file }: Manifest): Input {
  const names = ['spec', 'schema', ...namesOf(path)];
  const entry = entryAt(body, names);
  const written = textOf(entry?.value) ?? '';
  const [type = '', ...markers] = written.split('|');
  const marker = (name: string) => {
    const [, quoted, plain] = new RegExp(`\\b${name}=(?:"([^"]*)"|(\\S+))`).exec(markers.join('|')) ?? [];
    return quoted ?? plain;
  };
  const last = names.at(-1) ?? '';
  const document = file.text.slice(body.range.start, body.range.end);
  const byDefault = marker('default');
  return {
    type: type.trim() || undefined,
    byDefault,
    allowed: marker('enum')
      ?.split(',')
      .map(one => one.trim()),
    compared: comparedIn(document, path),
    mayBeOther: true,
    isRequired: byDefault === undefined && !document.includes(`.?${last}`),
    isNonEmpty: Number(marker('minLength') ?? 0) > 0,
    place: entry && { file, range: entry.range },
  };
}

function comparedIn(document: string, path: string): readonly string[] {
  const found = [...document.matchAll(/schema\.([\w.]+)\s*[!=]=\s*(?:"([^"]*)"|'([^']*)')/g)];
  return [
    ...new Set(found.flatMap(([, name, double, single]) => (name === path ? [double ?? single ?? ''] : []))),
  ];
}

/** A text of a graph with its expressions evaluated. */
export function resolved(value: Value, resource: Resource, scope: Scope): Value {
  const { template } = resource;
  const literal = literalOf(value);
  if (!template || literal === undefined || !literal.includes('${')) {
    return value;
  }
  if (literal.length > longest) {
    return unknownValue('not-understood');
  }
  const items = itemsNamed(template.list);
  const parts: Value[] = [];
  let end = 0;
  for (const found of literal.matchAll(expressions)) {
    parts.push(text(literal.slice(end, found.index)), evaluate(found[1] ?? '', template, items, scope));
    end = found.index + found[0].length;
  }
  parts.push(text(literal.slice(end)));
  const written = parts.filter(part => part.kind !== 'text' || part.parts.length > 0);
  const [only = text(''), ...others] = written;
  return others.length === 0 ? only : joined(written);
}

/** The longest text whose expressions are evaluated: a policy of KMS is no longer. */
const longest = 40_000;

const expressions = /\$\{((?:[^{}"']|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')*)\}/gs;

function joined(values: readonly Value[]): Value {
  const texts = values.filter(one => one.kind === 'text');
  return texts.length < values.length ? unknownValue() : text(...texts.flatMap(({ parts }) => parts));
}

/** `includeWhen`: all of its expressions have to hold. */
export function isIncluded(resource: Resource, scope: Scope): boolean {
  const conditions = itemsOf(valueAt(resource.item, 'includeWhen')) ?? [];
  return conditions.every(condition => {
    const written = textOf(condition);
    const value = written === undefined ? none : resolved(text(written), resource, scope);
    return literalOf(value) !== 'false';
  });
}
