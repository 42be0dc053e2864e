import { join, nameOf, parentOf } from '../../../../base/uri.ts';
import type { Sources } from '../../../sources/sources.ts';
import { foldersAbove } from './foldersAbove.ts';

/*
 * Packages of Go that are folders of the same repository: those of the module of the nearest `go.mod`, of those that it
 * replaces by a folder, and of those of the workspace around it (Go Modules Reference, "go.mod files", "Workspaces").
 */

/** The files of the folder of a package; none where it is none of the repository. */
export async function filesOfGoPackage(
  module: string,
  uri: string,
  sources: Sources,
): Promise<readonly string[]> {
  for (const { name, folder } of await modulesAround(uri, sources)) {
    const place =
      module === name || module.startsWith(`${name}/`)
        ? join(folder, `.${module.slice(name.length)}`)
        : undefined;
    if (place !== undefined) {
      return sources.list(place, true);
    }
  }
  return [];
}

interface GoModule {
  readonly name: string;
  readonly folder: string;
}

async function modulesAround(uri: string, sources: Sources): Promise<readonly GoModule[]> {
  const found: GoModule[] = [];
  for (const folder of foldersAbove(uri, sources.root)) {
    const files = await sources.list(folder, true);
    const named = (name: string) => files.find(one => nameOf(one) === name);
    const own = found.length === 0 ? named('go.mod') : undefined;
    const workspace = named('go.work');
    const ownText = own === undefined ? '' : await textAt(own, sources);
    found.push(...moduleOf(ownText, folder), ...replacedIn(ownText, folder));
    const workspaceText = workspace === undefined ? '' : await textAt(workspace, sources);
    found.push(...replacedIn(workspaceText, folder));
    for (const used of usedIn(workspaceText, folder)) {
      const file = join(used, 'go.mod');
      found.push(...(file === undefined ? [] : moduleOf(await textAt(file, sources), used)));
    }
  }
  // The name of one may begin with that of another.
  return found.toSorted((one, other) => other.name.length - one.name.length);
}

async function textAt(uri: string, sources: Sources): Promise<string> {
  const isThere = (await sources.list(parentOf(uri) ?? '', true)).includes(uri);
  const document = isThere ? await sources.read(uri, undefined, true) : undefined;
  return document?.text ?? '';
}

function moduleOf(text: string, folder: string): readonly GoModule[] {
  const [, name] = /^module\s+"?([^\s"]+)/m.exec(text) ?? [];
  return name === undefined ? [] : [{ name, folder }];
}

/** `replace example.com/audit => ../audit`, alone or in a block. */
function replacedIn(text: string, folder: string): readonly GoModule[] {
  const written = text.matchAll(
    /^[ \t]*(?:replace[ \t]+)?([\w./~-]+)(?:[ \t]+v\S+)?[ \t]+=>[ \t]+(\.{1,2}\/\S*)/gm,
  );
  return Array.from(written).flatMap(([, name = '', path = '']) => {
    const place = join(folder, path);
    return place === undefined ? [] : [{ name, folder: place }];
  });
}

/** `use ./audit`, alone or in a block. */
function usedIn(text: string, folder: string): readonly string[] {
  const written = text.matchAll(/^[ \t]*(?:use[ \t]+)?(\.(?:\.?\/\S*)?)[ \t\r]*$/gm);
  return Array.from(written, ([, path = '']) => path).flatMap(path => join(folder, path) ?? []);
}
