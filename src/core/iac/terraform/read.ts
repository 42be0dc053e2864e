import { withShortKeys } from '../../base/show.ts';
import type { TextRange } from '../../base/text.ts';
import type { Choice } from '../../trail/fact.ts';
import type { KeyFacts } from '../../trail/key.ts';
import type { Declaration, Related } from '../declaration.ts';
import { type Block, blocksOf, literalText } from '../formats/hcl/index.ts';
import type { SourceDocument, Sources } from '../sources.ts';
import { commentSuppressions } from '../suppression/index.ts';
import type { Suppression } from '../suppression.ts';
import { conditionsIn } from './conditions.ts';
import { variableId } from './evaluation/variables.ts';
import { type ParsedFiles, parsed } from './files.ts';
import {
  type Declared,
  type Module,
  type ModuleFile,
  type Resource,
  resourceOf,
  type Setting,
  settingOf,
} from './module.ts';
import { keyAttributeName, readTrail, type TrailPath, type TrailReading, trailTypes } from './trail.ts';
import { ModuleTree } from './tree.ts';

/** The trails of a document: those it declares, and those that its module calls make. */
export async function readDeclarations(
  document: SourceDocument,
  sources: Sources,
  cache: ParsedFiles,
  signal?: AbortSignal,
): Promise<readonly Declaration[]> {
  const places = await readPlaces(document, sources, cache, signal);
  return places
    .map(({ declaration }) => declaration)
    .sort((left, right) => left.header.start - right.header.start);
}

/** A declaration with what it was read from. */
export interface DeclaredPlace {
  readonly tree: ModuleTree;
  readonly root: Module;
  readonly file: ModuleFile;
  readonly path: TrailPath;
  readonly declaration: Declaration;
}

export async function readPlaces(
  document: SourceDocument,
  sources: Sources,
  cache: ParsedFiles,
  signal?: AbortSignal,
): Promise<readonly DeclaredPlace[]> {
  const file: ModuleFile = { uri: document.uri, hcl: parsed(cache, document) };
  const mayCall = blocksOf(file.hcl.body, 'module').length > 0;
  if (!mayCall && trailBlocks(file).length === 0) {
    return [];
  }
  const tree = new ModuleTree(document, sources, cache);
  await tree.open();
  if (trailBlocks(file).length === 0 && !(await callsTrail(tree, file, signal))) {
    return [];
  }
  const root = await tree.root();
  const paths = await pathsOf(tree, root, file, signal);
  const read = () =>
    paths.flatMap(path =>
      declarationsAt(tree, root, file, path).map(declaration => ({ tree, root, file, path, declaration })),
    );
  let places = read();
  for (let round = 0; round < roundLimit && !signal?.aborted && (await tree.fetch()); round++) {
    places = read();
  }
  return places;
}

/** Whether any call of this file leads to a trail; most do not, and then the rest of the module need not be read. */
async function callsTrail(tree: ModuleTree, file: ModuleFile, signal?: AbortSignal): Promise<boolean> {
  const alone = tree.alone();
  for (const call of alone.calls.values()) {
    if (call.file.uri === file.uri && !signal?.aborted) {
      const found = await trailsBehind(tree, alone, [call], [alone.folder]);
      if (found.length > 0 || needsOtherFiles(call)) {
        return true;
      }
    }
  }
  return false;
}

/** A source that is put together (OpenTofu) may need variables and locals of other files. */
function needsOtherFiles(call: Declared): boolean {
  const source = settingOf(call, 'source')?.attribute.value;
  return source !== undefined && source.kind !== 'broken' && literalText(source) === undefined;
}

/** How often an evaluation may find that it needs a module not read yet. */
const roundLimit = 12;

/** Calls in calls, deeper than anybody writes. */
const deepestCall = 10;

/** The variable of a called module that carries the key, if passing it is all that is missing. */
export function keyVariableOf(tree: ModuleTree, root: Module, path: TrailPath): string | undefined {
  const [call] = path.calls;
  if (!call) {
    return undefined;
  }
  const prefix = `${variableId({ names: [call.name] }, '')}`;
  const consulted = new Set(readTrail(tree, root, path).flatMap(reading => [...reading.consulted]));
  const names = [...consulted].flatMap(id => (id.startsWith(prefix) ? [id.slice(prefix.length)] : []));
  return names.find(name => {
    const readings = readTrail(tree, root, path, new Set([`${prefix}${name}`]));
    return readings.length > 0 && readings.every(({ facts }) => isThere(facts.key));
  });
}

/** Whether there is a key whatever the inputs are. */
function isThere(key: Choice<KeyFacts>): boolean {
  return key.kind === 'conditional'
    ? key.branches.every(({ kind }) => kind === 'known')
    : key.kind === 'known';
}

async function pathsOf(
  tree: ModuleTree,
  root: Module,
  file: ModuleFile,
  signal?: AbortSignal,
): Promise<readonly TrailPath[]> {
  const own = trailBlocks(file).flatMap((block): TrailPath[] => {
    const declared = [...root.resources.values()].find(resource => resource.block === block);
    const trail = declared ?? resourceOf(block, file);
    const overrides = declared ? undefined : isMerged(root, block);
    return trail && !overrides ? [{ calls: [], trail }] : [];
  });
  const called: TrailPath[] = [];
  for (const call of root.calls.values()) {
    if (call.file.uri === file.uri && !signal?.aborted) {
      called.push(...(await trailsBehind(tree, root, [call], [root.folder])));
    }
  }
  return [...own, ...called];
}

