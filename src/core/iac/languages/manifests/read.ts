import type { TextRange } from '../../../base/text.ts';
import type { Declaration, Related } from '../../declaration.ts';
import { toPlain } from '../../formats/plain.ts';
import type { GaveUp } from '../../language.ts';
import { annotationSuppressions, commentSuppressions } from '../../suppression/index.ts';
import type { Suppression } from '../../suppression.ts';
import { type Caller, leftToCallers } from '../../worlds/callers.ts';
import { headerOf } from './key.ts';
import { entryAt, fieldAt, type Instance, type Resource, type Template } from './resource.ts';
import type { Surroundings } from './surroundings.ts';
import { readTrail, type TrailReading } from './trail.ts';

/** A trail with where it was read from, so that a fix can go back there. */
export interface DeclaredTrail {
  readonly declaration: Declaration;
  readonly resource: Resource;
  readonly reading: TrailReading;
  /** The custom resource for which the template makes it. */
  readonly instance?: Instance;
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

/** What a template is filled in for. */
function instancesOf(template: Template, { instances }: Surroundings): readonly Instance[] {
  return instances.filter(one => template.isFilledInFor(one));
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
        kind: 'instance',
        name: instance.id,
        uri: instance.file.uri,
        range: headerOf(instance.caller ?? instance),
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
  instance: Instance,
  around: Surroundings,
): readonly DeclaredTrail[] {
  const own = readTrail(resource, around);
  const reading = own?.dependsOnInputs ? readTrail(resource, around, instance) : undefined;
  if (!reading) {
    return [];
  }
  const path = own?.handedOn;
  const keyAttribute =
    path === undefined || !resource.template
      ? undefined
      : entryAt(instance.body, resource.template.placeIn(instance, path))?.range;
  const header = headerOf(instance.caller ?? instance);
  const whole = instance.caller?.entry?.range ?? instance.body.range;
  const declared: Related = {
    kind: 'module-declaration',
    name: resource.id,
    uri: resource.file.uri,
    range: headerOf(resource),
  };
  const declaration: Declaration = {
    language: around.provider.language,
    uri: instance.file.uri,
    resource: `${instance.id}.${resource.id}`,
    type: resource.kind,
    name: reading.name,
    header,
    whole,
    keyAttribute,
    facts: reading.facts,
    related: [declared, ...reading.related],
    suppressions: suppressionsOf(instance.caller ?? instance, around, keyAttribute),
  };
  return [{ declaration, resource, reading, instance, ...(path !== undefined && { input: path }) }];
}

function declare(resource: Resource, reading: TrailReading, around: Surroundings): Declaration {
  const { file } = resource;
  const { entry, patch, misspelt } = reading;
  const keyAttribute = patch?.file === file ? (entry?.range ?? patch.node.range) : entry?.range;
  return {
    language: around.provider.language,
    uri: file.uri,
    resource: resource.id,
    type: resource.group === '' ? resource.kind : `${resource.group}/${resource.kind}`,
    name: reading.name,
    header: headerOf(resource),
    whole: wholeOf(resource, keyAttribute),
    keyAttribute,
    facts: reading.facts,
    related: reading.related,
    suppressions: suppressionsOf(resource, around, keyAttribute ?? misspelt?.range),
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
function wholeOf({ body, item, entry }: Resource, attribute: TextRange | undefined): TextRange {
  const { start, end } = (entry ?? item ?? body).range;
  return { start, end: Math.max(end, attribute?.end ?? end) };
}

function suppressionsOf(
  { body, file, entry }: Pick<Resource, 'body' | 'file' | 'entry'>,
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
      parsed: file.tree,
      header: entry?.keyRange ?? body.entries[0]?.range ?? body.range,
      whole: entry?.range ?? body.range,
      keyAttribute,
    }),
    ...(annotations ? annotationSuppressions(toPlain(annotations), range) : []),
  ];
}
