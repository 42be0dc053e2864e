import assert from 'node:assert/strict';
import { isUnread } from '../../../src/core/iac/sources/fileProblem.ts';
import { asSarif } from '../../../src/terminal/formats/sarif.ts';
import { problemLine } from '../../../src/terminal/lines.ts';
import { fileProblem } from '../../../src/terminal/report.ts';

describe('a problem of the analysis', () => {
  const uri = 'file:///infra/live/main.tf';
  const failed = fileProblem('/infra/live/main.tf', { uri, language: 'terraform', detail: 'too deep' });
  const ended = fileProblem('/infra/live/main.tf', {
    uri,
    language: 'terraform',
    resource: 'module.audit',
    detail: 'more than 10,000 module calls',
  });

  it('is named with its file, and with the trail or call that was given up', () => {
    assert.deepEqual(
      [failed, ended].map(problem => problemLine(problem, '/infra')),
      [
        'live/main.tf: could not be read: too deep',
        'live/main.tf: evaluation ended: module.audit: more than 10,000 module calls',
      ],
    );
  });

  it('makes the scan incomplete, in its exit code and in SARIF', () => {
    assert.deepEqual([failed, ended].map(isUnread), [true, true]);
    const report = {
      folder: '/infra',
      version: '1.0.0',
      trails: [],
      problems: [ended],
      files: 1,
      failOn: 'hint',
      hasBaseline: false,
    } as const;
    const [run] = JSON.parse(asSarif(report)).runs;
    assert.deepEqual(run.invocations, [
      {
        executionSuccessful: false,
        toolExecutionNotifications: [
          {
            level: 'error',
            message: { text: 'given-up: module.audit: more than 10,000 module calls' },
            locations: [
              { physicalLocation: { artifactLocation: { uri: 'live/main.tf', uriBaseId: '%SRCROOT%' } } },
            ],
          },
        ],
      },
    ]);
  });
});
