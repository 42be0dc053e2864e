import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseSharedConfig } from '../../../../src/aws/config/sharedConfig.ts';
import { listProfiles } from '../../../../src/aws/profiles.ts';
import { inEnglish } from '../../../../src/core/wording/message.ts';
import { faultInWords } from '../../../../src/core/wording/profiles.ts';

/** Any texts as the two shared files are read, and every fault names its file and a line of it. */
export function sharedFiles() {
  return fc.property(anyText, anyText, (config, credentials) => {
    const { profiles, faults } = list(config, credentials);
    const lines = { '/config': linesIn(config), '/credentials': linesIn(credentials) };
    for (const { path, line } of [...faults, ...profiles.map(({ declaredAt }) => declaredAt)].filter(
      isPlace,
    )) {
      assert.ok(line >= 0 && line < lines[path as keyof typeof lines], `${path}:${line}`);
    }
    for (const fault of faults) {
      assert.notEqual(fault.line, undefined);
      // `\u{0}` is a character made visible, `{0}` a place that nothing was put in.
      assert.doesNotMatch(inEnglish(faultInWords(fault)), /(?<!\\u)\{\d\}|undefined/);
    }
    assert.equal(new Set(profiles.map(({ name }) => name)).size, profiles.length);
  });
}

const pieces = fc.constantFrom(
  '[',
  ']',
  '=',
  '\n',
  '\r',
  ' ',
  '\t',
  '#',
  ';',
  '"',
  "'",
  '\\',
  '\u0000',
  '\uFEFF',
  '\u202e',
  'é',
  '__proto__',
  'profile ',
  'sso-session ',
  'services ',
  'default',
  '[default]\n',
  '[profile default]\n',
  'region',
  'source_profile',
  'credential_process',
  '\n  ',
  '[environment]',
  'constructor',
);
const anyText = fc.oneof(
  fc.array(pieces, { maxLength: 60 }).map(all => all.join('')),
  // What Node makes of bytes that are no UTF-8.
  fc.uint8Array({ maxLength: 200 }).map(bytes => Buffer.from(bytes).toString('utf8')),
);

/** What is listed of a config and a credentials file. */
export function list(config: string, credentials: string) {
  const files = [
    { path: '/config', text: config },
    { path: '/credentials', text: credentials },
  ] as const;
  return listProfiles(parseSharedConfig(...files), {});
}

function linesIn(text: string): number {
  return text.split(/\r\n|\n|\r/).length;
}

function isPlace(
  place: { path: string; line?: number } | undefined,
): place is { path: string; line: number } {
  return place?.line !== undefined;
}
