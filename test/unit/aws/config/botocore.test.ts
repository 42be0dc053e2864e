import assert from 'node:assert/strict';
import fc from 'fast-check';
import { configHeader as configHeaderOf } from '../../../../src/aws/config/header.ts';
import { parseIni } from '../../../../src/aws/config/ini.ts';
import { parseSharedConfig } from '../../../../src/aws/config/sharedConfig.ts';
import { type Files, type Found, foundByBotocore, pythonWithBotocore } from './botocore.ts';

interface Case {
  readonly title: string;
  readonly config?: string;
  readonly credentials?: string;
  readonly found: Found;
  /** Where botocore finds something else, and why the product does not follow it. */
  readonly botocore?: { readonly found: Found; readonly why: string };
}

const theSdk = 'the SDK for JavaScript, which reads the credentials, reads it so';

const cases: readonly Case[] = [
  {
    title: 'names without quotation marks',
    config: '[default]\nregion = eu-west-1\n[profile a]\nregion=eu-west-2\n[profile b-1_c@d+e.f%g:h/i]\n',
    found: [
      ['default', 'eu-west-1'],
      ['a', 'eu-west-2'],
      ['b-1_c@d+e.f%g:h/i', null],
    ],
  },
  {
    title: 'names in quotation marks, as "aws configure --profile" writes them',
    config: `[profile 'my profile']\nregion = eu-west-1\n[profile "a b"]\n[profile 'it'"'"'s']\n[profile "say \\"x\\""]\n`,
    credentials: '[my profile]\naws_access_key_id = AKIA\n[other one]\n',
    found: [
      ['my profile', 'eu-west-1'],
      ['a b', null],
      ["it's", null],
      ['say "x"', null],
      ['other one', null],
    ],
  },
  {
    title: 'words joined and characters escaped as in a shell',
    config: `[profile a" b "c]\n[profile d\\ e]\n[profile DOMAIN\\user]\n[profile "f\\g"]\n[profile 'h\\i']\n`,
    found: [
      ['a b c', null],
      ['d e', null],
      ['DOMAINuser', null],
      ['f\\g', null],
      ['h\\i', null],
    ],
  },
  {
    title: 'letters beyond ASCII, and names that objects of JavaScript have',
    config: '[profile Zürich]\n[profile 東京]\n[profile 🔑]\n[profile constructor]\n[profile __proto__]\n',
    credentials: '[toString]\n[hasOwnProperty]\n[__proto__]\nregion = eu-west-1\n',
    found: [
      ['Zürich', null],
      ['東京', null],
      ['🔑', null],
      ['constructor', null],
      ['__proto__', 'eu-west-1'],
      ['toString', null],
      ['hasOwnProperty', null],
    ],
  },
  {
    title: 'brackets, comment signs and what follows a header',
    config: `[profile 'a # b']\n[profile 'c ; d'] junk\n[profile e]f]\n[profile g] # [h]\n[profile i];x\n`,
    found: [
      ['a # b', null],
      ['c ; d', null],
      ['e]f', null],
      ['g', null],
      ['i', null],
    ],
    botocore: {
      found: [
        ['a # b', null],
        ['c ; d', null],
        ['e]f', null],
        ['i', null],
      ],
      why: 'a comment may hold a bracket',
    },
  },
  {
    title: 'blanks around names',
    config: '[profile  a]\n[profile\tb]\n[profile c ]\n[ profile d ]\n[ default ]\nregion = eu-west-1\n',
    credentials: '[ e ]\n',
    found: [
      ['a', null],
      ['b', null],
      ['c', null],
      [' e ', null],
    ],
  },
  {
    title: 'headers that declare nothing',
    config: `[profile]\n[profile a b]\n[profile 'c]\n[profile d\\]\n[Profile e]\n[preview]\n[plugins]\n[f]\nregion = x\n`,
    found: [],
  },
  {
    title: 'types in the credentials file',
    credentials: '[profile]\n[default]\n["a b"]\n[c \'d\']\n',
    found: [
      ['profile', null],
      ['default', null],
      ['"a b"', null],
      ["c 'd'", null],
    ],
  },
  {
    title: 'headers of the config file in the credentials file',
    credentials: '[profile a]\n[sso-session b]\n',
    found: [],
    botocore: {
      found: [
        ['profile a', null],
        ['sso-session b', null],
      ],
      why: theSdk,
    },
  },
  {
    title: 'a type that begins with another',
    config: '[profiles a]\n',
    found: [],
    botocore: { found: [['a', null]], why: theSdk },
  },
  {
    title: 'an empty name',
    config: "[profile '']\n",
    found: [],
    botocore: { found: [['', null]], why: 'no tool can be told to use it' },
  },
  {
    title: '[default] after [profile default]',
    config: '[profile default]\nregion = eu-west-1\n[default]\nregion = eu-west-2\n',
    found: [['default', 'eu-west-1']],
    botocore: { found: [['default', 'eu-west-2']], why: theSdk },
  },
  {
    title: '[default] before [profile default]',
    config: '[default]\nregion = eu-west-2\n[profile default]\nregion = eu-west-1\n',
    found: [['default', 'eu-west-1']],
  },
  {
    title: 'the credentials file over the config file',
    config: '[profile a]\nregion = eu-west-1\n[profile b]\nregion = eu-west-1\n',
    credentials: '[a]\nregion = eu-west-2\n[b]\nx = y\n',
    found: [
      ['a', 'eu-west-2'],
      ['b', 'eu-west-1'],
    ],
  },
  {
    title: 'nested settings, and settings all indented',
    config:
      '[profile a]\ns3 =\n  region = no\nregion = eu-west-1\n[profile b]\n  s3 =\n    x = y\n  region = eu-west-2\n',
    found: [
      ['a', 'eu-west-1'],
      ['b', 'eu-west-2'],
    ],
  },
  {
    title: 'line ends and comments',
    config: '# one\r\n[profile a]\r\nregion = eu-west-1\r\n; two\r\n\r\n[profile b]\rregion = eu-west-2\r',
    found: [
      ['a', 'eu-west-1'],
      ['b', 'eu-west-2'],
    ],
  },
  {
    title: 'quotation marks around a Region, which count',
    config: '[profile a]\nregion = "eu-west-1"\n',
    found: [['a', '"eu-west-1"']],
  },
  {
    title: 'a comment behind a value',
    config: '[profile a]\nregion = eu-west-1 # home\n',
    found: [['a', 'eu-west-1']],
    botocore: { found: [['a', 'eu-west-1 # home']], why: theSdk },
  },
  {
    title: 'an indented line below a value',
    config: '[profile a]\nregion = eu-west-1\n  output = json\n',
    found: [['a', 'eu-west-1']],
    botocore: { found: [['a', 'eu-west-1\noutput = json']], why: theSdk },
  },
  {
    title: 'a name in capitals, and a colon for the equals sign',
    config: '[profile a]\nREGION = eu-west-1\n[profile b]\nregion: eu-west-1\n',
    found: [
      ['a', null],
      ['b', null],
    ],
    botocore: {
      found: [
        ['a', 'eu-west-1'],
        ['b', 'eu-west-1'],
      ],
      why: theSdk,
    },
  },
  {
    title: 'a byte order mark',
    config: '\uFEFF[profile a]\nregion = eu-west-1\n',
    found: [['a', 'eu-west-1']],
    botocore: { found: null, why: theSdk },
  },
  {
    title: 'a section twice',
    config: '[profile a]\nregion = eu-west-1\n[profile a]\nregion = eu-west-2\n',
    found: [['a', 'eu-west-2']],
    botocore: { found: null, why: theSdk },
  },
  {
    title: 'a line that means nothing',
    config: '[profile a]\nnonsense\nregion = eu-west-1\n',
    found: [['a', 'eu-west-1']],
    botocore: { found: null, why: 'one bad line should not hide every profile; it is told' },
  },
];

