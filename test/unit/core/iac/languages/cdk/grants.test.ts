import assert from 'node:assert/strict';
import { isGrantHandedOn } from '../../../../../../src/core/iac/languages/cdk/grants.ts';
import { loaded } from '../programs/program.ts';

describe('a method that grants', () => {
  const isHandedOn = async (name: string, text: string) =>
    isGrantHandedOn(await loaded(name, { [name]: text }));

  for (const [name, text] of [
    ['a.ts', 'statements.forEach(key.addToResourcePolicy);'],
    ['a.ts', 'const add = key.grant;'],
    ['a.py', 'add = key.grant_encrypt_decrypt'],
    ['A.java', 'class A { void a() { statements.forEach(key::addToResourcePolicy); } }'],
    ['a.cs', 'statements.ForEach(key.AddToResourcePolicy);'],
  ] as const) {
    it(`is handed on: ${text}`, async () => assert.equal(await isHandedOn(name, text), true));
  }

  for (const [name, text] of [
    ['a.ts', 'key.grant(role, "kms:Decrypt"); // key.grant'],
    [
      'a.ts',
      'class A { grantRead(role: iam.IGrantable): iam.Grant { return iam.Grant.addToPrincipal(role); } }',
    ],
    ['a.py', 'def grant_read(role) -> aws_iam.Grant:\n    return key.grant_decrypt(role)'],
    ['a.go', 'package a\nfunc grant(role awsiam.IRole) awsiam.Grant {\n\treturn key.GrantDecrypt(role)\n}'],
  ] as const) {
    it(`is not: ${text}`, async () => assert.equal(await isHandedOn(name, text), false));
  }
});
