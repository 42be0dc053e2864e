import { parentOf } from '../../../base/uri.ts';
import { type Entry, entriesOf, follow, textOf, valueAt } from '../../formats/tree.ts';
import type { GaveUp } from '../../language.ts';
import type { SourceDocument, Sources } from '../../sources/sources.ts';
import { mayHaveService } from '../cloudformation/claims.ts';
import { comparedWith } from '../cloudformation/evaluation/parameter.ts';
import {
  assemble,
  type Item,
  itemsIn,
  type Piece,
  type Resource,
  resourcesOf,
  type Template,
  type TemplateFile,
} from '../cloudformation/template.ts';
import { deploymentIn } from './deployment.ts';
import { envFilesOf } from './dotenv.ts';
import { loadFiles, mostFiles } from './files.ts';
import { Moved, merge } from './merge.ts';
import { mostOpenings, opened, partsOf } from './parts.ts';
import { findPiece, resolveString, type ServiceTexts } from './variables.ts';

/** Reads a document as a tree; kept by the owner of the documents. */
export type ReadFile = (document: SourceDocument) => TemplateFile;

/** A service with the resource files it is made of. */
export interface Service {
  readonly template: Template;
  /** Addresses of the texts in which its sections and resources stand. */
  readonly files: ReadonlySet<string>;
  readonly gaveUp: readonly GaveUp[];
}

/** Puts the template together that a `serverless.yml` adds to its stack. */
export async function readService(
  document: SourceDocument,
  read: ReadFile,
  sources: Sources,
  signal?: AbortSignal,
): Promise<Service | undefined> {
  if (!mayHaveService(document.text)) {
    return undefined;
  }
  const file = read(document);
  const root = file.tree.documents[0]?.root;
  if (!root || !valueAt(root, 'service')) {
    return undefined;
  }
  const folder = parentOf(file.uri);
  const deployment = deploymentIn(sources);
  const loaded = await loadFiles(file, folder, read, sources, deployment.stage, signal);
  const texts: ServiceTexts = {
    service: { file, root },
    file: loaded.at,
    openings: { left: mostOpenings },
    deployment,
    envFiles: folder === undefined ? new Map() : await envFilesOf(root, folder, sources),
  };
  const parts = partsOf({ file, root: valueAt(root, 'resources') ?? root }, texts);
  const template = templateFrom(file, parts, texts);
  const pieces = [...parts, ...template.resources.flatMap(resource => [resource, ...resource.parts])];
  const gaveUp = [
    ...(loaded.isCut ? [`more than ${mostFiles} files`] : []),
    ...(texts.openings.left < 0 ? [`more than ${mostOpenings} parts of resources`] : []),
  ];
  return {
    template,
    files: new Set(pieces.map(piece => piece.file.uri)),
    gaveUp: gaveUp.map(detail => ({ resource: 'resources', detail })),
  };
}

/** A resource file on its own: it may be a template's sections, or nothing but resources. */
export function readFragment(
  document: SourceDocument,
  read: ReadFile,
  sources: Sources,
): Template | undefined {
  const file = read(document);
  const texts: ServiceTexts = {
    service: undefined,
    file: () => undefined,
    openings: { left: mostOpenings },
    deployment: deploymentIn(sources),
    envFiles: new Map(),
  };
  const parts = file.tree.documents.flatMap(({ root }) => (root ? partsOf({ file, root }, texts) : []));
  return parts.some(({ root }) => valueAt(root, 'Resources')) ? templateFrom(file, parts, texts) : undefined;
}

/** All parts make one template (Serverless Framework guide, "AWS Resources"). */
function templateFrom(file: TemplateFile, parts: readonly Piece[], texts: ServiceTexts): Template {
  const compared = (name: string) => comparedWith(template, name);
  const template: Template = {
    ...assemble(file, parts, {
      resolve: (written, _file, evaluation) => resolveString(written, { ...texts, compared }, evaluation),
      find: (written, _file, evaluation) => findPiece(written, { ...texts, compared }, evaluation),
    }),
    parameters: sectionOf(parts, 'Parameters', texts),
    conditions: sectionOf(parts, 'Conditions', texts),
    mappings: sectionOf(parts, 'Mappings', texts),
    outputs: sectionOf(parts, 'Outputs', texts),
    resources: resourcesFrom(parts, texts),
  };
  return template;
}

