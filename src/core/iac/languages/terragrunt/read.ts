import { nameOf, parentOf } from '../../../base/uri.ts';
import type { HclFile } from '../../formats/hcl/index.ts';
import { attributeOf, type Block, blocksOf } from '../../formats/hcl/index.ts';
import type { SourceDocument, Sources } from '../../sources/sources.ts';
import { Evaluator } from '../terraform/evaluation/evaluator.ts';
import { unknownValue } from '../terraform/evaluation/value.ts';
import { World } from '../terraform/evaluation/world.ts';
import type { CallerKind } from '../terraform/modules/callers.ts';
import { parsed } from '../terraform/modules/files.ts';
import type { Module, ModuleFile } from '../terraform/modules/module.ts';
import { ModuleTree } from '../terraform/modules/tree.ts';
import { placesIn, type ReadPlaces } from '../terraform/read.ts';
import { configOf, type Surroundings } from './config.ts';
import { type Calls, mostUnits, stackCalls, stackName } from './stack.ts';
import { callOf } from './unit.ts';

const unitName = /^terragrunt\.hcl(?:\.json)?$/;

/** Whether a file is a unit or a stack, by its name. */
export function isTerragrunt(uri: string): boolean {
  const name = nameOf(uri);
  return unitName.test(name) || name === stackName;
}

/** The trails of the modules that a unit or a stack deploys, each judged with its inputs. */
export const readDeployed: ReadPlaces = async (document, sources, cache, signal) => {
  const { tree, root, file, leftOut } = await rootOf(document, sources, cache, signal);
  const { places, gaveUp } =
    root.calls.size === 0
      ? { places: [], gaveUp: [] }
      : await placesIn({ language: 'terragrunt', tree, root, file }, sources, cache, signal);
  const detail = `more than ${mostUnits} units and stacks in one stack`;
  return { places, gaveUp: leftOut === undefined ? gaveUp : [...gaveUp, { resource: leftOut, detail }] };
};

/** Terragrunt, as one who calls modules of Terraform. */
export const terragruntCallers: CallerKind = {
  isCaller: isTerragrunt,
  async calls(document, sources, cache) {
    const { tree, root } = await rootOf(document, sources, cache);
    return [...root.calls.values()].map(call => ({ tree, root, call }));
  },
};

/** A file of Terragrunt is not a part of the module in its folder. */
const outside: SourceDocument = { uri: 'none:', text: '' };

interface TerragruntRoot {
  readonly tree: ModuleTree;
  readonly root: Module;
  readonly file: ModuleFile;
  readonly leftOut: string | undefined;
}

async function rootOf(
  document: SourceDocument,
  sources: Sources,
  cache: Parameters<ReadPlaces>[2],
  signal?: AbortSignal,
): Promise<TerragruntRoot> {
  const tree = new ModuleTree(outside, sources, cache);
  const file: ModuleFile = { uri: document.uri, hcl: parsed(cache, document) };
  const folder = parentOf(document.uri) ?? '';
  const texts = new Map<string, HclFile>();
  const { root, leftOut } = await tree.settled(() => {
    const surroundings: Surroundings = {
      tree,
      folder,
      original: folder,
      repository: sources.root,
      values: unknownValue('decided-at-deployment'),
      parsed: texts,
    };
    const config = configOf(file, surroundings);
    const evaluator = new Evaluator(tree, new World(new Map(), false));
    const { calls, leftOut }: Calls =
      nameOf(document.uri) === stackName
        ? stackCalls(config, file, evaluator)
        : { calls: callOf(config, file, nameOf(folder), wholeOf(file), evaluator), leftOut: undefined };
    return { root: { ...config.module, calls: new Map(calls.map(call => [call.name, call])) }, leftOut };
  }, signal);
  return { tree, root, file, leftOut };
}

/** A unit is the whole of its file; it is underlined where it says which module it deploys. */
function wholeOf({ hcl }: ModuleFile): Block {
  const { text, body } = hcl;
  const start = /^\uFEFF?\s*/.exec(text)?.[0].length ?? 0;
  const end = Math.max(text.trimEnd().length, start);
  const block =
    blocksOf(body, 'terraform').find(one => attributeOf(one.body, 'source')) ?? blocksOf(body, 'include')[0];
  const first = block?.header ?? attributeOf(body, 'inputs')?.nameRange ?? { start, end: start };
  const isJson = hcl.syntax === 'json';
  return {
    type: 'terraform',
    labels: [],
    header: first,
    range: { start, end },
    inner: { start: isJson ? Math.min(start + 1, end) : start, end: isJson ? Math.max(end - 1, start) : end },
    closed: true,
    body: { attributes: [], blocks: [] },
    isRead: true,
  };
}
