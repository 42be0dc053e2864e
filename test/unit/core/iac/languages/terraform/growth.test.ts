import assert from 'node:assert/strict';
import { createAnalyzer } from '../../../../../../src/core/iac/analysis/analyze.ts';
import { createTerraform } from '../../../../../../src/core/iac/languages/terraform/index.ts';
import { ParsedFiles } from '../../../../../../src/core/iac/languages/terraform/modules/files.ts';
import { readPlaces } from '../../../../../../src/core/iac/languages/terraform/read.ts';
import { describeState } from '../../../../../../src/core/iac/state.ts';
import { MemorySources } from '../../memorySources.ts';
import { arn, variable } from './trails.ts';

type Files = Readonly<Record<string, string>>;

interface Shape {
  readonly name: string;
  readonly files: (size: number) => Files;
  /** The smallest size; the others are two, four and eight times as much. */
  readonly size: number;
  /** It grows with its text; without it, it grows faster, and ends at a budget. */
  readonly isLinear?: true;
}

const beside = `resource "aws_cloudtrail" "beside" {\n  s3_bucket_name = "acme-logs"\n}\n`;
const trail = (key: string) => `resource "aws_cloudtrail" "grows" {\n  kms_key_id = ${key}\n}\n${beside}`;
const times = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => make(index)).join('');
const locals = (count: number, make: (index: number) => string, last: string) =>
  `locals {\n${times(count, index => `  l${index} = ${make(index)}\n`)}  l${count} = ${last}\n}\n`;
const key = (policy: string) =>
  `resource "aws_kms_key" "k" {\n  enable_key_rotation = true\n  policy = ${policy}\n}\n`;
const document = (name: string, body: string) => `data "aws_iam_policy_document" "${name}" {\n${body}}\n`;
const grant =
  '  statement {\n    actions = ["kms:*"]\n    resources = ["*"]\n    principals {\n      type = "Service"\n      identifiers = ["cloudtrail.amazonaws.com"]\n    }\n  }\n';

