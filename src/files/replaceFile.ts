import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { messageOf } from '../core/base/thrown.ts';
import { readFileNow } from './boundedFile.ts';
import { decode, type Encoding, encodingOf } from './decode.ts';
import { liesOutside, resolved } from './reach.ts';

/** Why a file was left unchanged that somebody else wrote. */
export const changedMeanwhile = 'it has changed since it was read';

/**
 * Replaces the text that was read with a new one, whole or not at all, in the encoding and with the mode of the file. A link
 * stays a link: its target is replaced.
 * @param within folders that the file really has to be in
 * @returns why the file was left unchanged; undefined if it was replaced
 */
export function replaceFile(
  path: string,
  before: string,
  after: string,
  within: readonly string[],
): string | undefined {
  const real = resolved(path);
  if (real === undefined) {
    return 'it no longer exists';
  }
  if (liesOutside(real, within)) {
    return 'it is outside the scanned paths';
  }
  const fresh = join(dirname(real), `.${basename(real)}.${process.pid}.new`);
  try {
    accessSync(real, constants.W_OK);
    const bytes = bytesOf(real);
    if (bytes === undefined || decode(bytes) !== before) {
      return changedMeanwhile;
    }
    const encoding = encodingOf(bytes);
    if (!encode(before, encoding).equals(bytes)) {
      return 'its text cannot be written back unchanged';
    }
    writeNew(fresh, encode(after, encoding), statSync(real).mode);
    // Nothing happens between this reading and the replacement.
    if (!bytesOf(real)?.equals(bytes)) {
      return changedMeanwhile;
    }
    renameSync(fresh, real);
    return undefined;
  } catch (error) {
    return messageOf(error);
  } finally {
    rmSync(fresh, { force: true });
  }
}

function bytesOf(path: string): Buffer | undefined {
  const content = readFileNow(path);
  return content.kind === 'bytes' ? content.bytes : undefined;
}

/** Ends only when it is on the disk. */
function writeNew(path: string, bytes: Buffer, mode: number): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    for (let written = 0; written < bytes.length; ) {
      written += writeSync(file, bytes, written);
    }
    fchmodSync(file, mode & 0o7777);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** The bytes of a text; the same mark at its start as the file has. */
function encode(text: string, encoding: Encoding): Buffer {
  switch (encoding) {
    case 'utf-8':
    case 'binary':
      return Buffer.from(text);
    case 'utf-8-marked':
      return Buffer.from(`\uFEFF${text}`);
    case 'utf-16-le':
      return Buffer.from(text, 'utf16le');
    case 'utf-16-le-marked':
      return Buffer.from(`\uFEFF${text}`, 'utf16le');
    case 'utf-16-be':
      return Buffer.from(text, 'utf16le').swap16();
    case 'utf-16-be-marked':
      return Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();
  }
}
