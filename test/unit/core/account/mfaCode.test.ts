import assert from 'node:assert/strict';
import { readMfaCode, type TypedMfaCode } from '../../../../src/core/account/mfaCode.ts';

describe('the code of an MFA device', () => {
  const examples: readonly (readonly [string, TypedMfaCode])[] = [
    ['123456', { kind: 'code', code: '123456' }],
    ['012345', { kind: 'code', code: '012345' }],
    [' 123 456\n', { kind: 'code', code: '123456' }],
    ['123\u00a0456', { kind: 'code', code: '123456' }],
    ['', { kind: 'incomplete' }],
    ['12345', { kind: 'incomplete' }],
    ['123 45', { kind: 'incomplete' }],
    ['1234567', { kind: 'wrong' }],
    ['12a', { kind: 'wrong' }],
    ['١٢٣٤٥٦', { kind: 'wrong' }],
  ];
  for (const [typed, expected] of examples) {
    it(JSON.stringify(typed), () => assert.deepEqual(readMfaCode(typed), expected));
  }
});
