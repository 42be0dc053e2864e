import assert from 'node:assert/strict';
import { parseAllDocuments } from 'yaml';

/** A text that a fix wrote: as well formed as it was, by parsers that are not ours, and with the line endings that it had. */
export function assertSound(uri: string, before: string, after: string): void {
  if (!/\.(?:tf|tofu|hcl)$/.test(uri)) {
    assert.ok(!isWellFormed(before) || isWellFormed(after), `${uri} is broken:\n${after}`);
  }
  assert.deepEqual(lineEndings(after), lineEndings(before), uri);
}

function isWellFormed(text: string): boolean {
  if (/^\s*\{/.test(text)) {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  }
  return parseAllDocuments(text, { logLevel: 'silent' }).every(
    one => !('errors' in one) || one.errors.length === 0,
  );
}

function lineEndings(text: string): string[] {
  return [...new Set(text.match(/\r\n|\n|\r/g) ?? [])].slice(0, text.includes('\n') ? 2 : 0);
}
