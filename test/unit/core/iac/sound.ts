import assert from 'node:assert/strict';
import { transformSync } from 'esbuild';
import { parseAllDocuments } from 'yaml';

/** A text that a fix wrote: as well formed as it was, by parsers that are not ours, and with the line endings that it had. */
export function assertSound(uri: string, before: string, after: string): void {
  const isWellFormed = parserFor(uri);
  if (isWellFormed) {
    assert.ok(isWellFormed(after) || !isWellFormed(before), `${uri} is broken:\n${after}`);
  }
  assert.deepEqual(lineEndings(after), lineEndings(before), uri);
}

function parserFor(uri: string): ((text: string) => boolean) | undefined {
  const ending = /\.([a-z]+)$/i.exec(uri)?.[1] ?? '';
  return /^[cm]?[jt]sx?$/.test(ending)
    ? isProgram
    : /^(?:tf|tofu|hcl|py|java|go|cs)$/.test(ending)
      ? undefined
      : isData;
}

/** TypeScript, of which JavaScript is a part. */
function isProgram(text: string): boolean {
  try {
    transformSync(text, { loader: 'ts', logLevel: 'silent' });
    return true;
  } catch {
    return false;
  }
}

function isData(text: string): boolean {
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
