import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { languageTable } from '../../../../src/core/iac/languageTable.ts';
import { contextOf } from '../../../emulator/policy/condition.ts';
import { readPolicy } from '../../../emulator/policy/document.ts';
import { judge } from '../../../emulator/policy/judge.ts';
import { policyIsSmall, sidsAreUnique } from '../../../emulator/rules/keyPolicy.ts';
import { casesOf, readCase } from './golden.ts';
import { type WrittenKey, type WrittenTrail, writtenKeys } from './writtenKeys.ts';

/*
 * A second opinion about what fixes write: the goldens are read by other means than the product's, and their key policies are
 * judged by the emulated account. What a policy refused before a fix it may refuse afterwards, for a trail that the fix is not
 * about; a key that the fix creates has to be right.
 */

describe('The key policies that fixes write', () => {
  let judged = 0;
  for (const id of Object.keys(languageTable)) {
    for (const folder of casesOf(id)) {
      const fixes = fixesOf(folder);
      if (fixes.length > 0) {
        it(`${id}/${basename(folder)}`, () => {
          const former = new Set(opinions(readCase(folder)));
          for (const fix of fixes) {
            const all = opinions({ ...readCase(folder), ...readCase(join(folder, 'fixes', fix)) });
            judged += all.length;
            const refused = all.filter(one => !isAccepted(one, fix) && !former.has(one));
            assert.deepEqual(refused, [], fix);
          }
        });
      }
    }
  }

  it('are read in so many goldens that the opinion counts', () =>
    assert.ok(judged > 200, `${judged} were judged`));
});

/** The fixes that write or use a key, by the names of their folders. */
function fixesOf(folder: string): readonly string[] {
  const fixes = join(folder, 'fixes');
  return existsSync(fixes)
    ? readdirSync(fixes).filter(name => /-(?:add-key|add-policy-statements|use-declared-key)$/.test(name))
    : [];
}

/** CloudTrail delivers without being able to describe a key: that has to be allowed only where a fix writes the whole policy. */
function isAccepted(opinion: string, fix: string): boolean {
  return opinion.endsWith(': fine') || (opinion.endsWith(undescribed) && !fix.endsWith('add-key'));
}

const undescribed = 'CloudTrail may not describe the key';

/** What KMS and CloudTrail say of each key and of each trail under it. */
function opinions(files: Readonly<Record<string, string>>): readonly string[] {
  const paths = Object.entries(files).map(([uri, text]) => [uri.replace(/^file:\/\/\/case\//, ''), text]);
  return writtenKeys(Object.fromEntries(paths)).flatMap(one => [
    `${one.key}: ${saidOfKey(one)}`,
    ...one.trails.map(trail => `${trail.trail} under ${one.key}: ${saidOfTrail(one, trail)}`),
  ]);
}

function saidOfKey({ policy: text, account }: WrittenKey): string {
  try {
    const policy = readPolicy(text);
    policyIsSmall(text);
    sidsAreUnique(policy);
    const who = { kind: 'principal', arns: [`arn:aws:iam::${account}:root`], accountId: account } as const;
    const request = { who, action: 'kms:PutKeyPolicy', resource: keyIn(account), context: contextOf({}) };
    return judge(policy, request).startsWith('allowed') ? 'fine' : 'its account may not change the policy';
  } catch (error) {
    return String(error);
  }
}

function saidOfTrail({ policy: text, account }: WrittenKey, { arn, owner }: WrittenTrail): string {
  const who = { kind: 'service', name: 'cloudtrail.amazonaws.com' } as const;
  const plain = { 'aws:SourceArn': arn, 'aws:SourceAccount': owner };
  const encrypting = { ...plain, 'kms:EncryptionContext:aws:cloudtrail:arn': arn };
  const may = (action: string, context: Readonly<Record<string, string>>) =>
    judge(readPolicy(text), { who, action, resource: keyIn(account), context: contextOf(context) }) ===
    'allowed';
  return !may('kms:GenerateDataKey', encrypting)
    ? 'CloudTrail may not encrypt'
    : !may('kms:DescribeKey', plain)
      ? undescribed
      : 'fine';
}

function keyIn(account: string): string {
  return `arn:aws:kms:eu-west-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
}
