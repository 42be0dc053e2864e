import assert from 'node:assert/strict';
import { createAnalyzer } from '../../../../../src/core/iac/analysis/analyze.ts';
import type { Declaration } from '../../../../../src/core/iac/declaration.ts';
import type { Language } from '../../../../../src/core/iac/language.ts';
import { type LanguageId, languageTable } from '../../../../../src/core/iac/languageTable.ts';
import { describeState } from '../../../../../src/core/iac/state.ts';
import type { Suppression } from '../../../../../src/core/iac/suppression.ts';
import { absent, type Choice, known, unknown } from '../../../../../src/core/trail/fact.ts';
import type { KeyFacts } from '../../../../../src/core/trail/key.ts';
import { declarationOf, goodKey, type Told } from '../declarations.ts';
import { MemorySources } from '../memorySources.ts';

const uri = 'file:///infra/main.tf';
const now = () => Date.parse('2026-03-01T12:00:00Z');

describe('the analysis of a document', () => {
  const key = (facts: Partial<KeyFacts>): Choice<KeyFacts> => known({ ...goodKey, ...facts });
  const conditional = (byDefault: Choice<KeyFacts>): Choice<KeyFacts> => ({
    kind: 'conditional',
    byDefault: byDefault.kind === 'known' ? byDefault : absent,
    branches: [absent, known(goodKey)],
  });

  const judged: readonly (readonly [string, Told, string, readonly string[]])[] = [
    ['a good key', { key: known(goodKey) }, 'encrypted', []],
    ['an unknown key', { key: unknown('out-of-reach') }, 'unknown', []],
    ['no key', { key: absent }, 'not-encrypted', ['no-kms-key warning 0-10']],
    [
      'no key in an attribute',
      { key: absent, keyAttribute: { start: 4, end: 8 } },
      'not-encrypted',
      ['no-kms-key warning 4-8'],
    ],
    [
      'a misspelt attribute',
      { key: absent, misspelling: { written: 'a', right: 'b', range: { start: 5, end: 6 } } },
      'not-encrypted',
      ['no-kms-key warning 5-6'],
    ],
    ['none by default', { key: conditional(absent) }, 'conditional', ['kms-key-conditional warning 0-10']],
    [
      'none for some callers',
      { key: conditional(known(goodKey)) },
      'conditional',
      ['kms-key-conditional information 0-10'],
    ],
    [
      'an AWS managed key',
      { key: key({ manager: known('AWS') }) },
      'encrypted',
      ['kms-key-not-customer-managed error 0-10'],
    ],
    [
      'a disabled key',
      { key: key({ state: known('Disabled') }) },
      'encrypted',
      ['kms-key-unusable error 0-10'],
    ],
    [
      'an asymmetric key in the wrong Region, without rotation or a policy',
      {
        key: key({
          spec: known('RSA_2048'),
          region: known('eu-west-1'),
          rotation: known(false),
          policy: known({ answer: 'does-not-admit', missing: ['kms:GenerateDataKey'] }),
        }),
        bucketRegion: 'us-east-1',
      },
      'encrypted',
      ['kms-key-unusable error 0-10', 'kms-key-policy error 0-10', 'kms-key-rotation-off hint 0-10'],
    ],
    [
      'a policy of which nothing can be said',
      { key: key({ policy: known({ answer: 'cannot-tell', why: { kind: 'incomplete' } }) }) },
      'encrypted',
      [],
    ],
  ];
  for (const [name, told, state, findings] of judged) {
    it(`judges ${name}`, async () => {
      const [assessment] = await assessments(told);
      assert.ok(assessment);
      assert.equal(describeState(assessment), state);
      assert.deepEqual(
        assessment.findings.map(one => `${one.code} ${one.severity} ${one.range.start}-${one.range.end}`),
        findings,
      );
    });
  }

  it('gives each finding the places that concern it', async () => {
    const told: Told = {
      key: key({ rotation: known(false), policy: known({ answer: 'denies', statement: 'No' }) }),
      related: ['key', 'key-policy', 'variable-value', 'condition'],
    };
    const [assessment] = await assessments(told);
    assert.deepEqual(
      assessment?.findings.map(({ code, related }) => [code, ...related.map(({ kind }) => kind)]),
      [
        ['kms-key-policy', 'key', 'key-policy', 'variable-value'],
        ['kms-key-rotation-off', 'key', 'variable-value'],
      ],
    );
  });

  describe('and what somebody has accepted', () => {
    const entry: Suppression = { tool: 'trivy', range: { start: 0, end: 1 }, codes: ['no-kms-key'] };
    const cases: readonly (readonly [string, Suppression, string])[] = [
      ['a code', entry, 'suppressed'],
      ['everything', { tool: 'cloudtrail-encryption', range: entry.range }, 'suppressed'],
      ['another code', { ...entry, codes: ['kms-key-policy'] }, 'not-encrypted'],
      ['a code until tomorrow', { ...entry, expires: '2026-03-02' }, 'suppressed'],
      ['a code until today', { ...entry, expires: '2026-03-01' }, 'not-encrypted'],
    ];
    for (const [name, suppression, state] of cases) {
      it(name, async () => {
        const [assessment] = await assessments({ key: absent, suppressions: [suppression] });
        assert.ok(assessment);
        assert.equal(describeState(assessment), state);
        assert.equal(assessment.findings.length + assessment.suppressed.length, 1);
        assert.equal(assessment.suppressed[0]?.by, state === 'suppressed' ? suppression : undefined);
      });
    }

    it('does not hide that a key is there', async () => {
      const told: Told = {
        key: key({ rotation: known(false) }),
        suppressions: [{ ...entry, codes: ['kms-key-rotation-off'] }],
      };
      const [assessment] = await assessments(told);
      assert.ok(assessment);
      assert.equal(describeState(assessment), 'encrypted');
    });
  });

  it('keeps the order of the text, and a declaration that two languages read once', async () => {
    const late = declarationOf({ key: absent, resource: 'late', header: { start: 50, end: 60 } });
    const early = declarationOf({ key: absent, resource: 'early' });
    const twin: Declaration = { ...early, language: 'sam' };
    const { assessments } = await analyze([
      languageOf('terraform', [late, early]),
      languageOf('sam', [twin]),
    ]);
    assert.deepEqual(
      assessments.map(({ declaration }) => `${declaration.language} ${declaration.resource}`),
      ['terraform early', 'terraform late'],
    );
  });

  it('loses nothing when a language fails', async () => {
    const broken: Language = {
      ...languageOf('sam', []),
      read: () => Promise.reject(new RangeError('too deep')),
    };
    const worse: Language = {
      ...languageOf('serverless', []),
      claims: () => {
        throw new Error('no idea');
      },
    };
    const template = 'file:///infra/template.yaml';
    const languages = [broken, worse, languageOf('cloudformation', [declarationOf({ key: absent })])];
    const { assessments, problems } = await createAnalyzer({ languages, now }).analyze(
      { uri: template, text: 'Type: AWS::CloudTrail::Trail' },
      new MemorySources(),
    );
    assert.equal(assessments.length, 1);
    assert.deepEqual(problems, [
      { uri: template, language: 'sam', detail: 'too deep' },
      { uri: template, language: 'serverless', detail: 'no idea' },
    ]);
  });

  it('names what a language gave up on, beside everything else', async () => {
    const gaveUp = [{ resource: 'module.audit', detail: 'more than 10,000 module calls' }];
    const trail = declarationOf({ key: absent });
    const { assessments, problems } = await analyze([
      { ...languageOf('terraform', []), read: async () => ({ trails: [trail], gaveUp }) },
    ]);
    assert.deepEqual(
      assessments.map(({ declaration }) => declaration),
      [trail],
    );
    assert.deepEqual(problems, [
      { uri, language: 'terraform', resource: 'module.audit', detail: 'more than 10,000 module calls' },
    ]);
  });

  it('asks only the languages that claim the document', async () => {
    const other: Language = { ...languageOf('sam', [declarationOf({ key: absent })]), claims: () => false };
    const { assessments, problems } = await analyze([other]);
    assert.deepEqual([...assessments, ...problems], []);
  });

  it('asks only the languages whose ending a file has, and each about a name with the ending of none', async () => {
    const asked: string[] = [];
    const languages = (Object.keys(languageTable) as LanguageId[]).map(
      (id): Language => ({
        ...languageOf(id, []),
        claims: () => asked.push(id) === 0,
      }),
    );
    const analyzer = createAnalyzer({ languages, now });
    const askedOf = (name: string) => {
      asked.length = 0;
      analyzer.claims({ uri: `file:///infra/${name}`, text: 'cloudtrail' });
      return [...asked];
    };
    assert.deepEqual(askedOf('MAIN.TF'), ['terraform']);
    assert.deepEqual(askedOf('audit.go'), ['cdk', 'pulumi']);
    assert.deepEqual(askedOf('audit.hcl'), ['terragrunt', 'terraformStacks']);
    assert.deepEqual(askedOf('audit.template'), ['cloudformation', 'sam']);
    assert.equal(askedOf('main.tf.json').includes('terraform'), true);
    assert.equal(askedOf('playbook.json').includes('ansible'), true, 'JSON is YAML');
    assert.equal(askedOf('audit.yaml.j2').length, languages.length);
  });

  it('asks no language about a text that holds none of the words', async () => {
    const languages = (['terraform', 'cloudformation'] as const).map(id =>
      languageOf(id, [declarationOf({ key: absent })]),
    );
    const analyzer = createAnalyzer({ languages, now });
    const cases: readonly (readonly [name: string, text: string, isAsked: boolean])[] = [
      ['main.tf', 'resource "aws_cloudtrail" "x" {', true],
      ['main.tf', 'module "audit" {', true],
      ['MAIN.TOFU', 'module "audit" {', true],
      ['main.tf.json', '{ "module": {} }', true],
      ['tsconfig.json', '{ "module": "nodenext" }', false],
      ['template.yaml', 'Type: AWS::CloudTrail::Trail', true],
      ['template.json', '"Type": "AWS::CloudFormation::Stack"', true],
      ['template.yml', 'Type: AWS::Serverless::Application', true],
      ['main.tf', 'AWS::Serverless::Application', false],
      ['a.template.yaml', 'module', false],
      ['a.txt', 'module', true],
      ['package-lock.json', '"node_modules/x": {}', false],
      ['main.tf', '', false],
    ];
    for (const [name, text, isAsked] of cases) {
      for (const uri of [`file:///infra/${name}`, ...(name === 'a.txt' ? ['untitled:Untitled-1'] : [])]) {
        assert.equal(analyzer.claims({ uri, text }), isAsked, `${name}: ${text}`);
        const { assessments } = await analyzer.analyze({ uri, text }, new MemorySources());
        assert.equal(assessments.length > 0, isAsked, `${name}: ${text}`);
      }
    }
  });

  it('stops when it is told to, with the reason of the signal', async () => {
    const abort = new AbortController();
    const slow: Language = {
      ...languageOf('terraform', []),
      async read() {
        abort.abort(new Error('enough'));
        throw new Error('not this one');
      },
    };
    const analyzer = createAnalyzer({ languages: [slow], now });
    const document = { uri, text: 'cloudtrail' };
    await assert.rejects(analyzer.analyze(document, new MemorySources(), abort.signal), {
      message: 'enough',
    });
    await assert.rejects(analyzer.analyze(document, new MemorySources(), abort.signal), {
      message: 'enough',
    });
  });

  it('asks the language of a finding for its fixes', async () => {
    const proposal = {
      action: { kind: 'ignore', code: 'no-kms-key' },
      documents: [{ uri, edits: [{ offset: 0, length: 0, content: '# ' }] }],
    } as const;
    const language: Language = {
      ...languageOf('terraform', [declarationOf({ key: absent })]),
      read: async ({ text }) => {
        const range = { start: 0, end: 1 };
        const suppressions = text.startsWith('#') ? [{ tool: 'cloudtrail-encryption', range } as const] : [];
        return { trails: [declarationOf({ key: absent, suppressions })], gaveUp: [] };
      },
      fixes: async () => [proposal],
    };
    const analyzer = createAnalyzer({ languages: [languageOf('sam', []), language], now });
    const document = { uri, text: 'cloudtrail' };
    const [finding] = (await analyzer.analyze(document, new MemorySources())).assessments.flatMap(
      one => one.findings,
    );
    assert.ok(finding);
    assert.deepEqual(await analyzer.fixesFor(finding, document, new MemorySources()), [
      { ...proposal, answers: ['no-kms-key'], preferred: false },
    ]);
  });

  describe("other scanners' configuration files", () => {
    const files: Readonly<Record<string, readonly [text: string, tool: string | undefined]>> = {
      '.trivyignore until then': ['# accepted\nAVD-AWS-0015 exp:2026-04-01\n', 'trivy'],
      '.trivyignore expired': ['AVD-AWS-0015 exp:2026-02-01\n', undefined],
      '.trivyignore.yaml until then': [
        'misconfigurations:\n  - id: AWS-0015\n    expired_at: 2026-04-01\n',
        'trivy',
      ],
      '.trivyignore.yaml expired': [
        'misconfigurations:\n  - id: AWS-0015\n    expired_at: 2026-02-01\n',
        undefined,
      ],
    };
    for (const [name, [text, tool]] of Object.entries(files)) {
      it(name, async () => {
        const [file = ''] = name.split(' ');
        const sources = new MemorySources({ [`file:///infra/${file}`]: text });
        const declaration = declarationOf({ key: absent, uri: 'file:///infra/live/eu/main.tf' });
        const analyzer = createAnalyzer({
          languages: [languageOf('terraform', [declaration])],
          now,
          rootOf: () => 'file:///infra',
        });
        const { assessments } = await analyzer.analyze({ uri: declaration.uri, text: 'cloudtrail' }, sources);
        const [suppressed] = assessments.flatMap(one => one.suppressed);
        assert.equal(suppressed?.by.tool, tool);
        assert.equal(suppressed?.by.uri, tool && `file:///infra/${file}`);
      });
    }

    it('are not looked for above the root', async () => {
      const sources = new MemorySources({ 'file:///.trivyignore': 'AVD-AWS-0015' });
      const declaration = declarationOf({ key: absent });
      for (const rootOf of [() => 'file:///infra', () => undefined]) {
        const analyzer = createAnalyzer({ languages: [languageOf('terraform', [declaration])], now, rootOf });
        const { assessments } = await analyzer.analyze({ uri, text: 'cloudtrail' }, sources);
        assert.equal(assessments[0]?.findings.length, 1);
      }
    });
  });

  async function assessments(told: Told) {
    return (await analyze([languageOf('terraform', [declarationOf(told)])])).assessments;
  }

  function analyze(languages: readonly Language[]) {
    return createAnalyzer({ languages, now }).analyze({ uri, text: 'cloudtrail' }, new MemorySources());
  }
});

/** A language that has read everything already. */
function languageOf(id: Language['id'], declarations: readonly Declaration[]): Language {
  return {
    id,
    claims: () => true,
    read: async () => ({ trails: declarations, gaveUp: [] }),
    fixes: async () => [],
    flaws: () => 0,
  };
}
