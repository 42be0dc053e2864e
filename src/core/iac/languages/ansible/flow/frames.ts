import {
  entriesOf,
  type MapNode,
  mapLike,
  mapOf,
  renamed,
  type TreeNode,
  textOf,
  valueAt,
} from '../../../formats/tree.ts';
import { isKeyword } from '../modules.ts';
import type { Call, Frame, PlayFile } from '../step.ts';

export function frameOf(file: PlayFile, node: MapNode, rank: number, { calls }: Place): Frame {
  const written = valueAt(node, 'vars');
  const variables = mapOf(written);
  const layers = variables ? [{ rank, file, variables, depth: calls.length }] : [];
  return { file, node, layers, isOpen: variables === undefined && written !== undefined };
}

export function paramsOf(role: MapNode): MapNode {
  return mapLike(
    role,
    entriesOf(role).filter(({ key }) => !isKeyword(key)),
  );
}

/** `- name: key_arn`, `default: …` as a variable. Without a default the prompt has to be answered. */
export function promptOf(prompt: TreeNode): MapNode {
  const name = textOf(valueAt(prompt, 'name'));
  const entry = entriesOf(prompt).find(({ key }) => key === 'default');
  return mapLike(prompt, name === undefined || !entry ? [] : [renamed(entry, name)]);
}

/** The name of a role in a list, which has no map of its own. */
export function markOf({ range }: TreeNode): MapNode {
  return { ...emptyMap, range };
}

export const emptyMap: MapNode = {
  kind: 'map',
  entries: [],
  flow: false,
  tag: undefined,
  range: { start: 0, end: 0 },
};

export interface Place {
  readonly playFolder: string | undefined;
  readonly role: string | undefined;
  readonly frames: readonly Frame[];
  readonly calls: readonly Call[];
  /** Files of tasks that are open on the way, the outermost first: none is entered again. */
  readonly open: readonly string[];
}

export function nameOfTask(task: MapNode): string | undefined {
  return textOf(valueAt(task, 'name'));
}
