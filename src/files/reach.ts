import { realpath, realpathSync } from 'node:fs';
import { basename, dirname, sep } from 'node:path';
import { promisify } from 'node:util';
import { isReadUnasked } from '../core/iac/candidates.ts';

/**
 * Whether symbolic links lead from a path to somewhere outside all of these folders; `realOf` gives a path without links.
 * Terraform's files never count as outside: Terraform reads each file of a module's folder, wherever it really is. Nor
 * does what cannot be resolved; reading it gives the reason.
 */
export function leadsOutside(path: string, folders: readonly string[], realOf = resolved): boolean {
  return isOutside(realOf(placeOf(path)), folders.map(realOf));
}

/**
 * Whether a folder is outside all of these folders, by its address without symbolic links; such a folder has no file of a
 * module, whatever its name.
 */
export function liesOutside(real: string, folders: readonly string[]): boolean {
  return isOutside(real, folders.map(resolved));
}

/** `leadsOutside` for the extension host, which must not wait for a disk. */
export async function leadsOutsideLater(path: string, folders: readonly string[]): Promise<boolean> {
  const [real, ...within] = await Promise.all([placeOf(path), ...folders].map(resolvedLater));
  return isOutside(real, within);
}

/** Whether a path is the folder or below it. Both without symbolic links. */
export function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function placeOf(path: string): string {
  return isReadUnasked(basename(path)) ? dirname(path) : path;
}

function isOutside(real: string | undefined, within: readonly (string | undefined)[]): boolean {
  return real !== undefined && !within.some(folder => folder !== undefined && isInside(real, folder));
}

/** The address of a path without symbolic links; undefined if it cannot be resolved. */
export function resolved(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}

async function resolvedLater(path: string): Promise<string | undefined> {
  try {
    return await realpathAsync(path);
  } catch {
    return undefined;
  }
}

const realpathAsync = promisify(realpath.native);
