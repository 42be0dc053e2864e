import { onceFor } from '../../../../base/onceFor.ts';
import { join, nameOf, parentOf } from '../../../../base/uri.ts';
import { entriesOf, itemsOf, mapOf, type TreeNode, textOf, valueAt } from '../../../formats/tree.ts';
import type { Sources } from '../../../sources/sources.ts';
import { foldersAbove } from './foldersAbove.ts';
import { manifestAt } from './manifest.ts';
import { filesOfModule } from './workspaces.ts';

/*
 * Modules of TypeScript that are named by an alias: `paths` and `baseUrl` of the nearest `tsconfig.json`, or of those that it
 * extends (TypeScript TSConfig reference), and `imports` of the nearest `package.json` (Node.js, "Subpath imports").
 */

/** The sources that a module may be by an alias, likeliest first; none where it is none. */
export async function filesByAlias(
  module: string,
  uri: string,
  sources: Sources,
): Promise<readonly string[]> {
  const { paths, base } = await aliasesFor(uri, sources);
  const matched = bestMatch(module, paths);
  const named = matched
    ? matched.alias.targets.flatMap(({ folder, path }) =>
        placesOf(
          path.replace('*', () => matched.rest),
          folder,
        ),
      )
    : [];
  return [...named, ...(base === undefined || module.startsWith('#') ? [] : placesOf(module, base))];
}

function placesOf(path: string, folder: string): readonly string[] {
  return filesOfModule(path).flatMap(one => join(folder, one) ?? []);
}

interface Aliases {
  readonly paths: readonly Alias[];
  /** Where a module is looked for that no alias names. */
  readonly base: string | undefined;
}

interface Alias {
  /** With a star, at most, for what stands in the place of that of its targets. */
  readonly pattern: string;
  readonly targets: readonly { readonly folder: string; readonly path: string }[];
}

/** An exact name wins, then the longest text in front of a star. */
function bestMatch(module: string, aliases: readonly Alias[]) {
  return aliases
    .flatMap(alias => {
      const [before = '', after] = alias.pattern.split('*');
      const isExact = after === undefined;
      const matches = isExact
        ? module === before
        : module.length >= before.length + after.length &&
          module.startsWith(before) &&
          module.endsWith(after);
      const rest = isExact ? '' : module.slice(before.length, module.length - after.length);
      return matches ? [{ alias, rest, weight: isExact ? Number.POSITIVE_INFINITY : before.length }] : [];
    })
    .toSorted((one, other) => other.weight - one.weight)[0];
}

/** The aliases for a file: asked for each module that it imports, and answered once for each folder. */
async function aliasesFor(uri: string, sources: Sources): Promise<Aliases> {
  const known = aliasesOf(sources);
  const folder = parentOf(uri) ?? '';
  const found = known.get(folder) ?? readAliases(uri, sources);
  known.set(folder, found);
  return found;
}

const aliasesOf = onceFor((_: Sources) => new Map<string, Promise<Aliases>>());

async function readAliases(uri: string, sources: Sources): Promise<Aliases> {
  const settings = await nearest(uri, ['tsconfig.json', 'jsconfig.json'], sources);
  const manifest = await nearest(uri, ['package.json'], sources);
  const { paths, base } =
    settings === undefined ? none : await readSettings(settings, sources, { left: mostSettings });
  const folder = manifest && parentOf(manifest);
  const imports =
    manifest === undefined ? undefined : valueAt(await manifestAt(manifest, sources), 'imports');
  const own = folder === undefined ? [] : aliasesIn(imports, folder);
  return { paths: [...own, ...paths], base };
}

const none: Aliases = { paths: [], base: undefined };

async function nearest(uri: string, names: readonly string[], sources: Sources): Promise<string | undefined> {
  for (const folder of foldersAbove(uri, sources.root)) {
    const files = await sources.list(folder, true);
    const found = names.flatMap(name => files.find(one => nameOf(one) === name) ?? [])[0];
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** What settings say of aliases; what those that they extend say counts where they say nothing themselves. */
async function readSettings(uri: string, sources: Sources, files: { left: number }): Promise<Aliases> {
  const folder = parentOf(uri);
  const settings = files.left-- > 0 ? await manifestAt(uri, sources) : undefined;
  if (!settings || folder === undefined) {
    return none;
  }
  let { paths, base } = none;
  // Of several, a later one wins.
  for (const extended of textsIn(valueAt(settings, 'extends'))) {
    const path = /\.json$/.test(extended) ? extended : `${extended}.json`;
    const other = extended.startsWith('.') ? join(folder, path) : undefined;
    const inherited = other === undefined ? none : await readSettings(other, sources, files);
    paths = inherited.paths.length > 0 ? inherited.paths : paths;
    base = inherited.base ?? base;
  }
  const options = mapOf(valueAt(settings, 'compilerOptions'));
  const ownBase = textOf(valueAt(options, 'baseUrl'));
  base = ownBase === undefined ? base : join(folder, ownBase);
  const own = valueAt(options, 'paths');
  return { paths: own ? aliasesIn(own, base ?? folder) : paths, base };
}

/** Files of settings that are read for a folder: those that extend each other have no end. */
const mostSettings = 20;

function aliasesIn(map: TreeNode | undefined, folder: string): readonly Alias[] {
  return entriesOf(map)
    .slice(0, mostAliases)
    .map(({ key, value }) => ({
      pattern: key,
      targets: textsIn(value).map(path => ({ folder, path })),
    }));
}

/** Each module that a file imports is compared with them. */
const mostAliases = 500;

/** A text, those of a list, or of the conditions under which one counts. */
function textsIn(value: TreeNode | undefined): readonly string[] {
  const text = textOf(value);
  return text === undefined
    ? (itemsOf(value) ?? entriesOf(value).map(one => one.value)).flatMap(textsIn)
    : [text];
}
