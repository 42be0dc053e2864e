import assert from 'node:assert/strict';
import { linksTo } from '../../../../src/aws/config/profileKind.ts';
import { parseSharedConfig } from '../../../../src/aws/config/sharedConfig.ts';
import { inEnglish } from '../../../../src/core/wording/message.ts';
import { faultInWords } from '../../../../src/core/wording/profiles.ts';
import { holds } from '../../holds.ts';
import { list, sharedFiles } from './sharedFiles.ts';

describe('Whatever stands in the shared AWS files', () => {
  it('they are read, and each fault names its file and a line of it', () => {
    holds(sharedFiles(), { numRuns: 2000 });
  });

  it('no value is told, since it may be a secret', () => {
    const secret = 'ThisIsASecret';
    const values = [`"${secret}"`, `'${secret}'`, `${secret} ${secret}`, secret];
    const names = [
      'aws_secret_access_key',
      'AWS_SECRET_ACCESS_KEY',
      'region',
      'REGION',
      'sso_region',
      'role_arn',
    ];
    const text = values.flatMap(value =>
      names.map((name, index) => `[profile p${index}]\n${name} = ${value}\n`),
    );
    const { faults } = list(text.join(''), '');
    assert.ok(faults.length > 10);
    assert.doesNotMatch(
      JSON.stringify(faults) + faults.map(fault => inEnglish(faultInWords(fault))),
      /ThisIsASecret/,
    );
  });

  // Each would take longer than a test may, if its cost grew with the square of its size.
  const many = 20_000;
  const large: readonly (readonly [what: string, text: string])[] = [
    ['one section again and again, each with a setting', repeated(index => `[profile a]\nk${index} = v\n`)],
    [
      'a chain of sources',
      repeated(index => `[profile p${index}]\nrole_arn = x\nsource_profile = p${index + 1}\n`),
    ],
    ['blanks', `[profile a]\nregion =${' '.repeat(25 * many)}#`],
    ['blanks before each comment sign', ` \t #`.repeat(many)],
    ['open brackets', '['.repeat(25 * many)],
    ['open quotation marks', `[profile ${`"'`.repeat(many)}]`],
    ['backslashes', `[profile ${'\\'.repeat(25 * many)}]`],
    ['nested settings', `[profile a]\ns3 =\n${'  a =\n'.repeat(many)}`],
    ['lines that mean nothing', 'x\n'.repeat(many)],
  ];
  for (const [what, text] of large) {
    it(`the cost grows with the size alone: ${what}`, () => {
      assert.ok(list(text, text).faults.length <= 40);
    });
  }

  it('a chain of sources is followed link by link', () => {
    const text = repeated(
      index => `[profile p${index}]\nrole_arn = x\nsource_profile = p${(index + 1) % many}\n`,
    );
    const files = [
      { path: '/config', text },
      { path: '/credentials', text: '' },
    ] as const;
    assert.equal(linksTo('p0', parseSharedConfig(...files)).length, many);
  });

  function repeated(line: (index: number) => string): string {
    return Array.from({ length: many }, (_, index) => line(index)).join('');
  }
});