const shapes: readonly Shape[] = [
  {
    name: 'locals that double the next one, put together',
    files: n => ({
      'main.tf':
        trail('local.l0') + locals(n, index => `"\${local.l${index + 1}}\${local.l${index + 1}}"`, '"x"'),
    }),
    size: 12,
  },
  {
    name: 'locals that replace each character by four',
    files: n => ({
      'main.tf': trail('local.l0') + locals(n, index => `replace(local.l${index + 1}, "a", "aaaa")`, '"a"'),
    }),
    size: 8,
  },
  {
    name: 'locals that double the next one, joined',
    files: n => ({
      'main.tf':
        trail('local.l0') + locals(n, index => `join("", [local.l${index + 1}, local.l${index + 1}])`, '"x"'),
    }),
    size: 12,
  },
  {
    name: 'lists that hold the next one twice',
    files: n => ({
      'main.tf':
        trail('jsonencode(local.l0)') +
        locals(n, index => `[local.l${index + 1}, local.l${index + 1}]`, '["x"]'),
    }),
    size: 12,
  },
  {
    name: 'lists that hold the next one twice, the smallest first',
    files: n => ({
      'main.tf': `${trail('jsonencode(local.all)')}locals {\n  all = [${times(n, index => `local.l${n - 1 - index}, `)}]\n}\n${locals(n, index => `[local.l${index + 1}, local.l${index + 1}]`, '["x"]')}`,
    }),
    size: 12,
  },
  {
    name: 'lists in lists, the innermost first',
    files: n => ({
      'main.tf': `${trail('jsonencode(local.all)')}locals {\n  all = [${times(n, index => `local.l${n - 1 - index}, `)}]\n}\n${locals(n, index => `[local.l${index + 1}]`, '["x"]')}`,
    }),
    size: 1000,
  },
  {
    name: 'locals in a chain',
    files: n => ({ 'main.tf': trail('local.l0') + locals(n, index => `local.l${index + 1}`, arn) }),
    size: 1250,
  },
  {
    name: 'members of members',
    files: n => ({ 'main.tf': trail(`a${'.b'.repeat(n)}`) }),
    size: 1250,
  },
  {
    name: 'members of members in parentheses',
    files: n => ({
      'main.tf': trail(`${'('.repeat(n)}a${`${'.b'.repeat(300)})`.repeat(n)} == 1 ? ${arn} : null`),
    }),
    size: 25,
  },
  {
    name: 'conditions side by side',
    files: n => ({
      'main.tf': trail(`${'var.a || '.repeat(n)}var.a ? ${arn} : null`) + variable('a', 'type = bool'),
    }),
    size: 1250,
  },
  {
    name: 'sums',
    files: n => ({ 'main.tf': trail(`(1${' + 1'.repeat(n)}) > 5 ? ${arn} : null`) }),
    size: 1250,
  },
  {
    name: 'a for in a for',
    files: n => ({
      'main.tf': trail(
        `[for a in range(${n}) : [for b in range(${n}) : [for c in range(${n}) : "x"]]][0][0][0]`,
      ),
    }),
    size: 20,
  },
  {
    name: 'directives that repeat a text',
    files: n => ({
      'main.tf': trail(
        `"%{ for a in range(${n}) }%{ for b in range(${n}) }%{ for c in range(${n}) }xxxxxxxx%{ endfor }%{ endfor }%{ endfor }"`,
      ),
    }),
    size: 20,
  },
  {
    name: 'modules of which each calls all',
    files: n => ({
      'main.tf': `${beside}module "m" {\n  source = "./m0"\n  key = ""\n}\n`,
      ...Object.fromEntries(
        Array.from({ length: n }, (_, index) => [
          `m${index}/main.tf`,
          `${variable('key', 'type = string')}resource "aws_cloudtrail" "t" {\n  kms_key_id = var.key\n}\n${times(n, other => `module "m${other}" {\n  source = "../m${other}"\n  key = var.key\n}\n`)}`,
        ]),
      ),
    }),
    size: 3,
  },
  {
    name: 'modules of which each calls all, without a trail',
    files: n => ({
      'main.tf': `${beside}module "m" {\n  source = "./m0"\n}\n`,
      ...Object.fromEntries(
        Array.from({ length: n }, (_, index) => [
          `m${index}/main.tf`,
          times(n, other => `module "m${other}" {\n  source = "../m${other}"\n}\n`),
        ]),
      ),
    }),
    size: 3,
    isLinear: true,
  },
  {
    name: 'outputs of modules of which each takes those of all',
    files: n => ({
      'main.tf': `${trail('module.m.o')}module "m" {\n  source = "./m0"\n}\n`,
      ...Object.fromEntries(
        Array.from({ length: n }, (_, index) => [
          `m${index}/main.tf`,
          `output "o" {\n  value = join("", [${times(n, other => `module.m${other}.o, `)}"x"])\n}\n${times(n, other => `module "m${other}" {\n  source = "../m${other}"\n}\n`)}`,
        ]),
      ),
    }),
    size: 2,
  },
  {
    name: 'calls for each in calls for each',
    files: n => ({
      'main.tf': `${beside}module "a" {\n  source = "./a"\n  for_each = toset([for i in range(${n}) : tostring(i)])\n  key = each.key\n}\n`,
      'a/main.tf': `${variable('key', 'type = string')}module "b" {\n  source = "../b"\n  for_each = toset([for i in range(${n}) : tostring(i)])\n  key = var.key\n}\n`,
      'b/main.tf': `${variable('key', 'type = string')}resource "aws_cloudtrail" "t" {\n  for_each = toset([for i in range(${n}) : tostring(i)])\n  kms_key_id = "arn:aws:kms:eu-west-1:111122223333:key/\${var.key}"\n}\n`,
    }),
    size: 8,
  },
  {
    name: 'documents that take the next one twice',
    files: n => ({
      'main.tf':
        trail('aws_kms_key.k.arn') +
        key('data.aws_iam_policy_document.d0.json') +
        times(n, index =>
          document(
            `d${index}`,
            `  source_policy_documents = [data.aws_iam_policy_document.d${index + 1}.json, data.aws_iam_policy_document.d${index + 1}.json]\n`,
          ),
        ) +
        document(`d${n}`, grant),
    }),
    size: 6,
  },
  {
    name: 'documents that override the next one twice',
    files: n => ({
      'main.tf':
        trail('aws_kms_key.k.arn') +
        key('data.aws_iam_policy_document.d0.json') +
        times(n, index =>
          document(
            `d${index}`,
            `  override_policy_documents = [data.aws_iam_policy_document.d${index + 1}.json, data.aws_iam_policy_document.d${index + 1}.json]\n`,
          ),
        ) +
        document(`d${n}`, grant),
    }),
    size: 6,
  },
  {
    name: 'validations that need one another',
    files: n => ({
      'main.tf':
        trail('var.v0') +
        times(n, index =>
          variable(
            `v${index}`,
            `default = ""\n  validation {\n    condition = var.v${index} != "" || var.v${(index + 1) % n} != "" || var.v${(index + 2) % n} != ""\n    error_message = "No."\n  }`,
          ),
        ),
    }),
    size: 6,
  },
  {
    name: 'trails beside one another',
    files: n => ({
      'main.tf':
        beside +
        times(n, index => `resource "aws_cloudtrail" "t${index}" {\n  kms_key_id = local.key\n}\n`) +
        `locals {\n  key = ${arn}\n}\n`,
    }),
    size: 25,
    isLinear: true,
  },
  {
    name: 'calls of one module',
    files: n => ({
      'main.tf': beside + times(n, index => `module "m${index}" {\n  source = "./m"\n  key = ${arn}\n}\n`),
      'm/main.tf': `${variable('key', 'type = string')}resource "aws_cloudtrail" "t" {\n  kms_key_id = var.key\n}\n`,
    }),
    size: 25,
    isLinear: true,
  },
];

