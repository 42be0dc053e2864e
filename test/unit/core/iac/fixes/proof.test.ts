import assert from 'node:assert/strict';
import { createAnalyzer } from '../../../../../src/core/iac/analysis/analyze.ts';
import type { Proposal, TextEdit } from '../../../../../src/core/iac/fix.ts';
import type { Language } from '../../../../../src/core/iac/language.ts';
import { createTerraform } from '../../../../../src/core/iac/languages/terraform/index.ts';
import { absent, type Choice, known } from '../../../../../src/core/trail/fact.ts';
import type { KeyFacts } from '../../../../../src/core/trail/key.ts';
import { unknownKey } from '../../../../../src/core/trail/unknowns.ts';
import { declarationOf, goodKey } from '../declarations.ts';
import { MemorySources } from '../memorySources.ts';

/*
 * A language of lines: `cloudtrail NAME KEY`, where `#` at the end accepts what is found and `?` is a flaw; `CALL.NAME` is a trail that
 * a call makes of NAME, and `! NAME` what AWS refuses. Its fixes are whatever a test proposes.
 */

const folder = 'file:///infra/';
const uri = `${folder}a`;

const keys: Readonly<Record<string, Choice<KeyFacts>>> = {
  none: absent,
  good: known(goodKey),
  still: known({ ...goodKey, rotation: known(false) }),
  disabled: known({ ...goodKey, state: known('Disabled') }),
  given: known(unknownKey('key')),
  optional: { kind: 'conditional', byDefault: known(goodKey), branches: [absent, known(goodKey)] },
  unset: { kind: 'conditional', byDefault: absent, branches: [absent, known(goodKey)] },
};

