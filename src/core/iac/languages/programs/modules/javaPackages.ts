import { join, nameOf, parentOf } from '../../../../base/uri.ts';
import type { Sources } from '../../../sources/sources.ts';

/*
 * Packages of Java that are folders of the same repository: below the folder of a source root, which the name of the package
 * leads to, or below the same folder of a project beside (`audit/src/main/java` of Maven and Gradle).
 */

/** The file of a class, or those of a package of which all is imported; none where it is none of the repository. */
export async function filesOfJavaPackage(
  module: string,
  uri: string,
  sources: Sources,
): Promise<readonly string[]> {
  const parts = module.split('.');
  const isClass = /^[A-Z]/.test(parts.at(-1) ?? '');
  const path = parts.join('/');
  for (const root of await sourceRoots(uri, parts[0] ?? '', sources)) {
    const folder = join(root, isClass ? parts.slice(0, -1).join('/') : path);
    const files = folder === undefined ? [] : await sources.list(folder, true);
    const found = isClass ? files.filter(one => nameOf(one).startsWith(`${parts.at(-1)}.`)) : files;
    if (found.length > 0) {
      return found;
    }
  }
  return [];
}

/** The folders around a file in which the first part of the name of a package is a folder, and the same of projects beside. */
async function sourceRoots(uri: string, first: string, sources: Sources): Promise<readonly string[]> {
  const roots: string[] = [];
  for (let folder = parentOf(uri); folder && folder !== sources.root; folder = parentOf(folder)) {
    const root = nameOf(folder) === first ? parentOf(folder) : undefined;
    roots.push(...(root === undefined ? [] : [root]));
  }
  const start = uri.lastIndexOf(`${sourceFolder}/`);
  const project = start < 0 ? undefined : uri.slice(0, start);
  const around = project !== undefined && project !== sources.root ? parentOf(project) : undefined;
  const beside = around === undefined ? [] : await sources.folders(around);
  return [
    ...roots,
    ...beside.slice(0, mostProjects).flatMap(one => (one === project ? [] : `${one}${sourceFolder}`)),
  ];
}

const sourceFolder = '/src/main/java';

/** Projects of a build that are looked at. */
const mostProjects = 30;
