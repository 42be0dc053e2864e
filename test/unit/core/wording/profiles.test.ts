import assert from 'node:assert/strict';
import { inEnglish } from '../../../../src/core/wording/message.ts';
import { faultInWords } from '../../../../src/core/wording/profiles.ts';

describe('The sentence for a fault of a shared AWS file', () => {
  it('says what would be right', () => {
    assert.equal(
      inEnglish(faultInWords({ path: '/config', line: 0, kind: 'header-without-type', subject: 'dev' })),
      'In this file, write [profile dev] instead of [dev]',
    );
  });

  it('quotes at most a hundred characters', () => {
    const subject = 'x'.repeat(5000);
    const sentence = inEnglish(
      faultInWords({ path: '/config', line: 0, kind: 'setting-in-capitals', subject }),
    );
    assert.equal(sentence, `AWS SDKs read names in lower case only: ${'x'.repeat(99)}…`);
  });
});
