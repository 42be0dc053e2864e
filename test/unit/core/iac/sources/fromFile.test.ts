import assert from 'node:assert/strict';
import { shownName } from '../../../../../src/core/iac/declaration.ts';
import { createAnalyzer, createLanguages } from '../../../../../src/core/iac/index.ts';
import { keyDetails } from '../../../../../src/core/wording/declarationDetails.ts';
import { declaredStateLabel } from '../../../../../src/core/wording/declarations.ts';
import { findingMessage, relatedMessage } from '../../../../../src/core/wording/findings.ts';
import { fixTitle } from '../../../../../src/core/wording/fixes.ts';
import { inEnglish } from '../../../../../src/core/wording/message.ts';
import { MemorySources } from '../memorySources.ts';

/** In the files that the code names, in a form that any function would find. */
const secret = 'SECRET-MARKER';

const trail = (key: string, rest = '') =>
  `resource "aws_cloudtrail" "audit" {\n  name = "audit"\n  s3_bucket_name = "logs"\n  kms_key_id = ${key}\n}\n${rest}`;

/** What leads to the text of a file, in Terraform; each with what the key is called instead. */
const keys: readonly (readonly [string, string, string?])[] = [
  ['file("secret.txt")', 'file("secret.txt")'],
  ['"alias/aws/${trimspace(file("secret.txt"))}"', '"alias/aws/${trimspace(file("secret.txt"))}"'],
  ['local.key', 'local.key', 'locals {\n  key = "alias/aws/${file("secret.txt")}"\n}\n'],
  [
    '"alias/aws/${lower(reverse(split("-", file("secret.txt")))[0])}"',
    '"alias/aws/${lower(reverse(split("-", file("secret.txt")))[0])}"',
  ],
  [
    '"alias/aws/${jsondecode(file("secret.json")).key}"',
    '"alias/aws/${jsondecode(file("secret.json")).key}"',
  ],
  [
    '"alias/aws/${keys(jsondecode(file("secret.json")).map)[0]}"',
    '"alias/aws/${keys(jsondecode(file("secret.json")).map)[0]}"',
  ],
  [
    '"alias/aws/${yamldecode(file("secret.json"))["key"]}"',
    '"alias/aws/${yamldecode(file("secret.json"))["key"]}"',
  ],
  [
    '[for k, v in jsondecode(file("secret.json")).map : "alias/aws/${k}"][0]',
    '[for k, v in jsondecode(file("secret.json")).map : "alias/aws/${k}"][0]',
  ],
  [
    'join("", ["alias/aws/", templatefile("secret.tpl", { x = 1 })])',
    'join("", ["alias/aws/", templatefile("secret.tpl", { x = 1 })])',
  ],
  ['true ? "alias/aws/${file("secret.txt")}" : null', 'true ? "alias/aws/${file("secret.txt")}" : null'],
  ['format("alias/aws/%s", file("secret.txt"))', 'format("alias/aws/%s", file("secret.txt"))'],
  ['"alias/aws/${module.m.out}"', '"alias/aws/${module.m.out}"', 'module "m" {\n  source = "./m"\n}\n'],
];

const files: Readonly<Record<string, string>> = {
  'file:///w/secret.txt': `${secret}\n`,
  'file:///w/secret.json': `{"key": "${secret}", "map": {"${secret}": "${secret}"}}`,
  'file:///w/secret.tpl': `${secret}`,
  'file:///w/m/secret.txt': `${secret}\n`,
  'file:///w/m/main.tf': 'output "out" {\n  value = trimspace(file("${path.module}/secret.txt"))\n}\n',
};

/** Every sentence and name that is told of the trails of a document, in any place. */
async function told(name: string, text: string, others = files): Promise<readonly string[]> {
  const sources = new MemorySources(others);
  const document = sources.write(`file:///w/${name}`, text);
  const analyzer = createAnalyzer({ languages: createLanguages(), now: () => 0 });
  const { assessments } = await analyzer.analyze(document, sources);
  const sentences: string[] = [];
  for (const assessment of assessments) {
    const { declaration, findings } = assessment;
    const { key } = declaration.facts;
    sentences.push(
      declaration.resource,
      shownName(declaration) ?? '',
      inEnglish(declaredStateLabel(assessment)),
      ...(key.kind === 'known' ? keyDetails(key.value).map(inEnglish) : []),
      ...findings.map(finding => inEnglish(findingMessage(finding))),
      ...findings.flatMap(({ related }) => related.map(one => inEnglish(relatedMessage(one)))),
    );
    for (const finding of findings) {
      const fixes = await analyzer.fixesFor(finding, document, sources);
      sentences.push(...fixes.map(({ action }) => inEnglish(fixTitle(action))));
      sentences.push(
        ...fixes.flatMap(({ documents }) =>
          documents.flatMap(({ edits }) => edits.map(({ content }) => content)),
        ),
      );
    }
  }
  assert.ok(assessments.length > 0, 'no trail was found');
  return sentences;
}

