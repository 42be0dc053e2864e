import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

describe('SECURITY.md', () => {
  it('lists every call that changes something in an account', () => {
    assert.deepEqual(callsInSource().filter(isChange), callsInPage());
  });
});

/** The SDK's commands are made in one folder, each by its name. */
function callsInSource(): string[] {
  const folder = join(root, 'src/aws');
  const texts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => readFileSync(join(folder, name), 'utf8'));
  const calls = texts.flatMap(text =>
    [...text.matchAll(/new (?:\w+\.)?(\w+)Command\(/g)].map(([, name]) => name ?? ''),
  );
  return [...new Set(calls)].sort();
}

/** To take on a role is to sign in. */
function isChange(call: string): boolean {
  return !/^(?:AssumeRole|Describe|Get|Head|List)/.test(call);
}

/** In the first column of the table of calls. */
function callsInPage(): string[] {
  const page = readFileSync(join(root, 'SECURITY.md'), 'utf8');
  const cells = [...page.matchAll(/^\| ([^|]*) \|/gm)].map(([, cell]) => cell ?? '').join('\n');
  return [...cells.matchAll(/`(?:kms|cloudtrail):(\w+)`/g)].map(([, call]) => call ?? '').sort();
}
