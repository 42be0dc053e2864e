import assert from 'node:assert/strict';
import { leftAsMarkdown } from '../../../../src/core/report/leftFindings.ts';
import { leftInFull } from '../../../../src/core/wording/fixes.ts';
import { inEnglish, message } from '../../../../src/core/wording/message.ts';

describe('the remaining findings', () => {
  it('are a table with the reason of each, in which names are text', () => {
    const text = message('Trail {0} has no KMS key', 'a|b');
    assert.equal(
      leftAsMarkdown(
        [
          {
            path: 'infra/main.tf',
            finding: { resource: 'aws_cloudtrail.a', text },
            why: leftInFull('choice'),
          },
          { path: 'gone.tf', why: leftInFull('unread') },
        ],
        inEnglish,
      ),
      `# Remaining findings

| file | declaration | finding | why it remains |
| --- | --- | --- | --- |
| infra/main.tf | aws_cloudtrail.a | Trail a\\|b has no KMS key | There are several fixes. Choose one with Quick Fix. |
| gone.tf |  |  | The file could not be read. |
`,
    );
  });
});
