import { onceFor } from '../../../../base/onceFor.ts';
import { type Block, blocksOf, literalText } from '../../../formats/hcl/index.ts';
import type { GaveUp } from '../../../language.ts';
import { trailTypes } from '../trail.ts';
import type { TrailPath } from '../trailInstances.ts';
import {
  type Declared,
  type Module,
  type ModuleFile,
  type Resource,
  resourceOf,
  settingOf,
} from './module.ts';
import type { ModuleTree } from './tree.ts';

/** The trails that a file leads to, and the calls behind which there are too many to look at. */
export interface Paths {
  readonly paths: readonly TrailPath[];
  readonly gaveUp: readonly GaveUp[];
}

/** Calls in calls, deeper than in real code. */
const deepestCall = 10;

/** Limit of calls followed from one document, and of trails reported behind them. */
const mostCalls = 2_000;
const mostTrails = 500;

/** The trails that a file declares, and those that its calls make, in their modules and in those that these call. */
export async function pathsFrom(
  tree: ModuleTree,
  root: Module,
  file: ModuleFile,
  signal?: AbortSignal,
): Promise<Paths> {
  const { declared, merged } = blocksIn(root);
  const own = trailBlocks(file).flatMap((block): TrailPath[] => {
    const trail = declared.get(block) ?? (merged.has(block) ? undefined : resourceOf(block, file));
    return trail ? [{ calls: [], trail }] : [];
  });
  const { paths, gaveUp } = await pathsBehind(tree, root, callsOf(root, file), signal);
  return { paths: [...own, ...paths], gaveUp };
}

/** The resources of a module by their blocks. A block of an override file that is merged into another is no resource of its own. */
const blocksIn = onceFor(({ resources }: Module) => ({
  declared: new Map([...resources.values()].map(resource => [resource.block, resource])),
  merged: new Set([...resources.values()].flatMap(({ overrides }) => overrides.map(({ block }) => block))),
}));

/** Whether any call of a file leads to a trail; most do not, and then the rest of the module need not be read. */
export async function callsTrail(tree: ModuleTree, file: ModuleFile, signal?: AbortSignal): Promise<boolean> {
  const alone = await tree.alone();
  const calls = callsOf(alone, file);
  return calls.some(needsOtherFiles) || (await foldersToTrails(tree, alone, calls, signal)).size > 0;
}

export function trailBlocks(file: ModuleFile): readonly Block[] {
  return blocksOf(file.hcl.body, 'resource').filter(block =>
    trailTypes.includes(block.labels[0]?.text ?? ''),
  );
}

/** A source that is put together (OpenTofu) may need variables and locals of other files. */
function needsOtherFiles(call: Declared): boolean {
  const source = settingOf(call, 'source')?.attribute.value;
  return source !== undefined && source.kind !== 'broken' && literalText(source) === undefined;
}

/** A module on the way, and how one came there. */
interface Visit {
  readonly module: Module;
  readonly calls: readonly Declared[];
  /** A module that is open already is not entered again. */
  readonly folders: readonly (string | undefined)[];
}

/** Nearest first, so that the limits cut off what is deepest. */
async function pathsBehind(
  tree: ModuleTree,
  root: Module,
  calls: readonly Declared[],
  signal?: AbortSignal,
): Promise<Paths> {
  const leading = await foldersToTrails(tree, root, calls, signal);
  const paths: TrailPath[] = [];
  const waiting: Visit[] = [];
  let followed = 0;
  const enter = async ({ module, calls: before, folders }: Visit, call: Declared) => {
    const path = [...before, call];
    const folder = folderOf(tree, module, path);
    if (folder === undefined || folders.includes(folder) || !leading.has(folder)) {
      return;
    }
    followed++;
    const called = await tree.loaded(folder);
    if (called) {
      waiting.push({ module: called, calls: path, folders: [...folders, folder] });
    }
  };
  for (const call of calls) {
    await enter({ module: root, calls: [], folders: [root.folder] }, call);
  }
  for (let at = 0; at < waiting.length && !signal?.aborted; at++) {
    const visit = waiting[at] as Visit;
    if (followed > mostCalls || paths.length > mostTrails) {
      return { paths: paths.slice(0, mostTrails), gaveUp: givenUp(waiting.slice(at)) };
    }
    for (const trail of visit.module.resources.values()) {
      if (isTrail(trail)) {
        paths.push({ calls: visit.calls, trail });
      }
    }
    for (const call of visit.module.calls.values()) {
      await enter(visit, call);
    }
  }
  return { paths, gaveUp: [] };
}

function givenUp(left: readonly Visit[]): readonly GaveUp[] {
  const names = new Set(left.map(({ calls }) => `module.${calls[0]?.name}`));
  const detail = `more than ${mostCalls} module calls or ${mostTrails} trails behind the calls of one file`;
  return [...names].map(resource => ({ resource, detail }));
}

/** The folders of modules that hold a trail or lead to one, each looked at once. */
async function foldersToTrails(
  tree: ModuleTree,
  root: Module,
  calls: readonly Declared[],
  signal?: AbortSignal,
): Promise<ReadonlySet<string>> {
  const callers = new Map<string, Set<string>>();
  const found: string[] = [];
  const waiting: { readonly module: Module; readonly calls: readonly Declared[] }[] = [
    { module: root, calls: [] },
  ];
  for (let visit = waiting.shift(); visit && !signal?.aborted; visit = waiting.shift()) {
    const { module, calls: before } = visit;
    for (const call of before.length === 0 ? calls : module.calls.values()) {
      const path = [...before, call];
      const folder = folderOf(tree, module, path);
      if (folder === undefined) {
        continue;
      }
      const known = callers.get(folder);
      callers.set(folder, (known ?? new Set()).add(module.folder ?? ''));
      const called = known || !(await tree.mayLeadToTrail(folder)) ? undefined : await tree.loaded(folder);
      if (called) {
        waiting.push({ module: called, calls: path });
        found.push(...([...called.resources.values()].some(isTrail) ? [folder] : []));
      }
    }
  }
  const leading = new Set(found);
  for (const folder of leading) {
    for (const caller of callers.get(folder) ?? []) {
      leading.add(caller);
    }
  }
  return leading;
}

function folderOf(tree: ModuleTree, caller: Module, calls: readonly Declared[]): string | undefined {
  const call = calls.at(-1);
  const names = calls.map(one => one.name);
  return call && calls.length <= deepestCall ? tree.folderOf(call, caller, names)?.folder : undefined;
}

function callsOf(module: Module, file: ModuleFile): readonly Declared[] {
  return [...module.calls.values()].filter(call => call.file.uri === file.uri);
}

function isTrail(resource: Resource): boolean {
  return resource.mode === 'managed' && trailTypes.includes(resource.type);
}