function sectionOf(parts: readonly Piece[], name: string, texts: ServiceTexts): ReadonlyMap<string, Item> {
  const found = new Map<string, Item>();
  for (const item of parts.flatMap(part => itemsIn(part, name))) {
    const before = found.get(item.entry.key);
    found.set(item.entry.key, before ? mergeItems(before, item, texts) : item);
  }
  return found;
}

function mergeItems(before: Item, { file, entry }: Item, texts: ServiceTexts): Item {
  const value = merge([pieceOf(before), { file, root: entry.value }], part => opened(part, texts));
  return { file, entry: new Moved(entry, file, value.root) };
}

function pieceOf({ file, entry }: Item): Piece {
  return { file, root: entry.value };
}

function resourcesFrom(parts: readonly Piece[], texts: ServiceTexts): Resource[] {
  const groups = new Map<string, Resource[]>();
  for (const [index, resource] of parts.flatMap(resourcesOf).entries()) {
    const placed = bodyInFile(resource, texts) ?? resource;
    // Ids inside loops are names that a loop fills in: they say nothing of each other.
    const id = placed.loops.length > 0 ? `${index} ${placed.id}` : placed.id;
    const group = groups.get(id);
    if (group) {
      group.push(placed);
    } else {
      groups.set(id, [placed]);
    }
  }
  const extensions = sectionOf(parts, 'extensions', texts);
  // What could not be read may extend any of them.
  const [unread] = parts.flatMap(({ file, root }) => {
    const section = valueAt(root, 'extensions');
    return section?.kind === 'scalar' && section.text !== null ? [{ file, root: section }] : [];
  });
  return [...groups].flatMap(([id, group]) => {
    const extension = extensions.get(id);
    return mergeResources(group, extension ? pieceOf(extension) : unread, texts) ?? [];
  });
}

/** The resource is where its `Type` is; what else is written of it are its parts. */
function mergeResources(
  group: readonly Resource[],
  extension: Piece | undefined,
  texts: ServiceTexts,
): Resource | undefined {
  const home = group.length === 1 ? group[0] : (group.findLast(({ type }) => type !== undefined) ?? group[0]);
  if (!home || (group.length === 1 && !extension)) {
    return home;
  }
  const open = (part: Piece) => opened(part, texts);
  const whole = merge(
    group.map(({ file, body }) => ({ file, root: body })),
    open,
  );
  // An extension replaces attributes and single properties, with everything below them.
  const merged = extension ? merge([whole, extension], open, attributesAndProperties) : whole;
  return {
    file: home.file,
    entry: home.entry,
    id: home.id,
    type: home.type,
    body: home.body,
    merged: merged.root,
    parts: [...group.filter(one => one !== home).map(pieceOf), ...(extension ? [extension] : [])],
    section: home.section,
    loops: home.loops,
  };
}

const attributesAndProperties = 2;

/** `Trail: ${file(trail.yml)}`: the resource is in the other file. */
function bodyInFile(resource: Resource, texts: ServiceTexts): Resource | undefined {
  const value = resource.entry.value;
  const part = value.kind === 'scalar' ? opened({ file: resource.file, root: value }, texts) : undefined;
  if (!part || part.root === value) {
    return undefined;
  }
  const range = part.root.range;
  const first = entriesOf(part.root)[0]?.keyRange ?? range;
  const entry: Entry = { key: resource.id, keyRange: first, value: part.root, valueRange: range, range };
  const body = follow(part.root);
  return {
    file: part.file,
    entry,
    id: resource.id,
    type: textOf(valueAt(part.root, 'Type')),
    body,
    merged: body,
    parts: [],
    section: value,
    loops: [],
  };
}
