import { join, nameOf, parentOf } from '../../../../base/uri.ts';
import type { SourceDocument, Sources } from '../../../sources/sources.ts';
import { around } from './csharpNamespaces.ts';
import { foldersAbove } from './foldersAbove.ts';

/*
 * Namespaces of C# that are folders of the same repository: as a rule, that of a folder is the name of its project and the way
 * to it from there. A project sees its own namespaces and those of the projects that it refers to (`ProjectReference`).
 */

/** The folders that the namespaces which a file uses may be, and those around its own. */
export async function foldersOfNamespaces(
  { uri, text }: SourceDocument,
  sources: Sources,
): Promise<readonly string[]> {
  const folder = parentOf(uri);
  const used = Array.from(
    text.matchAll(/^[ \t]*using[ \t]+([\w.]+)[ \t]*;/gm),
    ([, name = '']) => name,
  ).filter(name => !/^(?:Amazon|Pulumi|System|Constructs|Microsoft|Cdklabs)\b/.test(name));
  const [, own = ''] = /^[ \t]*namespace[ \t]+([\w.]+)/m.exec(text) ?? [];
  const namespaces = [...used, ...around(own)];
  if (folder === undefined || namespaces.length === 0) {
    return [];
  }
  const beside = used
    .map(name => name.slice(name.lastIndexOf('.') + 1))
    .flatMap(name => [`./${name}`, `../${name}`])
    .flatMap(path => join(folder, path) ?? []);
  const projects = await projectsFor(uri, sources);
  const ofProjects = projects.flatMap(project =>
    namespaces.flatMap(name => {
      const isOwn = name === project.name || name.startsWith(`${project.name}.`);
      return isOwn
        ? (join(project.folder, `.${name.slice(project.name.length).replaceAll('.', '/')}`) ?? [])
        : [];
    }),
  );
  return [...beside, ...ofProjects];
}

interface Project {
  /** The namespace that its own folder has. */
  readonly name: string;
  readonly folder: string;
}

/** The project of a file, and those that it refers to. */
async function projectsFor(uri: string, sources: Sources): Promise<readonly Project[]> {
  for (const folder of foldersAbove(uri, sources.root)) {
    const file = (await sources.list(folder, true)).find(one => projectFile.test(nameOf(one)));
    const document = file === undefined ? undefined : await sources.read(file, undefined, true);
    if (file !== undefined && document) {
      const references = Array.from(
        document.text.matchAll(/<ProjectReference\s[^<>]*\bInclude\s*=\s*["']([^"']+)["']/g),
        ([, path = '']) => path,
      );
      const others = references.flatMap(path => join(folder, path) ?? []).slice(0, mostProjects);
      const texts = await Promise.all(others.map(one => sources.read(one, undefined, true)));
      return [
        projectOf(file, document.text),
        ...others.flatMap((one, index) => projectOf(one, texts[index]?.text ?? '')),
      ];
    }
  }
  return [];
}

const projectFile = /\.csproj$/i;

/** Projects that another one refers to, at most. */
const mostProjects = 10;

function projectOf(file: string, text: string): Project {
  const [, name] = /<RootNamespace>\s*([\w.]+)\s*<\/RootNamespace>/.exec(text) ?? [];
  return { name: name ?? nameOf(file).replace(projectFile, ''), folder: parentOf(file) ?? '' };
}
