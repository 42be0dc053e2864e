import { nameOf } from '../../../base/uri.ts';
import type { InputSet } from '../../inputs.ts';
import type { SourceDocument, Sources } from '../../sources/sources.ts';
import type { CallerKind } from '../terraform/modules/callers.ts';
import { type ParsedFiles, parsed } from '../terraform/modules/files.ts';
import type { ModuleFile } from '../terraform/modules/module.ts';
import { ModuleTree } from '../terraform/modules/tree.ts';
import { placesIn, type ReadPlaces } from '../terraform/read.ts';
import { deploymentsOf, type StackDeployment } from './deployments.ts';
import { isComponentFile, type LoadedStack, loadStack, mostEmbedded } from './load.ts';
import { stackModule } from './stack.ts';

/** A file of a stack is not a part of a module in its folder. */
const outside: SourceDocument = { uri: 'none:', text: '' };

/** The trails of the components of a stack, with the inputs of the deployment that the sources are for. */
export const readComponents: ReadPlaces = async (document, sources, cache, signal) => {
  const stack = await loadStack(document, sources, cache);
  const all = deploymentsOf(stack);
  if (all.length > 0 && all.every(({ isDestroyed }) => isDestroyed)) {
    return { places: [], gaveUp: [] };
  }
  const deployment = all.find(one => setOf(one).name === sources.inputs?.set?.name);
  const tree = new ModuleTree(outside, sources, cache);
  const root = stackModule(stack, deployment);
  const file: ModuleFile = { uri: document.uri, hcl: parsed(cache, document) };
  const read = await placesIn({ language: 'terraformStacks', tree, root, file }, sources, cache, signal);
  const detail = `more than ${mostEmbedded} embedded stacks, or too deep in one another`;
  return { ...read, gaveUp: [...read.gaveUp, ...stack.leftOut.map(resource => ({ resource, detail }))] };
};

/** A set of inputs for each deployment that is there. */
export async function deploymentSets(
  document: SourceDocument,
  sources: Sources,
  cache: ParsedFiles,
): Promise<readonly InputSet[]> {
  return living(await loadStack(document, sources, cache)).map(setOf);
}

function living(stack: LoadedStack): readonly StackDeployment[] {
  return deploymentsOf(stack).filter(({ isDestroyed }) => !isDestroyed);
}

function setOf({ name, file }: StackDeployment): InputSet {
  return {
    name: `${nameOf(file.uri)} [${name}]`,
    of: [file.uri],
    given: [{ kind: 'variables', file: file.uri, section: name }],
  };
}

/** Stacks, as those who call modules of Terraform: once for each deployment. */
export const stackCallers: CallerKind = {
  isCaller: isComponentFile,
  async calls(document, sources, cache) {
    const stack = await loadStack(document, sources, cache);
    const deployments = living(stack);
    return (deployments.length > 0 ? deployments : [undefined]).flatMap(deployment => {
      const tree = new ModuleTree(outside, sources, cache);
      const root = stackModule(stack, deployment);
      const own = [...root.calls.values()].filter(({ file }) => file.uri === document.uri);
      return own.map(call => ({ tree, root, call }));
    });
  },
};
