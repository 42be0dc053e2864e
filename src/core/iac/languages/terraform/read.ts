import { withShortKeys } from '../../../base/show.ts';
import type { Choice } from '../../../trail/fact.ts';
import type { KeyFacts } from '../../../trail/key.ts';
import type { Declaration, Related } from '../../declaration.ts';
import { alikeForTrails } from '../../declared/keyWorlds.ts';
import { blocksOf } from '../../formats/hcl/index.ts';
import type { Declared as DeclaredHere, GaveUp } from '../../language.ts';
import type { LanguageId } from '../../languageTable.ts';
import type { SourceDocument, Sources } from '../../sources/sources.ts';
import type { Suppression } from '../../suppression.ts';
import { variableId } from './evaluation/variables.ts';
import { type KeyVariable, keyVariableOf, passedBy, variableOfInstance } from './keyVariable.ts';
import { CallersDecide } from './modules/callersDecide.ts';
import { conditionsIn } from './modules/conditions.ts';
import { addressOf } from './modules/deployment.ts';
import { type ParsedFiles, parsed } from './modules/files.ts';
import {
  type Declared,
  type Module,
  type ModuleFile,
  type Resource,
  type Setting,
  settingOf,
} from './modules/module.ts';
import { callsTrail, pathsFrom, trailBlocks } from './modules/paths.ts';
import { ModuleTree } from './modules/tree.ts';
import { SilencedByCalls, silencesAt } from './silences.ts';
import { readTrail, type TrailReading } from './trail.ts';
import { misspeltKey, type TrailPath, keyAttribute as trailKeyAttribute } from './trailInstances.ts';

/** The trails of a document: those it declares, and those that its module calls make. */
export async function readDeclarations(
  document: SourceDocument,
  sources: Sources,
  cache: ParsedFiles,
  signal?: AbortSignal,
): Promise<DeclaredHere> {
  return declaredIn(await readPlaces(document, sources, cache, signal));
}

export function declaredIn({ places, gaveUp }: DeclaredPlaces): DeclaredHere {
  const trails = places.map(({ declaration }) => declaration);
  return { trails: trails.sort((left, right) => left.header.start - right.header.start), gaveUp };
}

/** A declaration with what it was read from. */
export interface DeclaredPlace {
  readonly tree: ModuleTree;
  readonly root: Module;
  readonly file: ModuleFile;
  readonly path: TrailPath;
  readonly declaration: Declaration;
  readonly reading: TrailReading;
  /** What of a called module carries the key, if passing it is all that is missing. */
  readonly variable: KeyVariable | undefined;
}

export interface DeclaredPlaces {
  readonly places: readonly DeclaredPlace[];
  readonly gaveUp: readonly GaveUp[];
}

/** Reads the trails of a document with all that they were read from. */
export type ReadPlaces = typeof readPlaces;

export async function readPlaces(
  document: SourceDocument,
  sources: Sources,
  cache: ParsedFiles,
  signal?: AbortSignal,
): Promise<DeclaredPlaces> {
  const file: ModuleFile = { uri: document.uri, hcl: parsed(cache, document) };
  const mayCall = blocksOf(file.hcl.body, 'module').length > 0;
  if (!mayCall && trailBlocks(file).length === 0) {
    return nowhere;
  }
  const tree = new ModuleTree(document, sources, cache);
  if (trailBlocks(file).length === 0 && !(await callsTrail(tree, file, signal))) {
    return nowhere;
  }
  return placesIn({ language: 'terraform', tree, root: await tree.root(), file }, sources, cache, signal);
}

/** What is read: a file of a module, or a file of a tool around Terraform as a module that it calls others from. */
export interface Reading {
  readonly language: LanguageId;
  readonly tree: ModuleTree;
  readonly root: Module;
  readonly file: ModuleFile;
}

export async function placesIn(
  { language, tree, root, file }: Reading,
  sources: Sources,
  cache: ParsedFiles,
  signal?: AbortSignal,
): Promise<DeclaredPlaces> {
  const { paths, gaveUp } = await pathsFrom(tree, root, file, signal);
  const read = await tree.settled(
    () =>
      paths.map(path => {
        const readings = readingsOf(tree, root, path);
        return { path, readings, variable: keyVariableOf(tree, root, path, readings) };
      }),
    signal,
  );
  const callers = new CallersDecide(sources, cache);
  const silences = new SilencedByCalls(sources, cache);
  const places: DeclaredPlace[] = [];
  for (const { path, readings, variable: carrying } of read) {
    for (const one of readings) {
      const variable = variableOfInstance(carrying, one);
      const reading = await callers.reading(root.folder, path, one);
      const own = { ...declarationOf(root, file, path, variable, reading), language };
      const declaration = path.calls.length === 0 ? await silences.declaration(root.folder, own) : own;
      places.push({ tree, root, file, path, declaration, reading, variable });
    }
  }
  return { places, gaveUp: [...gaveUp, ...gaveUpIn(places)] };
}