describe('Profiles of the shared AWS files', () => {
  for (const { title, config = '', credentials = '', found } of cases) {
    it(`are found as the tools find them: ${title}`, () => {
      assert.deepEqual(foundByUs([config, credentials]), found);
    });
  }
});

const python = pythonWithBotocore();
if (python) {
  describe('botocore', () => {
    it('finds what the table of cases says', () => {
      const answers = foundByBotocore(
        python,
        cases.map(({ config = '', credentials = '' }) => [config, credentials]),
      );
      assert.deepEqual(
        cases.map(({ title }, index) => [title, answers[index]]),
        cases.map(({ title, found, botocore }) => [title, botocore ? botocore.found : found]),
      );
    });

    it('finds what the product finds, in files of every form', () => {
      const files = fc.sample(anyFiles, { numRuns: Number(process.env['BOTOCORE_FILES'] ?? 100) });
      const answers = foundByBotocore(python, files);
      let compared = 0;
      for (const [index, answer] of answers.entries()) {
        if (answer) {
          compared += 1;
          assert.deepEqual(foundByUs(files[index] ?? ['', '']), answer, JSON.stringify(files[index]));
        }
      }
      assert.ok(compared > files.length / 2, `botocore read only ${compared} of ${files.length}`);
    }).timeout(120_000);
  });
}

