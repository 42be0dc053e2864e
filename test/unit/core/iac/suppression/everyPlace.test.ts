import assert from 'node:assert/strict';
import { createAnalyzer } from '../../../../../src/core/iac/analysis/analyze.ts';
import { createLanguages } from '../../../../../src/core/iac/languages/index.ts';
import { MemorySources } from '../memorySources.ts';

/*
 * Each text declares one trail without a key. Each `yes` and `no` in it becomes the comment that silences a finding, one at a time:
 * it silences the trail where `yes` is written, and nowhere else.
 */

/** What a program imports first. */
const imports: Readonly<Record<string, string>> = {
  'a.ts': "import { Stack } from 'aws-cdk-lib';\nimport { Trail } from 'aws-cdk-lib/aws-cloudtrail';\n",
  'a.py': 'from aws_cdk.aws_cloudtrail import Trail\nfrom aws_cdk import Stack\n',
  'a.java': 'import software.amazon.awscdk.services.cloudtrail.*;\nimport software.amazon.awscdk.*;\n',
  'a.go':
    'package main\nimport (\n\t"github.com/aws/aws-cdk-go/awscdk/v2/awscloudtrail"\n\t"github.com/aws/jsii-runtime-go"\n)\n',
  'a.cs': 'using Amazon.CDK;\nusing Amazon.CDK.AWS.CloudTrail;\n',
};