/** What a document may cost at most. */
const mostSteps = 2_500_000;

describe('terraform: growth', () => {
  for (const { name, files, size, isLinear } of shapes) {
    it(`${name}: ${isLinear ? 'grows with its text' : 'ends at a budget'}`, async () => {
      const steps: number[] = [];
      for (const factor of [1, 2, 4, 8]) {
        steps.push(await costOf(files(size * factor)));
      }
      const [first = 0, , , last = 0] = steps;
      assert.ok(last <= (isLinear ? Math.max(first, 1) * 9 : mostSteps), steps.join());
    }).timeout(60_000);
  }

  const given: readonly (readonly [name: string, files: Files, gaveUp: readonly string[]])[] = [
    [
      'a text that grows too long',
      shapes[0]?.files(48) ?? {},
      ['aws_cloudtrail.grows: a value of more than 262,144 characters'],
    ],
    [
      'a chain that is too deep',
      shapes[6]?.files(10_000) ?? {},
      ['aws_cloudtrail.grows: references more than 300 deep'],
    ],
    [
      'a name that is too long, where the key is known',
      {
        'main.tf': `resource "aws_cloudtrail" "grows" {\n  name = join("", [for a in range(4000) : "${'x'.repeat(200)}"])\n  kms_key_id = ${arn}\n}\n${beside}`,
      },
      [],
    ],
    [
      'modules of which each calls all',
      shapes[13]?.files(12) ?? {},
      ['module.m: more than 2000 module calls or 500 trails behind the calls of one file'],
    ],
    [
      'inputs of which there are too many combinations',
      {
        'main.tf':
          trail(
            `[${times(9, index => `var.v${index} ? "a" : "b", `)}""][0] == "a" ? (${times(9, index => `var.v${index} && `)}true ? var.none : null) : uuid()`,
          ) + times(9, index => variable(`v${index}`, 'type = bool')),
      },
      ['aws_cloudtrail.grows: too many combinations of inputs'],
    ],
  ];
  for (const [name, files, gaveUp] of given) {
    it(`tells what it gave up: ${name}`, async () => {
      const { problems, states } = await read(files);
      assert.deepEqual(problems, gaveUp);
      assert.equal(states['aws_cloudtrail.beside'], 'not-encrypted');
    });
  }
});

/** The steps that reading takes; the trail beside the shape is found all the same. */
async function costOf(files: Files): Promise<number> {
  const { sources, main } = await open(files);
  const { places } = await readPlaces(main, sources, new ParsedFiles());
  const near = places.find(({ declaration }) => declaration.resource === 'aws_cloudtrail.beside');
  assert.equal(near?.declaration.facts.key.kind, 'absent');
  return near.tree.budget.steps;
}

async function read(files: Files) {
  const { sources, main } = await open(files);
  const analyzer = createAnalyzer({ languages: [createTerraform()], now: () => 0 });
  const { assessments, problems } = await analyzer.analyze(main, sources);
  return {
    states: Object.fromEntries(assessments.map(one => [one.declaration.resource, describeState(one)])),
    problems: problems.map(({ resource, detail }) => `${resource}: ${detail}`),
  };
}

async function open(files: Files) {
  const sources = new MemorySources(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`file:///infra/${path}`, text])),
  );
  const main = await sources.read('file:///infra/main.tf');
  assert.ok(main);
  return { sources, main };
}