const name = fc.oneof(
  fc.constantFrom(
    'a',
    'my profile',
    'constructor',
    'Zürich',
    '東京',
    'default',
    'x]y',
    'c;d',
    'it"s',
    "it's",
    '%A%',
  ),
  fc.string({
    unit: fc.constantFrom('a', 'B', '1', ' ', '-', '.', "'", '"', '\\', '#', ';', ']', 'é'),
    minLength: 1,
    maxLength: 6,
  }),
);
const quoted = name.chain(text =>
  fc.constantFrom(
    text,
    `"${text.replaceAll(/["\\]/g, '\\$&')}"`,
    `'${text.replaceAll("'", `'"'"'`)}'`,
    `'${text}'`,
  ),
);
const header = fc
  .tuple(
    fc.constantFrom('profile', 'profile', 'profile', 'sso-session', 'services', 'Profile', 'preview'),
    fc.constantFrom(' ', ' ', '  ', '\t'),
    quoted,
  )
  .map(words => `[${words.join('')}]`);
const setting = fc.constantFrom(
  'region = eu-west-1',
  'region=us-east-1',
  'region = "eu-west-1"',
  'output = json',
  '# region = no',
  '; comment',
  '',
  's3 =\n  region = nested\n  x = y',
);

/** Files that botocore can read: each section and each setting once, since it refuses others as a whole. */
const anyFiles: fc.Arbitrary<Files> = fc
  .tuple(sections(header), sections(name.map(text => `[${text}]`)), fc.constantFrom('\n', '\r\n'))
  .map(
    ([config, credentials, end]) =>
      [config.replaceAll('\n', end), credentials.replaceAll('\n', end)] as const,
  )
  // Where the tools differ, the table says so.
  .filter(
    ([config, credentials]) =>
      namesOnce(config) &&
      !/\].*\s[#;].*\]/.test(config + credentials) &&
      !/^\[(?:\s*\]|(?:profile|sso-session|services)\s)/m.test(credentials),
  );

/** Whether each profile has one header and a name. */
function namesOnce(config: string): boolean {
  const headers = parseIni(config).sections.map(({ header }) => configHeaderOf(header));
  const names = headers.flatMap(header => (header.kind === 'profile' ? [header.name] : []));
  return (
    new Set(names).size === names.length &&
    !headers.some(header => header.kind === 'fault' && header.fault === 'header-without-name')
  );
}

function sections(headers: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const body = fc.uniqueArray(setting, { selector: line => line.split(/\s?=/)[0] ?? line, maxLength: 4 });
  return fc
    .uniqueArray(fc.tuple(headers, body), { selector: ([text]) => text, maxLength: 5 })
    .map(all => all.map(([text, lines]) => [text, ...lines, ''].join('\n')).join(''));
}

function foundByUs([config, credentials]: Files): Found {
  const { profiles } = parseSharedConfig(
    { path: '/config', text: config },
    { path: '/credentials', text: credentials },
  );
  return [...profiles].map(([profile, { settings }]) => [profile, settings.get('region') ?? null]);
}
