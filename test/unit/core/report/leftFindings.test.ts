import assert from 'node:assert/strict';
import { leftAsMarkdown } from '../../../../src/core/report/leftFindings.ts';
import { leftInFull } from '../../../../src/core/wording/fixes.ts';
import { message } from '../../../../src/core/wording/message.ts';

describe('the findings that are left', () => {
  it('are a table with the reason of each, in which names are text', () => {
    const text = message('Trail {0} has no KMS key', 'a|b');
    assert.equal(
      leftAsMarkdown([
        { path: 'infra/main.tf', finding: { resource: 'aws_cloudtrail.a', text }, why: leftInFull('choice') },
        { path: 'gone.tf', why: leftInFull('unread') },
      ]),
      `# Findings that are left

| file | declaration | finding | why it is left |
| --- | --- | --- | --- |
| infra/main.tf | aws_cloudtrail.a | Trail a\\|b has no KMS key | There are several answers. Choose one with Quick Fix. |
| gone.tf |  |  | The file could not be read. |
`,
    );
  });
});
