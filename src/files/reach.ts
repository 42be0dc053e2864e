import { realpathSync } from 'node:fs';
import { basename, dirname, sep } from 'node:path';
import { isTerraformFile } from '../core/iac/reach.ts';

/**
 * Whether symbolic links lead from a path to somewhere outside all of these folders. Those of Terraform's files lead
 * nowhere in this sense: Terraform reads each file of a module's folder, wherever it really lies. What cannot be
 * resolved leads nowhere either; whoever reads it says why.
 */
export function leadsOutside(path: string, folders: readonly string[]): boolean {
  const isOutside = (one: string) => {
    const real = resolved(one);
    return real !== undefined && !folders.some(folder => isInside(real, resolved(folder) ?? folder));
  };
  return isTerraformFile(basename(path)) ? isOutside(dirname(path)) : isOutside(path);
}

/** Whether a path is that of the folder or lies below it. Both without symbolic links. */
export function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function resolved(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}