const places: Record<string, readonly string[]> = {
  'a.ts': [
    "export class A extends Stack {\n  constructor(s) {\n    super(s, 'A');\n    // yes\n    new Trail(this, 'T', { // yes\n      // yes\n      trailName: 'a', // yes\n      /* yes */\n      text: '// no', other: `\n// no\n`,\n    }); // yes\n    // no\n    const a = 1;\n  }\n}\n",
    "export class A extends Stack {\n  // yes\n  readonly trail = new Trail(this, 'T'); // yes\n  // no\n}\n",
    "export class A extends Stack {\n  // yes\n  @d()\n  // yes\n  readonly trail = new Trail(this, 'T'); // yes\n  // no\n}\n",
    "export function a(s) {\n  // no\n  const b = 1;\n  // yes\n  const trail =\n    // yes\n    new Trail(s, 'T');\n  return trail;\n}\n",
    "export function a(s) {\n  // yes\n  return new Trail(s, 'T');\n}\n",
    "/**\n * yes\n */\nnew Trail(s, 'T');\n",
    "/* yes\n   b */\nnew Trail(s, 'T');\n",
    "// yes\n/* b\n c */\nnew Trail(s, 'T');\n",
    "use(a, /* yes */ new Trail(s, 'T'), b);\n",
    "use(\n  a,\n  // yes\n  new Trail(s, 'T'),\n  // no\n  b);\n",
    "const o = { a: 1,\n  // yes\n  trail: new Trail(s, 'T'),\n  // no\n  b: 2 };\n",
    "// yes\nnew Trail(s, 'T')\n  // no\n  .node.addDependency(b);\n",
    "if (c) {\n  // yes\n  new Trail(s, 'T');\n}\n",
    "if (c)\n  // yes\n  new Trail(s, 'T');\n",
    "// yes\nexport const t: Trail = new Trail(\n  s,\n  // yes\n  'T', // yes\n  {\n    // yes\n  },\n); // yes\n",
    "new Trail(s, 'T', { trailName: `${b /* yes */}` }); const x = '/* no */';\nconst r = /\\/\\/ no/;\n",
    "// no\n\nnew Trail(s, 'T');\n",
    "x(); // no\nnew Trail(s, 'T');\n",
    "['a', 'b'].map(x =>\n  // yes\n  new Trail(s, x));\n",
  ],
  'a.py': [
    "# yes\nTrail(s, 'T')  # yes\n# no\n",
    "trail = Trail(  # yes\n    s,  # yes\n    # yes\n    'T',\n    trail_name='# no',\n    # yes\n)  # yes\n# no\nb = 1\n",
    '"""\n# no\n"""\nclass A(Stack):\n    """# no\n    no"""\n    def __init__(self):\n        # yes\n        self.trail = Trail(self, "T")\n',
    "# yes\ntrail = (\n    # yes\n    Trail(s, 'T')\n)\n",
    "# yes\ntrail = \\\n    Trail(s, 'T')\n",
    "if c:\n    # yes\n    Trail(s, 'T')\n    # no\n",
    "a = [\n    # yes\n    Trail(s, 'T'),\n    # no\n    b,\n]\n",
    "a = {\n    # yes\n    'a': Trail(s, 'T'),\n    # no\n    'b': b,\n}\n",
    "# no\ntext = '''\n# no\n'''\nTrail(s, 'T')\n",
    "a = f'''{b # no\n}'''\nTrail(s, 'T')\n",
    "def a(s):\n    return Trail(s, 'T')  # noqa no\n",
    "def a(s):\n    return Trail(s, 'T')  # noqa # no\n",
    "with a as b:\n    # yes\n    Trail(\n        s, 'T',\n    ) # yes\n",
    'for x in y: Trail(s, x) # yes\n',
  ],
  'a.java': [
    'class A { void a(Stack s) {\n  // yes\n  Trail t = new Trail(s, "T"); // yes\n  // no\n} }\n',
    'class A { void a(Stack s) {\n  // yes\n  Trail.Builder.create(s, "T") // yes\n    // yes\n    .trailName("// no") // yes\n    /* yes */\n    .build(); // yes\n  // no\n  b();\n} }\n',
    'class A { void a(Stack s) {\n  // yes\n  final Trail t =\n    // yes\n    Trail.Builder.create(s, "T").build();\n} }\n',
    'class A {\n  /** yes */\n  private final Trail t = new Trail(this, "T");\n}\n',
    'class A {\n  // yes\n  @Deprecated\n  // yes\n  private final Trail t = new Trail(this, "T");\n}\n',
    'class A { String b = """\n  // no\n  """; void a(Stack s) {\n  new Trail(s, "T", TrailProps.builder()\n   // yes\n   .trailName("a").build());\n} }\n',
    'class A { void a(Stack s) {\n  // yes\n  return new Trail(s, "T");\n} }\n',
  ],
  'a.go': [
    'func a(s awscdk.Stack) {\n\t// yes\n\tawscloudtrail.NewTrail(s, jsii.String("T"), &awscloudtrail.TrailProps{ // yes\n\t\t// yes\n\t\tTrailName: jsii.String("// no"), // yes\n\t\t/* yes */\n\t}) // yes\n\t// no\n\tb()\n}\n',
    'var c = `\n// no\n`\nfunc a(s awscdk.Stack) {\n\t// yes\n\tt := awscloudtrail.NewTrail(s, jsii.String("T"), nil) // yes\n\tuse(t)\n}\n',
    'func a(s awscdk.Stack) (t awscloudtrail.Trail) {\n\t// yes\n\tt =\n\t\t// yes\n\t\tawscloudtrail.NewTrail(s, jsii.String("T"), nil)\n\treturn\n}\n',
    'func a(s awscdk.Stack) awscloudtrail.Trail {\n\t// yes\n\treturn awscloudtrail.NewTrail(s, jsii.String("T"), nil) // yes\n}\n',
    '// yes\nvar t = awscloudtrail.NewTrail(s, jsii.String("T"), nil)\n',
    'var (\n\t// yes\n\tt = awscloudtrail.NewTrail(s, jsii.String("T"), nil)\n)\n',
  ],
  'a.cs': [
    'class A { void B(Stack s) {\n  // yes\n  new Trail(s, "T", new TrailProps { // yes\n    // yes\n    TrailName = "// no", // yes\n    /* yes */\n  }); // yes\n  // no\n  C();\n} }\n',
    'class A { void B(Stack s) {\n  // yes\n  var t =\n    // yes\n    new Trail(s, "T");\n} }\n',
    'class A {\n  /// <summary>\n  /// yes\n  Trail t = new(s, "T"); // yes\n}\n',
    'class A {\n  // yes\n  [Obsolete]\n  // yes\n  private Trail T { get; } = new Trail(s, "T");\n}\n',
    'class A { string c = @"\n// no\n"; string d = """\n// no\n"""; string e = $"{f /* no */}"; void B(Stack s) {\n#region x // no\n  _ = new Trail(s, "T");\n#endregion\n} }\n',
    'class A { void B(Stack s) {\n  // no\n  #pragma x\n  _ = new Trail(s, "T");\n} }\n',
    'class A { void B(Stack s) {\n  #pragma warning disable CA1806 // no\n  // yes\n  new Trail(s, "T");\n} }\n',
  ],
  'a.tf': [
    '# yes\nresource "aws_cloudtrail" "a" { # yes\n  # yes\n  name = "# no" # yes\n  // yes\n  event_selector {\n    # yes\n  }\n  /* yes\n     b */\n} # yes\n# no\n',
    '# no\nlocals {\n  # no\n}\nresource "aws_cloudtrail" "a" {\n  name = <<-EOT\n    # no\n  EOT\n  tags = {\n    # yes\n    a = "b" # yes\n  }\n}\n',
    '/* yes */\n/* b */ // c\nresource "aws_cloudtrail" "a" {\n}\n',
    '/**\n * yes\n */\nresource "aws_cloudtrail" "a" {\n}\n',
    '/* yes */ resource "aws_cloudtrail" "a" {\n  s3_bucket_name = "${b}"\n}\n',
    '# yes\nresource aws_cloudtrail a { }\n',
    'resource "aws_cloudtrail" "a" {\n  name = "a"\n  lifecycle { # yes\n    ignore_changes = [\n      # yes\n      tags, # yes\n    ]\n  }\n}\n',
  ],
  'a.yaml': [
    '# no\nResources:\n  # yes\n  T: # yes\n    # yes\n    Type: AWS::CloudTrail::Trail # yes\n    Properties:\n      # yes\n      TrailName: "# no"\n      S3BucketName: a # yes\n      IsLogging: true\n      Tags:\n        # yes\n        - Key: a # yes\n          Value: b#no\n      List:\n        - a: |\n            # no\n            b\n          # yes\n        - |\n          # no\n        # yes\n        - b: >2-\n            # no\n          # yes\n          c: |\n          # yes\n          d: 1\n        - it\'s # yes\n      Text: |\n        # no\n      Folded: >-\n        a\n        # no\n      # yes\n  # no\n  Other:\n    Type: AWS::SNS::Topic\n',
    'Resources:\n  # yes\n  T:\n    # yes\n    {Type: AWS::CloudTrail::Trail, # yes\n     Properties: {IsLogging: true, # yes\n     }} # yes\n',
    'Resources:\n  A: {Type: AWS::SNS::Topic}\n  # no\n\n  T:\n    Type: AWS::CloudTrail::Trail\n    Properties:\n      IsLogging: true\n\n    # yes\n\n# no\nOutputs: {}\n',
  ],
};

