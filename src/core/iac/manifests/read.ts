import type { TextRange } from '../../base/text.ts';
import type { Declaration, Related } from '../declaration.ts';
import { toPlain } from '../formats/plain.ts';
import type { MapNode } from '../formats/tree.ts';
import type { GaveUp } from '../language.ts';
import { annotationSuppressions, commentSuppressions } from '../suppression/index.ts';
import type { Suppression } from '../suppression.ts';
import { type Caller, leftToCallers } from '../worlds/callers.ts';
import { headerOf } from './key.ts';
import type { Manifest, ManifestFile } from './manifest.ts';
import { entryAt, fieldAt, nameOf, namesOf, type Resource, type Template } from './resource.ts';
import type { Surroundings } from './surroundings.ts';
import { readTrail, type TrailReading } from './trail.ts';

/** A trail with where it was read from, so that a fix can go back there. */
export interface DeclaredTrail {
  readonly declaration: Declaration;
  readonly resource: Resource;
  readonly reading: TrailReading;
  /** The custom resource for which the template makes it. */
  readonly instance?: Manifest;
  /** The field of the custom resource that is handed on as the key. */
  readonly input?: string;
}

export interface TrailsRead {
  readonly trails: readonly DeclaredTrail[];
  readonly gaveUp: readonly GaveUp[];
}

/** The trails that a text declares, and those that its custom resources make by a template and decide the key of. */
export async function readTrails(around: Surroundings): Promise<TrailsRead> {
  const trails = around.resources.filter(one => around.provider.roleOf(one) === 'trail');
  const found: DeclaredTrail[] = [];
  for (const resource of trails) {
    if (resource.file === around.file) {
      found.push(...(await ownTrail(resource, around)));
    }
    const instances = resource.template ? instancesOf(resource.template, around) : [];
    for (const instance of instances.filter(({ file }) => file === around.file)) {
      found.push(...instanceTrail(resource, instance, around));
    }
  }
  found.sort((left, right) => left.declaration.header.start - right.declaration.header.start);
  return {
    trails: found,
    gaveUp: found.flatMap(({ declaration, reading }) =>
      reading.gaveUp === undefined ? [] : [{ resource: declaration.resource, detail: reading.gaveUp }],
    ),
  };
}

/** The custom resources that a template is filled in for. */
function instancesOf({ instances: { group, kinds } }: Template, around: Surroundings): readonly Manifest[] {
  return around.manifests.filter(one => one.group === group && kinds.includes(one.kind));
}

async function ownTrail(resource: Resource, around: Surroundings): Promise<readonly DeclaredTrail[]> {
  const reading = readTrail(resource, around);
  if (!reading) {
    return [];
  }
  const { template } = resource;
  const left =
    template &&
    (await leftToCallers(
      { key: reading.facts.key, hasInputs: true },
      { place: template.id, callers: () => callsOf(resource, template, around) },
    ));
  const judged = left
    ? {
        ...reading,
        facts: { ...reading.facts, key: left.key },
        related: [...reading.related, ...left.related],
      }
    : reading;
  return [{ declaration: declare(resource, judged, around), resource, reading: judged }];
}

async function* callsOf(
  resource: Resource,
  template: Template,
  around: Surroundings,
): AsyncGenerator<Caller> {
  for (const instance of instancesOf(template, around)) {
    const reading = readTrail(resource, around, instance);
    yield {
      place: undefined,
      callers: noCallers,
      related: {
        kind: 'module-call',
        name: nameOf(instance),
        uri: instance.file.uri,
        range: headerOfManifest(instance),
      },
      seen: reading ? [{ key: reading.facts.key, hasInputs: false }] : [],
    };
  }
}

async function* noCallers(): AsyncGenerator<Caller> {
  // Nothing fills in a custom resource but who writes it.
}

function instanceTrail(
  resource: Resource,
  instance: Manifest,
  around: Surroundings,
): readonly DeclaredTrail[] {
  const own = readTrail(resource, around);
  const reading = own?.dependsOnInputs ? readTrail(resource, around, instance) : undefined;
  if (!reading) {
    return [];
  }
  const path = own?.handedOn;
  const keyAttribute = path === undefined ? undefined : entryAt(instance.body, namesOf(path))?.range;
  const header = headerOfManifest(instance);
  const whole = instance.body.range;
  const declared: Related = {
    kind: 'module-declaration',
    name: resource.id,
    uri: resource.file.uri,
    range: headerOf(resource),
  };
  const declaration: Declaration = {
    language: around.provider.language,
    uri: instance.file.uri,
    resource: `${nameOf(instance)}.${resource.id}`,
    type: resource.kind,
    name: reading.name,
    header,
    whole,
    keyAttribute,
    facts: reading.facts,
    related: [declared, ...reading.related],
    suppressions: suppressionsOf(instance.body, instance.file, around, keyAttribute),
  };
  return [{ declaration, resource, reading, instance, ...(path !== undefined && { input: path }) }];
}

function declare(resource: Resource, reading: TrailReading, around: Surroundings): Declaration {
  const { file, body } = resource;
  const { entry, patch, misspelt } = reading;
  const keyAttribute = patch?.file === file ? (entry?.range ?? patch.node.range) : entry?.range;
  return {
    language: around.provider.language,
    uri: file.uri,
    resource: resource.id,
    type: `${resource.group}/${resource.kind}`,
    name: reading.name,
    header: headerOf(resource),
    whole: wholeOf(resource, keyAttribute),
    keyAttribute,
    facts: reading.facts,
    related: reading.related,
    suppressions: suppressionsOf(body, file, around, keyAttribute ?? misspelt?.range),
    ...(misspelt && {
      misspelling: {
        written: misspelt.key,
        right: around.provider.properties.key,
        range: misspelt.keyRange,
      },
    }),
  };
}

/** The manifest, or the item of a template with its patches. */
function wholeOf({ body, item }: Resource, attribute: TextRange | undefined): TextRange {
  const { start, end } = item?.range ?? body.range;
  return { start, end: Math.max(end, attribute?.end ?? end) };
}

function suppressionsOf(
  body: MapNode,
  file: ManifestFile,
  { provider }: Surroundings,
  keyAttribute: TextRange | undefined,
): Suppression[] {
  const annotations = fieldAt(body, 'metadata.annotations');
  const range = entryAt(body, ['metadata', 'annotations'])?.keyRange ?? body.range;
  return [
    ...commentSuppressions({
      language: provider.language,
      text: file.text,
      lines: file.lines,
      comments: file.tree.comments,
      header: body.entries[0]?.range ?? body.range,
      whole: body.range,
      keyAttribute,
    }),
    ...(annotations ? annotationSuppressions(toPlain(annotations), range) : []),
  ];
}

function headerOfManifest({ body }: Manifest): TextRange {
  return body.entries.find(({ key }) => key === 'kind')?.range ?? body.range;
}