/** The trails that a call makes, in its module and in those that this one calls. */
async function trailsBehind(
  tree: ModuleTree,
  caller: Module,
  calls: readonly Declared[],
  folders: readonly (string | undefined)[],
): Promise<TrailPath[]> {
  const call = calls.at(-1);
  const called =
    call &&
    tree.folderOf(
      call,
      caller,
      calls.map(one => one.name),
    );
  if (!called || calls.length > deepestCall || folders.includes(called.folder)) {
    return [];
  }
  const module = await tree.loaded(called.folder);
  if (!module) {
    return [];
  }
  const trails = [...module.resources.values()].filter(isTrail).map((trail): TrailPath => ({ calls, trail }));
  const deeper: TrailPath[] = [];
  for (const next of module.calls.values()) {
    deeper.push(...(await trailsBehind(tree, module, [...calls, next], [...folders, called.folder])));
  }
  return [...trails, ...deeper];
}

/** A block of an override file that is merged into another is no trail of its own. */
function isMerged(root: Module, block: Block): boolean {
  return [...root.resources.values()].some(resource => resource.overrides.some(one => one.block === block));
}

function isTrail(resource: Resource): boolean {
  return resource.mode === 'managed' && trailTypes.includes(resource.type);
}

function trailBlocks(file: ModuleFile): readonly Block[] {
  return blocksOf(file.hcl.body, 'resource').filter(block =>
    trailTypes.includes(block.labels[0]?.text ?? ''),
  );
}

function declarationsAt(
  tree: ModuleTree,
  root: Module,
  file: ModuleFile,
  path: TrailPath,
): readonly Declaration[] {
  const readings = readTrail(tree, root, path);
  const [call] = path.calls;
  if (!call) {
    return readings.map(reading => ownDeclaration(root, file, path, reading));
  }
  const called = tree.folderOf(call, root, [call.name]);
  const prefix = variableId({ names: [call.name] }, '');
  const variable = readings.length > 0 ? keyVariableOf(tree, root, path) : undefined;
  return readings
    .filter(reading => !called?.local || [...reading.consulted].some(id => id.startsWith(prefix)))
    .map(reading => calledDeclaration(root, file, path, call, variable, reading));
}

function ownDeclaration(
  root: Module,
  file: ModuleFile,
  { trail }: TrailPath,
  reading: TrailReading,
): Declaration {
  const setting = settingOf(trail, keyAttributeName());
  const keyAttribute = setting?.file.uri === file.uri ? setting.attribute.range : undefined;
  return {
    ...common(file, trail, `${trail.address}${reading.suffix}`, reading),
    header: trail.block.header,
    whole: trail.block.range,
    keyAttribute,
    related: relatedOf(root, setting, reading),
    suppressions: suppressionsAt(file, trail.block.header, trail.block.range, keyAttribute),
  };
}

function calledDeclaration(
  root: Module,
  file: ModuleFile,
  path: TrailPath,
  call: Declared,
  variable: string | undefined,
  reading: TrailReading,
): Declaration {
  const { trail, calls } = path;
  const argument = variable === undefined ? undefined : settingOf(call, variable);
  const keyAttribute = argument?.file.uri === file.uri ? argument.attribute.range : undefined;
  const names = calls.map(one => `module.${one.name}`).join('.');
  const inModule = settingOf(trail, keyAttributeName());
  const moduleLine: Related = {
    kind: 'module-declaration',
    name: trail.address,
    uri: trail.file.uri,
    range: inModule?.attribute.range ?? trail.block.header,
  };
  return {
    ...common(file, trail, `${names}.${trail.address}${reading.suffix}`, reading),
    header: call.block.header,
    whole: call.block.range,
    keyAttribute,
    related: [moduleLine, ...relatedOf(root, argument, reading)],
    suppressions: [
      ...suppressionsAt(file, call.block.header, call.block.range, keyAttribute, call.block.header),
      ...suppressionsAt(trail.file, trail.block.header, trail.block.range, inModule?.attribute.range).map(
        (one): Suppression => ({ ...one, uri: trail.file.uri }),
      ),
    ],
  };
}

function common(file: ModuleFile, trail: Resource, resource: string, reading: TrailReading) {
  return {
    language: 'terraform',
    uri: file.uri,
    resource: withShortKeys(resource),
    type: trail.type,
    name: reading.name,
    ...(reading.nameFromFile && { nameFromFile: true as const }),
    facts: reading.facts,
  } as const;
}

function relatedOf(root: Module, setting: Setting | undefined, reading: TrailReading): readonly Related[] {
  const conditional = reading.facts.key.kind === 'conditional';
  return [...reading.related, ...(conditional && setting ? conditionsIn(root, setting) : [])];
}

function suppressionsAt(
  file: ModuleFile,
  header: TextRange,
  whole: TextRange,
  keyAttribute: TextRange | undefined,
  moduleCall?: TextRange,
): readonly Suppression[] {
  const { text, comments, lines } = file.hcl;
  if (comments.length === 0) {
    return [];
  }
  return commentSuppressions({
    language: 'terraform',
    text,
    lines,
    comments,
    header,
    whole,
    keyAttribute,
    ...(moduleCall && { moduleCall }),
  });
}
