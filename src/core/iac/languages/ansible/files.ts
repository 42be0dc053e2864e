import { TextLines } from '../../../base/text.ts';
import { parseTree } from '../../formats/text.ts';
import { itemsOf, type MapNode, mapOf, type TreeNode, valueAt } from '../../formats/tree.ts';
import { ChunkCache } from '../../formats/yaml/chunkCache.ts';
import type { SourceDocument } from '../../sources/sources.ts';
import { importPlaybook, moduleOf } from './modules.ts';
import type { PlayFile } from './step.ts';

/** Reads texts and keeps what was read, for as long as the document lives. */
export class PlayFiles {
  readonly #files = new WeakMap<SourceDocument, PlayFile>();
  readonly #cache = new ChunkCache();

  of = (document: SourceDocument): PlayFile => {
    let file = this.#files.get(document);
    if (!file) {
      const { uri, text } = document;
      file = { uri, text, tree: parseTree(text, this.#cache), lines: new TextLines(text) };
      this.#files.set(document, file);
    }
    return file;
  };
}

/** The plays of a playbook; undefined for what is none. */
export function playsIn({ tree }: PlayFile): readonly MapNode[] | undefined {
  const items = itemsOf(tree.documents[0]?.root)?.flatMap(item => mapOf(item) ?? []) ?? [];
  return items.some(isPlay) ? items : undefined;
}

/** The list of tasks that a text is; undefined for what is none. */
export function tasksIn(file: PlayFile): TreeNode | undefined {
  const root = file.tree.documents[0]?.root;
  return itemsOf(root) && !playsIn(file) ? root : undefined;
}

/** The roles that `meta/main.yml` of a role says have to run before it, each written as in a play. */
export function dependenciesIn({ tree }: PlayFile): readonly TreeNode[] {
  return itemsOf(valueAt(mapOf(tree.documents[0]?.root), 'dependencies')) ?? [];
}

/** Whether this is where a role names the roles that it depends on. */
export function isMeta(uri: string): boolean {
  return /\/meta\/main\.ya?ml$/.test(uri);
}

/** The variables that a text holds. */
export function variablesIn({ tree }: PlayFile): MapNode | undefined {
  return mapOf(tree.documents[0]?.root);
}

function isPlay(item: MapNode): boolean {
  const module = moduleOf(item)?.module;
  return valueAt(item, 'hosts') !== undefined || (module !== undefined && importPlaybook.has(module));
}

/** `ansible-vault encrypt`: not readable without the password. */
export function isVault(text: string): boolean {
  return /^\uFEFF?\s*\$ANSIBLE_VAULT;/.test(text);
}
