import { join, parentOf } from '../../base/uri.ts';
import { comparedWith } from '../cloudformation/parameter.ts';
import { assemble, type Resource, type Template, type TemplateFile } from '../cloudformation/template.ts';
import { type Entry, entriesOf, follow, itemsOf, type TreeNode, textOf, valueAt } from '../formats/tree.ts';
import type { SourceDocument, Sources } from '../sources.ts';
import { parseFile } from './expression.ts';
import { resolveString, type ServiceTexts } from './variables.ts';

/** Reads a document as a tree; kept by whoever owns the documents. */
export type ReadFile = (document: SourceDocument) => TemplateFile;

/** A service with the resource files it is made of. */
export interface Service {
  readonly template: Template;
  /** Addresses of everything that went into it. */
  readonly files: ReadonlySet<string>;
}

/** Puts the template together that a `serverless.yml` adds to its stack. */
export async function readService(
  document: SourceDocument,
  read: ReadFile,
  sources: Sources,
  signal?: AbortSignal,
): Promise<Service | undefined> {
  const file = read(document);
  const root = file.tree.documents[0]?.root;
  if (!root || !valueAt(root, 'service')) {
    return undefined;
  }
  const loaded = await loadFiles(file, read, sources, signal);
  const texts: ServiceTexts = { service: { file, root }, file: path => loaded.get(plainPath(path)) };
  const parts = partsOf(
    { file, root: valueAt(root, 'resources') ?? root },
    valueAt(root, 'resources'),
    texts,
  );
  return {
    template: templateFrom(file, parts, texts),
    files: new Set([...loaded.values()].map(one => one.file.uri)),
  };
}

/** A resource file on its own: it may be a template's sections, or nothing but resources. */
export function readFragment(document: SourceDocument, read: ReadFile): Template | undefined {
  const file = read(document);
  const texts: ServiceTexts = { service: undefined, file: () => undefined };
  const parts = file.tree.documents.flatMap(({ root }) => (root ? partsOf({ file, root }, root, texts) : []));
  return parts.length > 0 ? templateFrom(file, parts, texts) : undefined;
}

interface Part {
  readonly file: TemplateFile;
  readonly root: TreeNode;
}

const mostFiles = 80;
const deepest = 4;

/** What `${file(…)}` names, in the service and in the files it names in turn; paths count from the service. */
async function loadFiles(
  service: TemplateFile,
  read: ReadFile,
  sources: Sources,
  signal: AbortSignal | undefined,
): Promise<Map<string, Part>> {
  const loaded = new Map<string, Part>();
  const folder = parentOf(service.uri);
  let open = [service.text];
  for (let depth = 0; depth < deepest && open.length > 0 && folder !== undefined; depth++) {
    const paths = new Set(open.flatMap(pathsIn).filter(path => !loaded.has(path)));
    open = [];
    for (const path of [...paths].slice(0, mostFiles - loaded.size)) {
      signal?.throwIfAborted();
      const uri = join(folder, path);
      const document = uri === undefined ? undefined : await sources.read(uri);
      const file = document && read(document);
      const root = file?.tree.documents[0]?.root;
      if (file && root) {
        loaded.set(path, { file, root });
        open.push(file.text);
      }
    }
  }
  return loaded;
}

/** Paths with their variables at their defaults: the stage is the one that is deployed when nobody names another. */
function pathsIn(text: string): string[] {
  return [...text.matchAll(/file\(((?:[^()$]|\$\{[^{}]*\})+)\)/g)].map(match =>
    plainPath((match[1] ?? '').trim()),
  );
}

function plainPath(path: string): string {
  return path
    .replace(/\$\{[^{}]*,\s*['"]([^'"{}]*)['"]\s*\}/g, '$1')
    .replace(/\$\{[^{}]*\}/g, variable => (variable.includes('stage') ? 'dev' : variable))
    .replace(/^~\//, './')
    .replace(/^\.\//, '');
}

/** The maps with template sections that stand behind a node: itself, the items of a list, the files they name. */
function partsOf(owner: Part, node: TreeNode | undefined, texts: ServiceTexts, depth = 0): Part[] {
  const target = node && follow(node);
  if (!target || depth > 6) {
    return [];
  }
  const items = itemsOf(target);
  if (items) {
    return items.flatMap(item => partsOf(owner, item, texts, depth + 1));
  }
  const named = fileBehind(target, texts);
  if (named) {
    return partsOf(named, named.root, texts, depth + 1);
  }
  const section = valueAt(target, 'Resources');
  if (section) {
    const inFile = fileBehind(section, texts);
    return inFile
      ? [{ file: inFile.file, root: wrapped(inFile.root) }]
      : [{ file: owner.file, root: target }];
  }
  return isResourceMap(target) ? [{ file: owner.file, root: wrapped(target) }] : [];
}

/** A file that is nothing but resources, as if it stood below `Resources:`. */
function wrapped(resources: TreeNode): TreeNode {
  const inner = valueAt(resources, 'Resources');
  if (inner) {
    return resources;
  }
  const range = resources.range;
  const entry: Entry = {
    key: 'Resources',
    keyRange: { start: range.start, end: range.start },
    value: resources,
    valueRange: range,
    range,
  };
  return { kind: 'map', entries: [entry], flow: false, tag: undefined, range };
}

function isResourceMap(node: TreeNode): boolean {
  return entriesOf(node).some(entry =>
    /^\w+::[\w:]+$/.test(textOf(valueAt(follow(entry.value), 'Type')) ?? ''),
  );
}

/** `${file(resources/trail.yml)}`, `${file(resources.yml):audit.trail}`. */
function fileBehind(node: TreeNode, texts: ServiceTexts): Part | undefined {
  const named = parseFile(textOf(node) ?? '');
  const part = named && texts.file(named.path);
  let root = part?.root;
  for (const key of named?.keys ?? []) {
    root = root && valueAt(root, key);
  }
  return part && root ? { file: part.file, root } : undefined;
}

function templateFrom(file: TemplateFile, parts: readonly Part[], texts: ServiceTexts): Template {
  const compared = (name: string) => comparedWith(template, name);
  const template: Template = assemble(file, parts, (written, _file, evaluation) =>
    resolveString(written, { ...texts, compared }, evaluation),
  );
  return {
    ...template,
    resources: template.resources.map(resource => bodyInFile(resource, texts) ?? resource),
  };
}

/** `Trail: ${file(trail.yml)}`: the resource stands in the other file. */
function bodyInFile(resource: Resource, texts: ServiceTexts): Resource | undefined {
  const value = resource.entry.value;
  const part = value.kind === 'scalar' ? fileBehind(value, texts) : undefined;
  if (!part) {
    return undefined;
  }
  const range = part.root.range;
  const first = entriesOf(part.root)[0]?.keyRange ?? range;
  const entry: Entry = { key: resource.id, keyRange: first, value: part.root, valueRange: range, range };
  return {
    file: part.file,
    entry,
    id: resource.id,
    type: textOf(valueAt(part.root, 'Type')),
    body: follow(part.root),
    section: value,
    loops: [],
  };
}
