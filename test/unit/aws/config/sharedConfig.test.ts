import assert from 'node:assert/strict';
import fc from 'fast-check';
import { linksTo } from '../../../../src/aws/config/profileKind.ts';
import { parseSharedConfig } from '../../../../src/aws/config/sharedConfig.ts';
import { listProfiles } from '../../../../src/aws/profiles.ts';
import { inEnglish } from '../../../../src/core/wording/message.ts';
import { faultInWords } from '../../../../src/core/wording/profiles.ts';

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

describe('Whatever stands in the shared AWS files', () => {
  it('they are read, and each fault names its file and a line of it', () => {
    fc.assert(
      fc.property(anyText, anyText, (config, credentials) => {
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
      }),
      { numRuns: 2000 },
    );
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

function list(config: string, credentials: string) {
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
