import { join } from '../../../base/uri.ts';
import type { Sources } from '../../sources/sources.ts';
import type { Piece, TemplateFile } from '../cloudformation/template.ts';
import type { ReadFile } from './service.ts';

export const mostFiles = 80;
const deepest = 4;

export interface LoadedFiles {
  /** The content of a file by its path as it is written in the service. */
  readonly at: (path: string) => Piece | undefined;
  /** Some of the files were not read, since there are more than `mostFiles`. */
  readonly isCut: boolean;
}

/** Reads what `${file(…)}` names, in the service and in the files it names in turn; paths count from the service's folder. */
export async function loadFiles(
  service: TemplateFile,
  folder: string | undefined,
  read: ReadFile,
  sources: Sources,
  stage: string | undefined,
  signal: AbortSignal | undefined,
): Promise<LoadedFiles> {
  const loaded = new Map<string, Piece>();
  let open = [service.text];
  let isCut = false;
  for (let depth = 0; depth < deepest && open.length > 0 && folder !== undefined; depth++) {
    const paths = new Set(open.flatMap(text => pathsIn(text, stage)).filter(path => !loaded.has(path)));
    open = [];
    isCut ||= paths.size > mostFiles - loaded.size;
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
  return { at: path => loaded.get(plainPath(path, stage)), isCut };
}

/** Paths with their variables at their defaults: the stage is the one that is deployed, or the default one. */
function pathsIn(text: string, stage: string | undefined): string[] {
  return [...text.matchAll(/file\(((?:[^()$]|\$\{[^{}]*\})+)\)/g)].map(match =>
    plainPath((match[1] ?? '').trim(), stage),
  );
}

function plainPath(path: string, stage: string | undefined): string {
  return path
    .replace(/\$\{[^{}]*\}/g, variable => (variable.includes('stage') ? (stage ?? variable) : variable))
    .replace(/\$\{[^{}]*,\s*['"]([^'"{}]*)['"]\s*\}/g, '$1')
    .replace(/\$\{[^{}]*\}/g, variable => (variable.includes('stage') ? 'dev' : variable))
    .replace(/^~\//, './')
    .replace(/^\.\//, '');
}