describe('text out of a file that the code names', () => {
  for (const [key, shown, rest] of keys) {
    it(`is not quoted as the name of a key: ${key}`, async () => {
      const sentences = await told('main.tf', trail(key, rest));
      assert.doesNotMatch(sentences.join('\n'), /secret-?marker|\bmarker\b/i);
      assert.ok(sentences.includes(`SSE-KMS · ${shown}`), sentences.join('\n'));
    });
  }

  it('is not quoted out of an .env file, whose values take part in the judgement', async () => {
    const service = `service: audit
useDotenv: true
provider: { name: aws }
resources:
  Resources:
    Trail: { Type: AWS::CloudTrail::Trail, Properties: { KMSKeyId: '\${env:TRAIL_KEY}' } }
`;
    const sentences = await told('serverless.yml', service, {
      'file:///w/.env': `TRAIL_KEY=alias/aws/${secret}\n`,
    });
    assert.doesNotMatch(sentences.join('\n'), /marker/i);
    assert.match(sentences.join('\n'), /an AWS managed key/);
  });

  it('takes part in the judgement all the same', async () => {
    const sentences = await told('main.tf', trail('jsondecode(file("key.json")).key'), {
      'file:///w/key.json': '{"key": "alias/aws/cloudtrail"}',
    });
    assert.ok(
      sentences.some(one =>
        one.startsWith(
          'Trail aws_cloudtrail.audit uses jsondecode(file("key.json")).key, an AWS managed key',
        ),
      ),
      sentences.join('\n'),
    );
  });

  it('is not quoted as what a key is, unless it is a word of AWS', async () => {
    const key = (spec: string) =>
      trail(
        'aws_kms_key.k.arn',
        `resource "aws_kms_key" "k" {\n  enable_key_rotation = true\n  customer_master_key_spec = ${spec}\n}\n`,
      );
    assert.doesNotMatch((await told('main.tf', key('trimspace(file("secret.txt"))'))).join('\n'), /MARKER/);
    const sentences = await told('main.tf', key('trimspace(file("spec.txt"))'), {
      'file:///w/spec.txt': 'RSA_2048\n',
    });
    assert.match(sentences.join('\n'), /RSA_2048/);
  });

  it('is not quoted as the name of a trail or of a Region', async () => {
    const named = trail('null').replace('"audit"\n', 'trimspace(file("secret.txt"))\n');
    assert.doesNotMatch((await told('main.tf', named)).join('\n'), /MARKER/);
    const elsewhere = trail(
      '"arn:aws:kms:eu-west-1:111122223333:key/1"',
      'resource "aws_s3_bucket" "b" {\n  bucket = "logs"\n  region = trimspace(file("secret.txt"))\n}\n',
    );
    assert.doesNotMatch((await told('main.tf', elsewhere)).join('\n'), /MARKER/);
  });

  it('is not quoted as the name of a statement: its position is told', async () => {
    const policy = JSON.stringify({
      Statement: [
        { Sid: 'Root', Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' },
        { Sid: secret, Effect: 'Deny', Principal: '*', Action: 'kms:GenerateDataKey*', Resource: '*' },
      ],
    });
    const code = trail(
      'aws_kms_key.k.arn',
      'resource "aws_kms_key" "k" {\n  policy = file("policy.json")\n}\n',
    );
    const sentences = (await told('main.tf', code, { 'file:///w/policy.json': policy })).join('\n');
    assert.doesNotMatch(sentences, /MARKER/);
    assert.match(sentences, /Statement 2 of/);
  });

  it('is cut where it is the key of an instance', async () => {
    const code =
      'resource "aws_cloudtrail" "audit" {\n  for_each = toset(split("\\n", file("names.txt")))\n  name = each.key\n  s3_bucket_name = "logs"\n  kms_key_id = each.key == "b" ? "" : "alias/aws/${each.key}"\n}\n';
    const long = 'many words '.repeat(1000);
    const sentences = await told('main.tf', code, { 'file:///w/names.txt': `b\n${long}` });
    assert.ok(
      sentences.some(one => one.startsWith('aws_cloudtrail.audit["many words')),
      sentences.join('\n'),
    );
    for (const sentence of sentences.filter(one => !one.includes('\n'))) {
      assert.ok(sentence.length < 700, sentence);
    }
  });

  it('is not quoted by the Serverless Framework either', async () => {
    const service = (key: string, custom = '') =>
      `service: audit\nprovider:\n  name: aws\n${custom}resources:\n  Resources:\n    Audit:\n      Type: AWS::CloudTrail::Trail\n      Properties:\n        TrailName: ${key}\n        KMSKeyId: ${key}\n`;
    const config = {
      'file:///w/config.yml': `key: alias/aws/${secret}\nparts:\n  key: alias/aws/${secret}\n`,
    };
    const codes = [
      service('${file(config.yml):key}'),
      service('${self:custom.key}', 'custom:\n  key: ${file(config.yml):key}\n'),
      service('${self:custom.parts.key}', 'custom:\n  parts: ${file(config.yml):parts}\n'),
      service('!Sub "${file(config.yml):key}"'),
      service('!Join ["", ["alias/aws/", !Select [2, !Split ["/", "${file(config.yml):key}"]]]]'),
    ];
    for (const code of codes) {
      const sentences = (await told('serverless.yml', code, config)).join('\n');
      assert.doesNotMatch(sentences, /MARKER/, code);
      assert.match(sentences, /an AWS managed key/, code);
    }
  });
});
