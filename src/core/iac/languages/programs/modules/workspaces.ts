import { onceFor } from '../../../../base/onceFor.ts';
import { join, nameOf } from '../../../../base/uri.ts';
import {
  entriesOf,
  itemsOf,
  type MapNode,
  mapOf,
  type TreeNode,
  textOf,
  valueAt,
} from '../../../formats/tree.ts';
import type { Sources } from '../../../sources/sources.ts';
import { foldersAbove } from './foldersAbove.ts';
import { manifestAt } from './manifest.ts';

/* Packages of JavaScript that are folders of the same repository: those of a workspace of npm, Yarn or pnpm. */

/** The sources that a module of such a package may be, likeliest first; none where the workspace has no such package. */
export async function filesInWorkspace(
  module: string,
  uri: string,
  sources: Sources,
): Promise<readonly string[]> {
  const [, name = '', inner = ''] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.+))?$/.exec(module) ?? [];
  for (const folder of foldersAbove(uri, sources.root)) {
    const patterns = await patternsIn(folder, sources);
    if (patterns.length > 0) {
      const found = await packageNamed(name, await packagesIn(folder, patterns, sources), sources);
      return found ? sourcesOf(found, inner) : [];
    }
  }
  return [];
}

/** Where a workspace says that its packages are: asked for each module that a program imports, and answered once. */
function patternsIn(folder: string, sources: Sources): Promise<readonly string[]> {
  const known = patternsOf(sources);
  const found = known.get(folder) ?? readPatterns(folder, sources);
  known.set(folder, found);
  return found;
}

const patternsOf = onceFor((_: Sources) => new Map<string, Promise<readonly string[]>>());

async function readPatterns(folder: string, sources: Sources): Promise<readonly string[]> {
  const files = await sources.list(folder, true);
  const read = async (name: string) => {
    const uri = files.find(one => nameOf(one) === name);
    return uri === undefined ? undefined : manifestAt(uri, sources);
  };
  const workspaces = valueAt(await read('package.json'), 'workspaces');
  return [
    ...textsIn(workspaces),
    ...textsIn(valueAt(mapOf(workspaces), 'packages')),
    ...textsIn(valueAt(await read('pnpm-workspace.yaml'), 'packages')),
  ];
}

function textsIn(list: TreeNode | undefined): readonly string[] {
  return (itemsOf(list) ?? []).flatMap(one => textOf(one) ?? []);
}

/** The folders that some patterns mean: `packages/*`, `libs/constructs`. */
async function packagesIn(
  folder: string,
  patterns: readonly string[],
  sources: Sources,
): Promise<readonly string[]> {
  const folders: string[] = [];
  for (const pattern of patterns) {
    const [, base = pattern, star] = /^(.*?)(?:\/?(\*\*?))?\/?$/.exec(pattern) ?? [];
    const place = join(folder, base);
    if (place !== undefined && !base.includes('*') && !base.startsWith('!')) {
      folders.push(...(star === undefined ? [place] : await sources.folders(place)));
    }
  }
  return folders;
}

interface Package {
  readonly folder: string;
  readonly manifest: MapNode;
}

/** The package of a name. Most are in a folder that is called as they are. */
async function packageNamed(
  name: string,
  folders: readonly string[],
  sources: Sources,
): Promise<Package | undefined> {
  const last = name.slice(name.indexOf('/') + 1);
  const isLikely = (folder: string) => nameOf(folder) === last;
  const ordered = [...folders.filter(isLikely), ...folders.filter(one => !isLikely(one))];
  for (const folder of ordered.slice(0, mostPackages)) {
    const uri = join(folder, 'package.json');
    const manifest = uri === undefined ? undefined : await manifestAt(uri, sources);
    if (manifest && textOf(valueAt(manifest, 'name')) === name) {
      return { folder, manifest };
    }
  }
  return undefined;
}

/** Packages of a workspace that are looked at. */
const mostPackages = 60;

/** The sources of a package, or of one of its modules: what it names is built from them. */
function sourcesOf({ folder, manifest }: Package, inner: string): readonly string[] {
  const exported = valueAt(mapOf(valueAt(manifest, 'exports')), inner === '' ? '.' : `./${inner}`);
  const named = inner === '' ? ['source', 'module', 'main', 'types'].map(one => valueAt(manifest, one)) : [];
  const written = [exported, inner === '' ? valueAt(manifest, 'exports') : undefined, ...named].flatMap(
    pathsIn,
  );
  const usual = inner === '' ? ['src/index', 'lib/index', 'index'] : [inner, `src/${inner}`, `lib/${inner}`];
  const paths = [...written.flatMap(builtFrom), ...usual].flatMap(filesOfModule);
  return [...new Set(paths.flatMap(path => join(folder, path) ?? []))];
}

/** Paths of what is exported, whatever for. */
function pathsIn(exported: TreeNode | undefined): readonly string[] {
  const path = textOf(exported);
  return path === undefined
    ? entriesOf(exported).flatMap(({ key, value }) => (key.startsWith('.') ? [] : pathsIn(value)))
    : [path];
}

/** What is built is beside its source, or in a folder of its own beside that of the source. */
function builtFrom(path: string): readonly string[] {
  const plain = path.replace(/\.d\.([cm]?)ts$/, '.$1js');
  return [plain.replace(/^(\.\/)?(?:dist|build|out|lib)\//, '$1src/'), plain];
}

/** The files that a path of a module may mean; it may name what the source is compiled to. */
export function filesOfModule(path: string): readonly string[] {
  const [, base = path, ending] = /^(.*?)(\.(?:[cm]?[jt]s|[jt]sx))?$/i.exec(path) ?? [];
  const source = ending?.toLowerCase().replace('j', 't');
  return [
    ...(ending === undefined ? [] : [`${base}${source}`, path]),
    ...['.ts', '.tsx', '.js', '.mjs', '.jsx', '.cjs'].map(one => `${path}${one}`),
    ...['.ts', '.js'].map(one => `${path}/index${one}`),
  ];
}