function gaveUpIn(places: readonly DeclaredPlace[]): readonly GaveUp[] {
  return places.flatMap(({ declaration, reading }) =>
    reading.gaveUp === undefined ? [] : [{ resource: declaration.resource, detail: reading.gaveUp }],
  );
}

const nowhere: DeclaredPlaces = { places: [], gaveUp: [] };

/** The reports on a trail; a call of a module of the workspace is skipped if it makes no difference. */
function readingsOf(tree: ModuleTree, root: Module, path: TrailPath): readonly TrailReading[] {
  const readings = readTrail(tree, root, path);
  const [call, ...calls] = path.calls;
  const called = call && tree.folderOf(call, root, [call.name]);
  const module = called?.local ? tree.module(called.folder) : undefined;
  if (!call || !module) {
    return readings;
  }
  const prefix = variableId({ names: [call.name] }, '');
  const isConsulted = ({ consulted }: TrailReading) => [...consulted].some(id => id.startsWith(prefix));
  if (readings.every(isConsulted)) {
    return readings;
  }
  const [own] = readTrail(tree, module, { calls, trail: path.trail });
  return readings.filter(
    reading => isConsulted(reading) || (own && !isAlike(reading.facts.key, own.facts.key)),
  );
}

/** Whether two keys serve alike. */
function isAlike(left: Choice<KeyFacts>, right: Choice<KeyFacts>): boolean {
  return left.kind === 'known' && right.kind === 'known'
    ? alikeForTrails(left.value) === alikeForTrails(right.value)
    : left.kind === right.kind;
}

function declarationOf(
  root: Module,
  file: ModuleFile,
  path: TrailPath,
  variable: KeyVariable | undefined,
  reading: TrailReading,
): Declaration {
  const [call] = path.calls;
  return call
    ? calledDeclaration(root, file, path, call, variable, reading)
    : ownDeclaration(root, file, path, reading);
}

function ownDeclaration(
  root: Module,
  file: ModuleFile,
  { trail }: TrailPath,
  reading: TrailReading,
): Declaration {
  const setting = settingOf(trail, trailKeyAttribute);
  const keyAttribute = setting?.file.uri === file.uri ? setting.attribute.range : undefined;
  const misspelt = misspeltKey(trail);
  const wrong = misspelt?.file.uri === file.uri ? misspelt.attribute : undefined;
  return {
    ...common(file, trail, `${trail.address}${reading.suffix}`, reading),
    header: trail.block.header,
    whole: trail.block.range,
    keyAttribute,
    related: relatedOf(root, setting, reading),
    suppressions: silencesAt(file, trail.block.header, trail.block.range, keyAttribute ?? wrong?.range),
    ...(wrong && {
      misspelling: { written: wrong.name, right: trailKeyAttribute, range: wrong.nameRange },
    }),
  };
}

function calledDeclaration(
  root: Module,
  file: ModuleFile,
  path: TrailPath,
  call: Declared,
  variable: KeyVariable | undefined,
  reading: TrailReading,
): Declaration {
  const { trail, calls } = path;
  const argument = variable && passedBy(call, variable);
  const keyAttribute = argument?.file.uri === file.uri ? argument.attribute.range : undefined;
  const names = calls.map(addressOf).join('.');
  const inModule = settingOf(trail, trailKeyAttribute);
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
      ...silencesAt(file, call.block.header, call.block.range, keyAttribute, call.block.header),
      ...silencesAt(trail.file, trail.block.header, trail.block.range, inModule?.attribute.range).map(
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
    ...(reading.region !== undefined && { region: reading.region }),
    // The Cloud Control provider leaves an argument alone that is not written: it is optional and computed.
    ...(trail.type === 'awscc_cloudtrail_trail' && { keepsKey: true as const }),
    facts: reading.facts,
  } as const;
}

function relatedOf(root: Module, setting: Setting | undefined, reading: TrailReading): readonly Related[] {
  const conditional = reading.facts.key.kind === 'conditional';
  return [...reading.related, ...(conditional && setting ? conditionsIn(root, setting) : [])];
}
