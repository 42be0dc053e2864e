import { join, parentOf } from '../../../../base/uri.ts';
import {
  type Entry,
  type MapNode,
  mapLike,
  mapOf,
  type TreeNode,
  textOf,
  valueAt,
} from '../../../formats/tree.ts';
import { isVault, variablesIn } from '../files.ts';
import { argumentsNode, type NamedModule } from '../modules.ts';
import { type Frame, type Layer, type PlayFile, ranks } from '../step.ts';
import type { FlowFiles } from './flowFiles.ts';
import type { Place } from './frames.ts';

/** What a task of `include_vars` reads is in its own frame; those behind it look it up there, the last of its files first. */
export async function includedVars(
  files: FlowFiles,
  file: PlayFile,
  task: MapNode,
  named: NamedModule,
  place: Place,
): Promise<Frame> {
  const { node, text } = argumentsNode(named);
  const map = mapOf(node);
  const found =
    map && valueAt(map, 'dir')
      ? await inFolder(files, file, map, place)
      : [await oneFile(files, file, (text ?? textOf(valueAt(map, 'file')) ?? '').trim(), place)];
  const under = map && valueAt(map, 'name');
  const layers = found?.flatMap((one): Layer[] => {
    const variables = one && (under ? wrapped(one, under) : one.variables);
    return one && variables
      ? [{ rank: ranks.includedVars, file: one.file, variables, depth: place.calls.length }]
      : [];
  });
  return {
    file,
    node: task,
    layers: layers?.toReversed() ?? [],
    isOpen: !found || layers?.length !== found.length,
  };
}

interface Variables {
  readonly file: PlayFile;
  /** Undefined where they are encrypted, or none. */
  readonly variables: MapNode | undefined;
}

function oneFile(
  files: FlowFiles,
  file: PlayFile,
  written: string,
  place: Place,
): Promise<Variables | undefined> {
  return files.variables(written.replace(/^file=/, ''), file, place, 'vars');
}

/** All files of a folder (documentation of `ansible.builtin.include_vars`); undefined where it is not known which. */
async function inFolder(
  files: FlowFiles,
  file: PlayFile,
  map: MapNode,
  { role }: Place,
): Promise<readonly Variables[] | undefined> {
  const name = textOf(valueAt(map, 'dir')) ?? '';
  const isChosen = choosing.some(argument => valueAt(map, argument) !== undefined);
  if (isChosen || name === '' || /\{\{|^[~/]/.test(name)) {
    return undefined;
  }
  const below = role === undefined || /^vars(?:\/|$)/.test(name) ? role : join(role, 'vars');
  const folder = join(below ?? parentOf(file.uri) ?? '', name);
  const uris = folder === undefined ? [] : await files.filesBelow(folder);
  const found = await Promise.all(uris.map(uri => files.at(uri)));
  const all = found.filter(one => one !== undefined);
  return all.length > 0 && all.length === uris.length
    ? all.map(one => ({ file: one, variables: isVault(one.text) ? undefined : variablesIn(one) }))
    : undefined;
}

/** What leaves out some of the files of a folder. */
const choosing = ['depth', 'extensions', 'files_matching', 'ignore_files'];

/** The variables of a file as one that holds them all. */
function wrapped({ variables }: Variables, under: TreeNode): MapNode | undefined {
  const key = textOf(under);
  if (key === undefined || key.includes('{{') || !variables) {
    return undefined;
  }
  const { range } = variables;
  const entry: Entry = { key, keyRange: range, value: variables, valueRange: range, range };
  return mapLike(variables, [entry]);
}
