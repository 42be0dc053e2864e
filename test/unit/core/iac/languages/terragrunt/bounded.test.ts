import assert from 'node:assert/strict';
import { createTerragrunt } from '../../../../../../src/core/iac/languages/terragrunt/index.ts';
import { MemorySources } from '../../memorySources.ts';

const module =
  'variable "key_arn" {\n  default = ""\n}\n\nresource "aws_cloudtrail" "audit" {\n  kms_key_id = var.key_arn\n}\n';
const unit = (inputs: string) =>
  `terraform {\n  source = "../trail"\n}\n\ninputs = {\n  key_arn = ${inputs}\n}\n`;

/** What is said of each trail: its address, and of its key what is known. */
async function read(files: Readonly<Record<string, string>>, path: string) {
  const sources = new MemorySources(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`file:///case/${name}`, text])),
  );
  const document = await sources.read(`file:///case/${path}`);
  assert.ok(document);
  const { trails, gaveUp } = await createTerragrunt().read(document, sources);
  return { trails: trails.map(({ resource, facts }) => `${resource} ${facts.key.kind}`), gaveUp };
}

describe('Terragrunt', () => {
  it('does not know what configurations say that read each other', async () => {
    const files = {
      'trail/main.tf': module,
      'unit/terragrunt.hcl': `locals {\n  a = read_terragrunt_config("../a.hcl")\n}\n\n${unit('local.a.locals.key')}`,
      'a.hcl': 'locals {\n  b   = read_terragrunt_config("b.hcl")\n  key = local.b.locals.key\n}\n',
      'b.hcl': 'locals {\n  a   = read_terragrunt_config("a.hcl")\n  key = local.a.locals.key\n}\n',
    };
    assert.deepEqual(await read(files, 'unit/terragrunt.hcl'), {
      trails: ['unit.unit.aws_cloudtrail.audit unknown'],
      gaveUp: [],
    });
  });

  it('follows configurations that read one another as deep as anybody writes them', async () => {
    const chain = (length: number) => ({
      'trail/main.tf': module,
      'unit/terragrunt.hcl': `locals {\n  c = read_terragrunt_config("../c1.hcl")\n}\n\n${unit('local.c.locals.key')}`,
      ...Object.fromEntries(
        Array.from({ length }, (_, index) => [
          `c${index + 1}.hcl`,
          index + 1 === length
            ? 'locals {\n  key = ""\n}\n'
            : `locals {\n  c   = read_terragrunt_config("c${index + 2}.hcl")\n  key = local.c.locals.key\n}\n`,
        ]),
      ),
    });
    const kindOf = async (length: number) => (await read(chain(length), 'unit/terragrunt.hcl')).trails;
    assert.deepEqual(await kindOf(8), ['unit.unit.aws_cloudtrail.audit absent']);
    assert.deepEqual(await kindOf(30), ['unit.unit.aws_cloudtrail.audit unknown']);
  });

  it('looks at so many units of a stack, and says of which it did not', async () => {
    const block = (index: number) =>
      `unit "u${index}" {\n  source = "./unit"\n  path   = "u${index}"\n  values = {}\n}\n`;
    const files = {
      'trail/main.tf': module,
      'unit/terragrunt.hcl': 'terraform {\n  source = "${get_repo_root()}/trail"\n}\n',
      'terragrunt.stack.hcl': Array.from({ length: 201 }, (_, index) => block(index)).join('\n'),
    };
    const sources = new MemorySources(
      Object.fromEntries(Object.entries(files).map(([name, text]) => [`file:///case/${name}`, text])),
    );
    const document = await sources.read('file:///case/terragrunt.stack.hcl');
    assert.ok(document);
    const rooted = {
      read: (uri: string) => sources.read(uri),
      list: (uri: string) => sources.list(uri),
      folders: (uri: string) => sources.folders(uri),
      root: 'file:///case',
    };
    const { trails, gaveUp } = await createTerragrunt().read(document, rooted);
    assert.equal(trails.length, 200);
    assert.deepEqual(gaveUp, [
      { resource: 'unit.u200', detail: 'more than 200 units and stacks in one stack' },
    ]);
  });
});
