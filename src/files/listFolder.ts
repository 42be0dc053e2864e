import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FileProblem } from '../core/iac/sources/fileProblem.ts';

/** The entries of a folder. */
export interface Listing {
  readonly entries: readonly Dirent[];
  /** Files, folders and links whose names are not UTF-8: no address can hold them, so they cannot be read. */
  readonly unnamed: readonly Unnamed[];
}

export interface Unnamed {
  readonly isFile: boolean;
  /** With the bytes that are not ASCII in a printable form: `caf\xe9.tf`. */
  readonly name: string;
}

/** Throws what `readdir` throws. */
export function listFolder(path: string): Listing {
  const entries = readdirSync(path, { withFileTypes: true });
  // The replacement for bytes that are not UTF-8 may also be in a valid name.
  return entries.some(({ name }) => name.includes('\uFFFD'))
    ? sortedOut(path, entries)
    : { entries, unnamed: [] };
}

export function unnamedProblem(folder: string, { name }: Unnamed): FileProblem {
  return { path: join(folder, name), kind: 'unreadable', detail: 'its name is not UTF-8' };
}

function sortedOut(path: string, entries: readonly Dirent[]): Listing {
  const undecodable = readdirSync(path, { withFileTypes: true, encoding: 'buffer' }).filter(
    ({ name }) => !name.equals(Buffer.from(name.toString())),
  );
  const lost = new Set(undecodable.map(({ name }) => name.toString()));
  return {
    entries: entries.filter(({ name }) => !lost.has(name)),
    unnamed: undecodable.map(entry => ({ isFile: entry.isFile(), name: printableName(entry.name) })),
  };
}

function printableName(name: Buffer): string {
  return name.toString('latin1').replace(
    // Every byte beyond ASCII: which of them belong to letters cannot be known.
    /[^ -~]/g,
    character => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}
