import { join, nameOf, parentOf } from '../../../../base/uri.ts';
import { itemsOf, type MapNode, mapOf, type TreeNode, textOf, valueAt } from '../../../formats/tree.ts';
import { isVault, variablesIn } from '../files.ts';
import { type Frame, type Layer, type PlayFile, ranks } from '../step.ts';
import { requiredBy } from './argumentSpecs.ts';
import type { FlowFiles } from './flowFiles.ts';
import { emptyMap, type Place, promptOf } from './frames.ts';

/** The variables of a play: of its inventory, its own, its prompts, its files. */
export async function playFrame(
  files: FlowFiles,
  file: PlayFile,
  play: MapNode,
  place: Place,
): Promise<Frame> {
  const layers: Layer[] = [];
  let isOpen = false;
  const depth = place.calls.length;
  const hosts = (textOf(valueAt(play, 'hosts')) ?? '').split(/[:,\s]+/);
  for (const one of await inventoryVars(files, place.playFolder, hosts)) {
    const variables = variablesIn(one.file);
    isOpen ||= isVault(one.file.text);
    layers.push(...(variables ? [{ ...one, variables, depth }] : []));
  }
  const own = mapOf(valueAt(play, 'vars'));
  layers.push(...(own ? [{ rank: ranks.play, file, variables: own, depth }] : []));
  for (const prompt of itemsOf(valueAt(play, 'vars_prompt')) ?? []) {
    layers.push({ rank: ranks.prompt, file, variables: promptOf(prompt), depth });
  }
  for (const item of itemsOf(valueAt(play, 'vars_files')) ?? []) {
    const found = await firstThere(files, itemsOf(item) ?? [item], file, place);
    if (found?.variables) {
      layers.push({ rank: ranks.varsFiles, file: found.file, variables: found.variables, depth });
    } else {
      isOpen = true;
    }
  }
  return { file, node: play, layers, isOpen };
}

/** The first file of alternatives that is there. What comes after one whose name is not known stays open. */
async function firstThere(
  files: FlowFiles,
  alternatives: readonly TreeNode[],
  file: PlayFile,
  place: Place,
): ReturnType<FlowFiles['variables']> {
  for (const alternative of alternatives) {
    const name = textOf(alternative);
    if (name === undefined || name.includes('{{')) {
      return undefined;
    }
    const found = await files.variables(name, file, place, '');
    if (found) {
      return found;
    }
  }
  return undefined;
}

/**
 * The defaults and variables of a role that a file uses, and the arguments that it requires. `including`: the arguments of a
 * task that includes it and may name other files than `main`.
 */
export async function roleFrame(
  files: FlowFiles,
  role: string,
  from: PlayFile,
  depth: number,
  including?: MapNode,
): Promise<readonly Frame[]> {
  const parts = [
    { folder: 'defaults', argument: 'defaults_from', rank: ranks.roleDefaults },
    { folder: 'vars', argument: 'vars_from', rank: ranks.role },
  ];
  const layers: Layer[] = [];
  let isOpen = false;
  let file: PlayFile | undefined;
  for (const { folder, argument, rank } of parts) {
    const name = including && valueAt(including, argument);
    const found = await files.roleVariables(join(role, folder), name ? (textOf(name) ?? '') : 'main');
    isOpen ||= name !== undefined && found.length === 0;
    for (const one of found) {
      const variables = variablesIn(one);
      isOpen ||= isVault(one.text);
      file ??= one;
      // A file that the call names is the call's decision.
      const decided = name ? depth - 1 : depth;
      layers.push(...(variables ? [{ rank, file: one, variables, depth: decided }] : []));
    }
  }
  const required = new Set<string>();
  const meta = join(role, 'meta');
  for (const uri of meta === undefined ? [] : await files.sources.list(meta, true)) {
    const specs = /^(?:argument_specs|main)\.ya?ml$/.test(nameOf(uri)) ? await files.at(uri) : undefined;
    for (const one of specs ? requiredBy(specs) : []) {
      required.add(one);
      file ??= specs;
    }
  }
  return file || isOpen ? [{ file: file ?? from, node: emptyMap, layers, isOpen, required }] : [];
}

/** `group_vars` and `host_vars` beside the playbook, beside the inventory above it, and of the inventory that it is read for. */
async function inventoryVars(
  files: FlowFiles,
  folder: string | undefined,
  hosts: readonly string[],
): Promise<readonly (Pick<Layer, 'rank' | 'file'> & { readonly onlyFor?: string })[]> {
  const found: (Pick<Layer, 'rank' | 'file'> & { readonly onlyFor?: string })[] = [];
  const isLocal = hosts.every(host => host === 'localhost' || host === '127.0.0.1');
  const inventory = files.sources.inputs?.set?.inventory;
  for (const place of [inventory, folder === undefined ? undefined : parentOf(folder), folder]) {
    for (const kind of ['group_vars', 'host_vars']) {
      const around = place === undefined ? undefined : join(place, kind);
      for (const uri of around === undefined ? [] : await files.variableFiles(around)) {
        const name = (uri.split('/').at(-2) === kind ? nameOf(uri) : nameOf(parentOf(uri) ?? '')).replace(
          /\.ya?ml$/,
          '',
        );
        const isMeant = hosts.includes(name) || (kind === 'group_vars' && name === 'all');
        const file = isMeant || !isLocal ? await files.at(uri) : undefined;
        if (file) {
          const rank = kind === 'host_vars' ? ranks.host : name === 'all' ? ranks.groupAll : ranks.group;
          found.push({ rank, file, ...(!isMeant && { onlyFor: name }) });
        }
      }
    }
  }
  return found;
}
