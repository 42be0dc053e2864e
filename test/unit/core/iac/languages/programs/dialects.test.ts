import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dialectOf, mayDeploy } from '../../../../../../src/core/iac/languages/programs/dialects.ts';
import { languageTable } from '../../../../../../src/core/iac/languageTable.ts';

describe('The languages of programs', () => {
  it('read each file of which the AWS CDK is written, and no other', () => {
    const { endings } = languageTable.cdk;
    const read = endings.map(ending => dialectOf(`file:///case/audit.${ending}`)?.name);
    assert.deepEqual(Object.fromEntries(endings.map((ending, index) => [ending, read[index]])), {
      ...Object.fromEntries(
        ['ts', 'js', 'mjs', 'cjs', 'mts', 'cts', 'tsx', 'jsx'].map(one => [one, 'javascript']),
      ),
      py: 'python',
      java: 'java',
      go: 'go',
      cs: 'csharp',
    });
    assert.equal(dialectOf('file:///case/audit.json'), undefined);
  });

  it('tell tests and declarations of types from what deploys something', () => {
    const names = [
      ...['audit.ts', 'latest.ts', 'audit.test.ts', 'audit.d.ts', '__tests__/audit.ts', 'Audit-spec.tsx'],
      ...['audit.py', 'test_audit.py', 'audit_test.py', 'latest.py'],
      ...['Audit.java', 'Latest.java', 'AuditTest.java', 'audit.go', 'audit_test.go'],
      ...['Audit.cs', 'Contest.cs', 'AuditTest.cs', 'AuditTests.cs', 'audit.yaml'],
    ];
    assert.deepEqual(
      names.filter(name => mayDeploy(`file:///case/${name}`)),
      [
        ...['audit.ts', 'latest.ts', 'audit.py', 'latest.py', 'Audit.java', 'Latest.java'],
        ...['audit.go', 'Audit.cs', 'Contest.cs'],
      ],
    );
  });

  it('are told apart by the ending of a file in one place', () => {
    const folder = fileURLToPath(new URL('../../../../../../src/core/iac/languages/', import.meta.url));
    const files = ['programs', 'cdk', 'pulumi'].flatMap(one =>
      readdirSync(join(folder, one), { recursive: true, encoding: 'utf8' }).map(path => join(one, path)),
    );
    const byEnding = files.filter(
      path =>
        path.endsWith('.ts') &&
        /endsWith\('\.(?:py|java|go|cs)'|\\\.(?:py|java|go|cs)\$/.test(
          readFileSync(join(folder, path), 'utf8'),
        ),
    );
    // What the project files of C# import is its own.
    assert.deepEqual(byEnding.map(path => path.replaceAll('\\', '/')).sort(), [
      'programs/dialects.ts',
      'programs/modules/globalUsings.ts',
    ]);
  });
});
