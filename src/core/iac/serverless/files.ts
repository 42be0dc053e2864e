import { join } from '../../base/uri.ts';
import type { Piece, TemplateFile } from '../cloudformation/template.ts';
import type { Sources } from '../sources.ts';
import type { ReadFile } from './service.ts';

/** The files that a service is made of. */
export interface LoadedFiles {
  /** The content of a file by its path as `${file(…)}` names it. */
  get(path: string): Piece | undefined;
  readonly uris: ReadonlySet<string>;
}

const mostFiles = 80;
const deepest = 4;

/** Reads what `${file(…)}` names, in the service and in the files it names in turn; paths count from the service's folder. */
export async function loadFiles(
  service: TemplateFile,
  folder: string | undefined,
  read: ReadFile,
  sources: Sources,
  signal: AbortSignal | undefined,
): Promise<LoadedFiles> {
  const loaded = new Map<string, Piece>();
  let open = [service.text];
  for (let depth = 0; depth < deepest && open.length > 0 && folder !== undefined; depth++) {
    const paths = new Set(open.flatMap(pathsIn).filter(path => !loaded.has(path)));
    open = [];
    for (const path of [...paths].slice(0, mostFiles - loaded.size)) {
      signal?.throwIfAborted();
      const uri = join(folder, path);
      const document = uri === undefined ? undefined : await sources.read(uri);
      const file = document && read(document);
      const root = file?.tree.documents[0]?.root;
      if (file && root) {
        loaded.set(path, { file, root });
        open.push(file.text);
      }
    }
  }
  return {
    get: path => loaded.get(plainPath(path)),
    uris: new Set([...loaded.values()].map(({ file }) => file.uri)),
  };
}

/** Paths with their variables at their defaults: the stage is the one that is deployed when nobody names another. */
function pathsIn(text: string): string[] {
  return [...text.matchAll(/file\(((?:[^()$]|\$\{[^{}]*\})+)\)/g)].map(match =>
    plainPath((match[1] ?? '').trim()),
  );
}

function plainPath(path: string): string {
  return path
    .replace(/\$\{[^{}]*,\s*['"]([^'"{}]*)['"]\s*\}/g, '$1')
    .replace(/\$\{[^{}]*\}/g, variable => (variable.includes('stage') ? 'dev' : variable))
    .replace(/^~\//, './')
    .replace(/^\.\//, '');
}
