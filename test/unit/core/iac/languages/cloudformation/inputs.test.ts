import assert from 'node:assert/strict';
import { TemplateDocuments } from '../../../../../../src/core/iac/languages/cloudformation/documents.ts';
import { readOverrides } from '../../../../../../src/core/iac/languages/cloudformation/inputs/overrides.ts';
import { readParameterFile } from '../../../../../../src/core/iac/languages/cloudformation/inputs/parameterFile.ts';
import { readEnvFile } from '../../../../../../src/core/iac/languages/serverless/dotenv.ts';

describe('a file of parameters', () => {
  const read = (text: string) => {
    const values = readParameterFile(new TemplateDocuments().file({ uri: 'file:///p', text }));
    return values && Object.fromEntries([...values].map(([name, { text }]) => [name, text]));
  };
  const cases: readonly (readonly [title: string, text: string, values: object | undefined])[] = [
    [
      'of create-stack',
      `[
\t{ "ParameterKey": "A", "ParameterValue": "a" },
\t{ "ParameterKey": "B", "ParameterValue": "" },
\t{ "ParameterKey": "C", "UsePreviousValue": true },
\t{ "ParameterKey": "D", "UsePreviousValue": false, "ParameterValue": "d" },
\t{ "ParameterKey": "E" }
]`,
      { A: 'a', B: '', C: undefined, D: 'd', E: undefined },
    ],
    [
      'of a change set',
      '{ "StackName": "x", "Parameters": [{ "ParameterKey": "A", "ParameterValue": "a" }] }',
      { A: 'a' },
    ],
    ['of deploy', '["A=a", "B=", "C=x=y"]', { A: 'a', B: '', C: 'x=y' }],
    [
      'of CodePipeline',
      '{ "Parameters": { "A": "a", "B": { "Fn::GetArtifactAtt": ["x", "y"] }, "C": 1, "D": true, "E": null } }',
      { A: 'a', B: undefined, C: '1', D: 'true', E: '' },
    ],
    [
      'of Git sync',
      `template-file-path: a.yaml
parameters:
  A: a
  B:
  C: [x, y]
  D: 007
`,
      { A: 'a', B: '', C: 'x,y', D: '007' },
    ],
    ['of Git sync without any', 'template-file-path: a.yaml\n', {}],
    ['with a mark of its encoding', '\uFEFF["A=a"]', { A: 'a' }],
    ['without any', '[]', {}],
    ['that is no such file', '{ "A": "a" }', undefined],
    ['that is a list of something else', '[{ "Key": "A", "Value": "a" }]', undefined],
    ['that is a template', 'parameters:\n  A: a\n', undefined],
    ['that is empty', '', undefined],
  ];
  for (const [title, text, values] of cases) {
    it(title, () => assert.deepEqual(read(text), values));
  }
});

describe('parameter overrides of the SAM CLI', () => {
  const cases: readonly (readonly [written: unknown, values: object | undefined])[] = [
    ['A=a B=b', { A: 'a', B: 'b' }],
    ['A="with blanks" B=\'x y\' C=""', { A: 'with blanks', B: 'x y', C: '' }],
    ['A=\\"quoted\\" B=a\\ b', { A: '"quoted"', B: 'a b' }],
    ['"A"="a"', { A: 'a' }],
    ['ParameterKey=A,ParameterValue=a ParameterKey=B,ParameterValue="x, y"', { A: 'a', B: 'x, y' }],
    ['A=x,y=z', { A: 'x,y=z' }],
    [['A=a', 'B=b C=c'], { A: 'a', B: 'b', C: 'c' }],
    [[{ A: 'a' }, 'B=b'], { A: 'a', B: 'b' }],
    [
      { A: 'a', B: null, C: ['x', 1, null], D: true, E: 2n },
      { A: 'a', B: '', C: 'x,1', D: 'true', E: '2' },
    ],
    ['', {}],
    ['A', undefined],
    [{ A: { b: 1 } }, undefined],
    [['A=a', ['B=b', null]], { A: 'a', B: 'b' }],
    ['file://a b.yaml', { 0: 'a b.yaml' }],
    [
      { A: 'a', $include: ['file://a.yaml', 'file://b.toml'] },
      { A: 'a', 1: 'a.yaml', 2: 'b.toml' },
    ],
    [{ $include: 'a.yaml' }, undefined],
    [{ $include: 1 }, undefined],
    [1, undefined],
  ];
  for (const [written, values] of cases) {
    it(typeof written === 'object' ? Object.keys(written ?? {}).join() : String(written), () => {
      const given = readOverrides(written)?.map((one, index) => ('file' in one ? [index, one.file] : one));
      assert.deepEqual(given && Object.fromEntries(given), values);
    });
  }

  it('may be long, and break off', () => {
    const many = 10_000;
    const all = Array.from({ length: many }, (_, index) => `A${index}=1`).join(' ');
    assert.equal(readOverrides(all)?.length, many);
    assert.equal(readOverrides(`A="${'\\'.repeat(many)}`)?.length, 1);
    assert.equal(readOverrides(`A="${'" "'.repeat(many)}x y`), undefined);
  });
});

describe('an .env file', () => {
  it('holds variables as dotenv reads them; what others take part in is unknown', () => {
    const text = `# A comment
A=a
export B = b # behind it
C="with # and = inside"
D='\${LITERAL}'
E=\${A}/b
F="x\${A}"
G=
 H.I-J: yaml
nonsense
K=\`x\`
L=last`;
    assert.deepEqual(Object.fromEntries(readEnvFile({ uri: 'file:///.env', text })), {
      A: 'a',
      B: 'b',
      C: 'with # and = inside',
      D: '${LITERAL}',
      E: undefined,
      F: undefined,
      G: '',
      'H.I-J': 'yaml',
      K: 'x',
      L: 'last',
    });
  });
});