function languageOf(proposals: readonly Proposal[]): Language {
  return {
    id: 'terraform',
    claims: () => true,
    flaws: ({ text }) => text.split('?').length - 1,
    refused: async ({ text }) => [...text.matchAll(/! (\w+)/g)].map(([, name = '']) => name),
    fixes: async () => proposals,
    read: async ({ uri: from, text }) => ({
      gaveUp: [],
      trails: [...text.matchAll(/cloudtrail (\S+) (\w+) ?(#?)/g)].map(
        ({ index, 0: { length }, 1: resource = '', 2: key = '', 3: accepted }) => {
          const range = { start: index, end: index + length };
          const suppressions = accepted ? [{ tool: 'cloudtrail-encryption', range } as const] : [];
          const place = { uri: from, header: range, whole: range };
          const declared = declarationOf({ ...place, resource, key: keys[key] ?? absent, suppressions });
          // What a call makes is declared elsewhere.
          const [, name] = /\.(\w+)$/.exec(resource) ?? [];
          const related = name ? [{ kind: 'module-declaration', name, uri: from, range } as const] : [];
          return { ...declared, related };
        },
      ),
    }),
  };
}

const action = { kind: 'add-key', key: 'k' } as const;
const ignore = { kind: 'ignore', code: 'no-kms-key' } as const;

/** Puts one text in the place of another. */
function edit(text: string, from: string, to: string): TextEdit {
  return { offset: text.indexOf(from), length: from.length, content: to };
}

describe('a fix is proved before it is offered', () => {
  const text = 'cloudtrail a none\ncloudtrail b good\n';
  const proposal = (from: string, to: string): Proposal => ({
    action,
    documents: [{ uri, edits: [edit(text, from, to)] }],
  });

  const cases: readonly (readonly [string, Proposal, readonly string[]])[] = [
    ['the finding is gone', proposal('none', 'good'), ['no-kms-key']],
    ['the finding is accepted', proposal('none', 'none #'), ['no-kms-key']],
    ['a hint is left in its place', proposal('none', 'still'), ['no-kms-key']],
    ['the finding is still there', proposal('none', ' none'), []],
    ['another one stands in its place', proposal('none', 'disabled'), []],
    ['a remark stands in its place', proposal('none', 'optional'), []],
    ['another trail suffers', proposal('none\ncloudtrail b good', 'good\ncloudtrail b none'), []],
    ['another trail is lost', proposal('none\ncloudtrail b', 'good\n# b'), []],
    ['the trail itself is lost', proposal('cloudtrail a none', ''), []],
    ['the text does not parse any more', proposal('none', 'good?'), []],
    [
      'an edit lies outside',
      { action, documents: [{ uri, edits: [{ ...edit(text, 'none', 'good'), length: 99 }] }] },
      [],
    ],
    [
      'edits overlap',
      {
        action,
        documents: [
          {
            uri,
            edits: [edit(text, 'none', 'good'), { offset: text.indexOf('ne'), length: 2, content: '' }],
          },
        ],
      },
      [],
    ],
    ['AWS would refuse something', proposal('none', 'good\n! key'), []],
    ['nothing changes', proposal('none', 'none'), []],
    ['it has no edits', { action, documents: [] }, []],
    ['a file of it is not there', { action, documents: [{ uri: `${folder}c`, edits: [] }] }, []],
  ];
  for (const [title, one, answers] of cases) {
    it(title, async () => {
      const fixes = await fixesFor({ [uri]: text }, [one]);
      assert.deepEqual(
        fixes.flatMap(fix => fix.answers),
        answers,
      );
    });
  }

  it('also for the trails of the other files that it changes', async () => {
    const other = 'cloudtrail c good\n';
    const files = { [uri]: text, [`${folder}b`]: other };
    const both = (to: string): Proposal => ({
      action,
      documents: [
        { uri, edits: [edit(text, 'none', 'good')] },
        { uri: `${folder}b`, edits: [edit(other, 'good', to)] },
      ],
    });
    assert.equal((await fixesFor(files, [both('still')])).length, 1);
    assert.equal((await fixesFor(files, [both('disabled')])).length, 0);
  });

  it('with what AWS refuses anyway left in its place', async () => {
    const refused = `${text}! old\n`;
    assert.equal((await fixesFor({ [uri]: refused }, [proposal('none', 'good')])).length, 1);
    assert.equal((await fixesFor({ [uri]: refused }, [proposal('none', 'good\n! new')])).length, 0);
  });

  it('and makes nothing worse that another trail has already', async () => {
    const remark = 'cloudtrail a none\ncloudtrail b optional\n';
    const both = (to: string): Proposal => ({
      action,
      documents: [{ uri, edits: [edit(remark, 'none', 'good'), edit(remark, 'optional', to)] }],
    });
    const fixesOf = async (to: string) => (await fixesFor({ [uri]: remark }, [both(to)])).length;
    assert.deepEqual([await fixesOf('optional '), await fixesOf('unset')], [1, 0]);
  });

  it('as one for all instances, where they become one', async () => {
    const text = 'cloudtrail a["x"] none\ncloudtrail a["y"] none\n';
    const documents = [{ uri, edits: [{ offset: 0, length: text.length, content: 'cloudtrail a good\n' }] }];
    assert.equal((await fixesFor({ [uri]: text }, [{ action, documents }])).length, 1);
  });

  describe('in Terraform, with the administrator of a key that it creates', () => {
    const trail = 'resource "aws_cloudtrail" "t" {\n  name = "audit"\n}\n';
    const others = `
provider "aws" {}
provider "aws" {
  alias  = "near"
  region = "eu-west-3"
}
provider "aws" {
  alias = "far"
  assume_role {
    role_arn = "arn:aws:iam::444455556666:role/deploy"
  }
}
data "aws_caller_identity" "here" {}
data "aws_caller_identity" "far" {
  provider = aws.far
}
`;
    const account = (identity: string) => `\${data.aws_caller_identity.${identity}.account_id}`;
    const encoded = (identity: string) => `jsonencode({
    Statement = [
      { Effect = "Allow", Principal = { AWS = "${account(identity)}" }, Action = "kms:*", Resource = "*" },
      { Effect = "Allow", Principal = { Service = "cloudtrail.amazonaws.com" }, Action = "kms:*", Resource = "*" },
    ]
  })`;
    const heredoc = (identity: string) => `<<EOT
{
  "Statement": [
    { "Effect": "Allow", "Principal": { "AWS": ["${account(identity)}"] }, "Action": ["kms:*"], "Resource": "*" },
    { "Effect": "Allow", "Principal": { "Service": "cloudtrail.amazonaws.com" }, "Action": "kms:*", "Resource": "*" }
  ]
}
EOT`;
    const document = (identity: string) => `data.aws_iam_policy_document.k.json
}
data "aws_iam_policy_document" "k" {
  statement {
    actions   = ["kms:*"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["${account(identity)}"]
    }
  }
  statement {
    actions   = ["kms:*"]
    resources = ["*"]
    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }
  }`;
    for (const policy of [encoded, heredoc, document]) {
      for (const [provider, identity, holds] of [
        ['aws', 'here', true],
        ['aws', 'far', false],
        ['aws.far', 'far', true],
        ['aws.far', 'here', false],
        ['aws.near', 'here', true],
      ] as const) {
        it(`${identity}, for a key of ${provider}, as ${policy.name}`, async () => {
          const key = `resource "aws_kms_key" "k" {
  provider            = ${provider}
  enable_key_rotation = true
  policy              = ${policy(identity)}
}
`;
          const edits = [
            edit(trail, '}\n', '  kms_key_id = aws_kms_key.k.arn\n}\n'),
            { offset: trail.length, length: 0, content: key },
          ];
          const uri = `${folder}main.tf`;
          const language = {
            ...createTerraform(),
            fixes: async () => [{ action, documents: [{ uri, edits }] }],
          };
          const analyzer = createAnalyzer({ languages: [language], now: () => 0, rootOf: () => folder });
          const sources = new MemorySources({ [uri]: trail, [`${folder}providers.tf`]: others });
          const text = { uri, text: trail };
          const [one] = (await analyzer.analyze(text, sources)).assessments;
          const [finding] = one?.findings ?? [];
          assert.ok(finding);
          assert.equal((await analyzer.fixesFor(finding, text, sources)).length, holds ? 1 : 0);
        });
      }
    }
  });

  it('where a name is declared twice, the one that is asked about', async () => {
    const text = 'cloudtrail a none\ncloudtrail a none\n';
    const documents = [{ uri, edits: [edit(text, 'none', 'good')] }];
    assert.equal((await fixesFor({ [uri]: text }, [{ action, documents }])).length, 1);
  });

  it('with the trail of a call told where it is declared, once that has a key of its own, and not where one is required', async () => {
    const called = 'cloudtrail m.b none\ncloudtrail b none\n';
    const declaredOnly = (key: string) => {
      const edits = [{ offset: 0, length: called.length, content: `cloudtrail b ${key}\n` }];
      return fixesFor({ [uri]: called }, [{ action, documents: [{ uri, edits }] }]);
    };
    const answers = async (key: string) => (await declaredOnly(key)).flatMap(fix => fix.answers);
    assert.deepEqual(await answers('good'), ['no-kms-key']);
    assert.deepEqual(await answers('given'), []);
  });

  it('prefers the first that needs no thought, and never for a remark', async () => {
    const preferred = async (key: string, proposals: readonly Partial<Proposal>[]) => {
      const text = `cloudtrail a ${key}\n`;
      const fixes = await fixesFor(
        { [uri]: text },
        proposals.map((one, index) => {
          const documents = [{ uri, edits: [edit(text, key, `good${' '.repeat(index)}`)] }];
          return { action, documents, ...one };
        }),
      );
      return fixes.map(fix => fix.preferred);
    };
    const other = { action: { kind: 'add-key', key: 'other' } } as const;
    assert.deepEqual(await preferred('none', [{}, other]), [true, false]);
    assert.deepEqual(await preferred('none', [{ needsThought: true }]), [false]);
    assert.deepEqual(await preferred('unset', [{ needsThought: true }, other]), [true, false]);
    assert.deepEqual(await preferred('none', [{ action: ignore }]), [false]);
    assert.deepEqual(await preferred('optional', [{}]), [false]);
    assert.deepEqual(await preferred('still', [{}]), [true]);
  });

  it('offers what needs thought behind the others, and what accepts the finding last', async () => {
    const documents = [{ uri, edits: [edit(text, 'none', 'none #')] }];
    const thoughtful = {
      ...proposal('none', 'good '),
      action: { kind: 'add-key', key: 'b' },
      needsThought: true,
    } as const;
    const fixes = await fixesFor({ [uri]: text }, [
      { action: ignore, documents },
      thoughtful,
      proposal('none', 'good'),
    ]);
    assert.deepEqual(
      fixes.map(fix => fix.action),
      [action, thoughtful.action, ignore],
    );
  });

  it('offers the first way that holds, of several to do the same', async () => {
    const [fix, ...more] = await fixesFor({ [uri]: text }, [
      proposal('none', 'disabled'),
      proposal('none', 'still'),
      proposal('none', 'good'),
    ]);
    assert.deepEqual([fix?.documents, more], [proposal('none', 'still').documents, []]);
  });

  it('offers one change under one name', async () => {
    const other = { ...proposal('none', 'good'), action: { kind: 'add-key', key: 'other' } } as const;
    const fixes = await fixesFor({ [uri]: text }, [proposal('none', 'good'), other]);
    assert.deepEqual(
      fixes.map(fix => fix.action),
      [action],
    );
  });

  it('tries no more than a dozen', async () => {
    const many = Array.from({ length: 30 }, (_, index): Proposal => {
      return {
        ...proposal('none', `good${' '.repeat(index)}`),
        action: { kind: 'add-key', key: String(index) },
      };
    });
    assert.equal((await fixesFor({ [uri]: text }, many)).length, 12);
  });
});

async function fixesFor(files: Readonly<Record<string, string>>, proposals: readonly Proposal[]) {
  const analyzer = createAnalyzer({ languages: [languageOf(proposals)], now: () => 0, rootOf: () => folder });
  const sources = new MemorySources(files);
  const document = await sources.read(uri);
  assert.ok(document);
  const [finding] = (await analyzer.analyze(document, sources)).assessments.flatMap(one => one.findings);
  assert.ok(finding);
  return analyzer.fixesFor(finding, document, sources);
}
