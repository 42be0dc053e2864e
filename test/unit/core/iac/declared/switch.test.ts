import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { switchOf } from '../../../../../src/core/iac/declared/switch.ts';
import { readCase } from '../golden.ts';
import { dialects, expectedIn, situations, told } from '../situations.ts';

describe('a switch in YAML', () => {
  it('has the spellings of YAML 1.1', () =>
    assert.deepEqual(['true', 'Yes', 'ON', 'y', 'false', 'no', 'Off', 'n', '1', ''].map(switchOf), [
      ...[true, true, true, true, false, false, false, false],
      ...[undefined, undefined],
    ]));

  const one = situations().find(({ name }) => name === 'bucket-key-without-decrypt');
  for (const dialect of one ? dialects : []) {
    const place = join(one?.folder ?? '', dialect);
    const files = existsSync(place) ? readCase(place) : {};
    if (one && Object.keys(files).some(uri => /\.ya?ml$/.test(uri))) {
      it(`counts in another spelling: ${dialect}`, async () => {
        const expected = expectedIn(one.situation, dialect);
        assert.deepEqual(await told(respelled(files), expected), expected);
      });
    }
  }
});

function respelled(files: Readonly<Record<string, string>>): Record<string, string> {
  const texts = Object.entries(files).map(([uri, text]) => [
    uri,
    text.replaceAll(/(bucket_?key_?enabled): true$/gim, '$1: yes'),
  ]);
  assert.notDeepEqual(Object.fromEntries(texts), files);
  return Object.fromEntries(texts);
}
