import { join, parentOf, pathBelow } from '../../../base/uri.ts';
import type { ModuleTree } from '../terraform/modules/tree.ts';

/*
 * Terragrunt's functions answer with whole paths. Here they start at the root of the address that a file has, whatever kind
 * that is (`file:`, `vscode-vfs:`), so that a path leads back to its address.
 */

/** `/infra/live/prod` for `file:///infra/live/prod`. */
export function pathOf(uri: string): string {
  return `/${pathBelow(rootOf(uri), uri) ?? ''}`;
}

function rootOf(uri: string): string {
  let root = uri;
  for (let folder = parentOf(uri); folder !== undefined; folder = parentOf(folder)) {
    root = folder;
  }
  return root;
}

/** The way from one folder to another: `../..`, `prod/audit`, `.`. */
export function wayFrom(folder: string, target: string): string {
  const [from, to] = [namesOf(folder), namesOf(target)];
  let common = 0;
  while (common < from.length && from[common] === to[common]) {
    common++;
  }
  return [...from.slice(common).map(() => '..'), ...to.slice(common)].join('/') || '.';
}

function namesOf(folder: string): readonly string[] {
  return pathOf(folder)
    .split('/')
    .filter(name => name !== '');
}

/** The folder that a `source` names, seen from another; undefined for what is fetched from elsewhere. */
export function localSource(written: string, folder: string): string | undefined {
  const source = written.replaceAll('\\', '/');
  const [first = ''] = source.split('/');
  const isElsewhere = /^[\w+.-]+::|^[a-z][\w+.-]*:\/\/|@/i.test(source) || source.includes('?');
  const isPath = first === '' || first === '.' || first === '..' || !first.includes('.');
  return source === '' || isElsewhere || !isPath ? undefined : join(folder, source);
}

/** The nearest file or folder of a name in the folders above one, as far as it may be read; all are asked for at once. */
export function nearestAbove(tree: ModuleTree, folder: string, name: string): string | undefined {
  let found: string | undefined;
  for (let above = parentOf(folder); above !== undefined; above = parentOf(above)) {
    const uri = join(above, name);
    const isThere = uri !== undefined && [tree.file(uri) !== undefined, tree.hasFolder(uri)].includes(true);
    found ??= isThere ? uri : undefined;
  }
  return found;
}