places['play.yaml'] = [
  "# no\n- hosts: all\n  tasks:\n    # yes\n    - name: audit # yes\n      # yes\n      amazon.aws.cloudtrail: # yes\n        name: '# no' # yes\n        s3_bucket_name: logs # yes\n        # yes\n      # yes\n    # no\n    - debug:\n",
  '- hosts: all\n  tasks:\n    - block:\n        # yes\n        - cloudtrail:\n            name: a\n            s3_bucket_name: logs\n          # yes\n          when: b # yes\n        # no\n      rescue: []\n',
  '- hosts: all\n  tasks:\n    - cloudtrail: name=a s3_bucket_name=logs # yes\n      # yes\n',
];
places['crossplane.yaml'] = [
  '# yes\napiVersion: cloudtrail.aws.upbound.io/v1beta1 # yes\nkind: Trail # yes\nmetadata:\n  # yes\n  name: a # yes\nspec:\n  forProvider: # yes\n    region: eu-west-1\n    # yes\n    s3BucketName: "# no" # yes\n    # yes\n---\n# no\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n',
  'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n# no\n---\n# yes\napiVersion: cloudtrail.services.k8s.aws/v1alpha1\nkind: Trail\nmetadata:\n  name: a\n  labels: # yes\n    # yes\n    b: c\nspec:\n  name: a\n  s3BucketName: b\n',
];
places['Pulumi.yaml'] = [
  'name: a\nruntime: yaml\n# no\nresources:\n  # yes\n  trail: # yes\n    # yes\n    type: aws:cloudtrail:Trail # yes\n    properties:\n      s3BucketName: logs # yes\n      # yes\n    # yes\n  # no\n  other:\n    type: aws:s3:Bucket\n',
];
places['serverless.yml'] = [
  'service: a\nprovider: {name: aws}\nresources:\n  Resources:\n    # yes\n    T: # yes\n      Type: AWS::CloudTrail::Trail\n      # yes\n      Properties: {IsLogging: true, S3BucketName: a} # yes\n      # yes\n    # no\n',
];
places['sam.yaml'] = [
  'Transform: AWS::Serverless-2016-10-31\nResources:\n  # yes\n  T: # yes\n    Type: AWS::CloudTrail::Trail\n    # yes\n    Properties: {IsLogging: true, S3BucketName: a} # yes\n    # yes\n  # no\n',
];
places['a.tf.json'] = [
  '{"//": "no", "resource": {"//": "no", "aws_cloudtrail": {"//": "no",\n"a": {"//": "yes", "name": "# no", "event_selector": {"//": "yes"}, "// ": "no"}}}}',
  '{"resource": [{"aws_cloudtrail": {"a": [{"//": "yes"}]}}]}',
];
places['pulumi.ts'] = [
  "import * as aws from '@pulumi/aws';\n// yes\nconst t = new aws.cloudtrail.Trail('a', { // yes\n  s3BucketName: 'b', // yes\n  // yes\n}, // yes\n{ parent: c /* yes */ });\n// no\n",
  "import * as aws from '@pulumi/aws';\nclass A extends pulumi.ComponentResource {\n  constructor() {\n    super();\n    // yes\n    this.trail =\n      // yes\n      new aws.cloudtrail.Trail('a', {});\n    // no\n  }\n}\n",
];
places['terragrunt.tf'] = [
  'module "a" {\n  source = "x"\n}\n/* a\n yes */\nresource "aws_cloudtrail" "a" { // yes\n  dynamic "event_selector" {\n    for_each = [1] # yes\n    content { /* yes */ }\n  }\n  tags = merge({ # yes\n  }, b) # yes\n}\n',
];

