import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { visible } from '../../../../src/core/base/show.ts';
import { reportFormats, writeReport } from '../../../../src/core/report/index.ts';
import { at, twoAccounts } from './accounts.ts';

describe('a report', () => {
  const golden = (name: string) =>
    readFileSync(join(import.meta.dirname, '../../../fixtures/report', name), 'utf8');

  it('is a Markdown table in which what could not be read has its rows', async () => {
    assert.equal(writeReport('markdown', await twoAccounts(), at), golden('accounts.md'));
  });

  it('is JSON with everything known, in the words of AWS', async () => {
    assert.equal(writeReport('json', await twoAccounts(), at), golden('accounts.json'));
  });

  it('is SARIF with a result for each trail and reason, and a notification for what could not be read', async () => {
    assert.equal(writeReport('sarif', await twoAccounts(), at), golden('accounts.sarif'));
  });

  it('is CSV by RFC 4180 in which nothing is a formula', async () => {
    assert.equal(
      writeReport('csv', await twoAccounts(), at),
      [
        '"Profile","Account","Home Region","Trail","Encryption","KMS key","State","Reasons","Trail ARN"',
        '"prod","111122223333","ap-east-1","","","","could not be read","cloudtrail:DescribeTrails not allowed",""',
        '"prod","111122223333","eu-west-1","app","SSE-S3","","no KMS key, SSE-S3 only","no KMS key","arn:aws:cloudtrail:eu-west-1:111122223333:trail/app"',
        '"prod","111122223333","eu-west-1","payments","SSE-KMS","alias/payments","needs attention","key disabled; delivery failing; log file validation off; S3 Bucket Key on","arn:aws:cloudtrail:eu-west-1:111122223333:trail/payments"',
        `"'=dev|""x""","","","","","","could not be read","SSO session expired",""`,
        '',
      ].join('\r\n'),
    );
  });

  it('keeps whatever a spreadsheet would calculate a text', async () => {
    const [account] = await twoAccounts();
    assert.ok(account);
    for (const name of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1']) {
      const renamed = { ...account, profile: { ...account.profile, name }, regions: [] };
      const failed = { ...renamed, problem: { kind: 'network' } as const };
      const [, row = ''] = writeReport('csv', [failed], at).split('\r\n');
      assert.ok(row.startsWith(`"'${visible(name)}",`), row);
    }
  });

  it('of nothing is an empty one in every format', () => {
    const texts = reportFormats.map(({ id }) => writeReport(id, [], at));
    assert.match(texts[0] ?? '', /0 trails, 0 without SSE-KMS\n/);
    assert.equal(texts[1]?.split('\r\n').length, 2);
    assert.deepEqual(JSON.parse(texts[2] ?? ''), { generated: at.toISOString(), accounts: [] });
    assert.deepEqual(JSON.parse(texts[3] ?? '').runs[0].results, []);
  });
});
