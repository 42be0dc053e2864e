import { join, nameOf, parentOf } from '../../../../base/uri.ts';
import type { Import } from '../../../formats/code/syntax.ts';
import type { Sources } from '../../../sources/sources.ts';
import { foldersAbove } from './foldersAbove.ts';

/*
 * What holds in each file of a C# project: `global using` of any of its files, and `Using` of the project file and of
 * `Directory.Build.props` above it (C# language reference, "using directive"; .NET project SDK reference, "Using").
 */

/** Files of code that are looked at. */
const mostFiles = 40;

/** The usings that a file of C# has from the other files of its project. */
export async function globalUsings(uri: string, sources: Sources): Promise<readonly Import[]> {
  const folders = foldersAbove(uri, sources.root);
  let projects: readonly string[] = [];
  let settings: string | undefined;
  for (const folder of folders) {
    const files = await sources.list(folder, true);
    projects = projects.length > 0 ? projects : files.filter(one => /\.csproj$/i.test(one));
    // Of several, the nearest one counts.
    settings ??= files.find(one => nameOf(one) === 'Directory.Build.props');
  }
  const home = projects[0] === undefined ? undefined : parentOf(projects[0]);
  const places = [folders[0], home, home === undefined ? undefined : join(home, 'Properties')];
  const code: string[] = [];
  for (const place of new Set(places)) {
    code.push(...(place === undefined ? [] : await sources.list(place, true)));
  }
  const texts = async (uris: readonly string[]) => {
    const documents = await Promise.all(uris.map(one => sources.read(one, undefined, true)));
    return documents.flatMap(document => document?.text ?? []);
  };
  return [
    ...(await texts([...projects, ...(settings === undefined ? [] : [settings])])).flatMap(inProject),
    ...(await texts(code.filter(one => /\.cs$/i.test(one) && one !== uri).slice(0, mostFiles))).flatMap(
      inProgram,
    ),
  ];
}

function inProgram(text: string): readonly Import[] {
  const written = text.matchAll(
    /^[ \t]*global\s+using\s+(static\s+)?(?:(\w+)\s*=\s*)?(?:global::)?([\w.]+)\s*;/gm,
  );
  return Array.from(written, ([, , alias, module = '']) => usingOf(module, alias));
}

function inProject(text: string): readonly Import[] {
  const written = text.replaceAll(/<!--.*?-->/gs, '').matchAll(/<Using\s([^>]*)>/g);
  return Array.from(written, ([, attributes = '']) => attributes).flatMap(attributes => {
    const module = /\bInclude\s*=\s*["']([\w.]+)["']/.exec(attributes)?.[1];
    const alias = /\bAlias\s*=\s*["'](\w+)["']/.exec(attributes)?.[1];
    return module === undefined ? [] : [usingOf(module, alias)];
  });
}

function usingOf(module: string, alias: string | undefined): Import {
  const range = { start: 0, end: 0 };
  const name =
    alias === undefined ? { imported: '*', local: '*', range } : { imported: undefined, local: alias, range };
  return { kind: 'import', module, names: [name], range, isElsewhere: true };
}