const analyzer = createAnalyzer({
  languages: createLanguages(),
  now: () => Date.parse('2026-01-01'),
  rootOf: () => 'file:///case',
  inputsOf: () => [],
});

describe('comments in every place', () => {
  for (const [name, texts] of Object.entries(places)) {
    for (const text of texts) {
      it(`${name}: ${JSON.stringify(text)}`, async () => {
        const whole = (imports[name] ?? '') + text;
        for (const lines of [whole, whole.replaceAll('\n', '\r\n')]) {
          assert.equal(await told(name, lines), lines);
        }
      });
    }
  }
});

/** The text with `yes` where a comment silences the trail, and `no` where it does not. */
async function told(name: string, text: string): Promise<string> {
  const answers: string[] = [];
  const marks = /\b(?:yes|no)\b/g;
  for (const { index: meant } of text.matchAll(marks)) {
    const one = text.replace(marks, (_, at) => (at === meant ? 'cloudtrail-encryption:ignore' : 'why'));
    answers.push((await isSilenced(name, one)) ? 'yes' : 'no');
  }
  return text.replace(marks, () => answers.shift() ?? '');
}

async function isSilenced(name: string, text: string): Promise<boolean> {
  const sources = new MemorySources({ [`file:///case/${name}`]: text });
  const [document] = sources.documents;
  assert.ok(document);
  const [trail, ...others] = (await analyzer.analyze(document, sources)).assessments;
  assert.deepEqual(others, []);
  assert.ok(trail);
  assert.equal(trail.findings.length + trail.suppressed.length, 1);
  return trail.suppressed.length === 1;
}
