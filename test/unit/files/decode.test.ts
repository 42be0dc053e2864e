import assert from 'node:assert/strict';
import { decode } from '../../../src/files/decode.ts';

describe('a file becomes the text that VS Code shows', () => {
  const text = 'name = "größe"\r\n';
  const big = Buffer.from(text, 'utf16le').swap16();
  const cases: readonly (readonly [string, Buffer, string | undefined])[] = [
    ['UTF-8', Buffer.from(text), text],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${text}`), text],
    ['UTF-16, little-endian', Buffer.from(`\uFEFF${text}`, 'utf16le'), text],
    ['UTF-16, big-endian', Buffer.concat([Buffer.from([0xfe, 0xff]), big]), text],
    ['UTF-16 without a mark', Buffer.from(text, 'utf16le'), text],
    ['UTF-16, big-endian without a mark', big, text],
    ['half a character at the end', Buffer.concat([Buffer.from([0xfe, 0xff]), big, Buffer.from([0])]), text],
    ['bytes that are no UTF-8', Buffer.from([0x61, 0xe9, 0x62]), 'a\uFFFDb'],
    ['nothing', Buffer.alloc(0), ''],
    ['a program', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 3, 0, 62, 0]), undefined],
  ];
  for (const [name, bytes, expected] of cases) {
    it(name, () => assert.equal(decode(bytes), expected));
  }
});
