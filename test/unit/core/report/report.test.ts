import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { visible } from '../../../../src/core/base/show.ts';
import { reportFormats, writeReport } from '../../../../src/core/report/index.ts';
import { liveTrail } from '../account/fakeAccount.ts';
import { gate, keyArn, setUp } from '../account/inventories.ts';
import { at, readAccounts, readReported } from './accounts.ts';

describe('a report', () => {
  const golden = (name: string) =>
    readFileSync(join(import.meta.dirname, '../../../fixtures/report', name), 'utf8');

  it('is a Markdown table with a row for each trail, and one for what could not be read', async () => {
    assert.equal(writeReport('markdown', await readReported(), at), golden('accounts.md'));
  });

  it('is JSON with everything known, in the words of AWS', async () => {
    assert.equal(writeReport('json', await readReported(), at), golden('accounts.json'));
  });

  it('is SARIF with a result for each trail and reason, and a notification for what could not be read', async () => {
    assert.equal(writeReport('sarif', await readReported(), at), golden('accounts.sarif'));
  });

  it('is CSV by RFC 4180 in which nothing is a formula', async () => {
    assert.equal(
      writeReport('csv', await readReported(), at),
      [
        '"Account","Home Region","Trail","State","Needs attention","Reasons","KMS key","Declared in","Difference","Profile","Also through","Read at","Recorded by AWS Config","Trail ARN"',
        '"111122223333","eu-west-1","app","not-encrypted","yes","no KMS key","","infra/audit.tf:8","code says arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555","prod","break-glass","2026-02-03T09:41:00.000Z","","arn:aws:cloudtrail:eu-west-1:111122223333:trail/app"',
        '"111122223333","eu-west-1","central","encrypted","unknown","key in another account","11111111-2222-3333-4444-555555555555","one/central trail.tf:1; two/main.tf:1","code removes the key; matched by name only","prod","break-glass","2026-02-03T09:41:00.000Z","","arn:aws:cloudtrail:eu-west-1:111122223333:trail/central"',
        '"111122223333","eu-west-1","payments","encrypted","yes","key disabled; delivery failing; log file validation off; S3 Bucket Key on","alias/payments","infra/audit.tf:2","code says arn:aws:kms:eu-west-1:111122223333:alias/logs","prod","break-glass","2026-02-03T09:41:00.000Z","","arn:aws:cloudtrail:eu-west-1:111122223333:trail/payments"',
        '"777788889999","eu-west-1","bare","not-encrypted","yes","no KMS key","","","","prod","","","2026-02-01T08:00:00.000Z","arn:aws:cloudtrail:eu-west-1:777788889999:trail/bare"',
        '"777788889999","eu-west-1","kept","encrypted","unknown","key in another account; key not recorded by AWS Config","11111111-2222-3333-4444-555555555555","","","prod","","","2026-02-01T08:00:00.000Z","arn:aws:cloudtrail:eu-west-1:777788889999:trail/kept"',
        '"111122223333","ap-east-1; ap-south-1","","could not be read","","cloudtrail:DescribeTrails not allowed","","","","prod","","","",""',
        `"","","","could not be read","","SSO session expired","","","","'=dev|""x""","","","",""`,
        '"888899990000","us-east-1","","could not be read","","AWS Config cannot collect from it","","","","prod","","","",""',
        '"888899990000","eu-west-1","","could not be read","","trail unread is recorded, and was not read","","","","prod","","","",""',
        '',
      ].join('\r\n'),
    );
  });

  it('counts alike in its heading and its rows, and names the standing of a trail alike in every format', async () => {
    const reported = await readReported();
    const markdown = writeReport('markdown', reported, at);
    const [, shown, toActOn] = markdown.match(/ · (\d+) trails · (\d+) need attention/) ?? [];
    const rows = markdown.split('\n').filter(line => line.includes('arn:aws:cloudtrail'));
    assert.equal(rows.length, Number(shown));
    assert.equal(rows.filter(row => row.includes('| yes |')).length, Number(toActOn));
    const json: {
      trails: { name: string; state: string; needsAttention?: boolean; alsoThrough: string[] }[];
    } = JSON.parse(writeReport('json', reported, at));
    const standing = new Map(json.trails.map(trail => [trail.name, trail]));
    const { results } = JSON.parse(writeReport('sarif', reported, at)).runs[0];
    for (const { locations, properties } of results) {
      const trail = standing.get(locations[0].logicalLocations[0].name);
      assert.deepEqual(
        [properties.state, properties.needsAttention, properties.alsoThrough],
        [trail?.state, trail?.needsAttention, trail?.alsoThrough],
      );
    }
    assert.deepEqual(
      [...standing.values()].map(({ name, state, needsAttention }) => [name, state, needsAttention]),
      [
        ['app', 'not-encrypted', true],
        ['central', 'encrypted', undefined],
        ['payments', 'encrypted', true],
        ['bare', 'not-encrypted', true],
        ['kept', 'encrypted', undefined],
      ],
    );
  });

  it('of a trail whose key is still being read does not say that there is nothing to do', async () => {
    const { inventory, account } = setUp({
      trails: { 'eu-west-1': [liveTrail('audit', 'eu-west-1', { kmsKeyId: keyArn })] },
    });
    const slow = gate();
    account.hold = call => (call.startsWith('key ') ? slow.promise : undefined);
    const reading = inventory.load('prod');
    await slow.reached(() => account.calls.includes(`key ${keyArn}`));
    const reported = { accounts: inventory.states(), organizations: [], pairs: [] };
    const [, row] = writeReport('csv', reported, at).split('\r\n');
    assert.match(row ?? '', /"audit","encrypted","unknown","key is being read",/);
    const [trail] = JSON.parse(writeReport('json', reported, at)).trails;
    assert.deepEqual([trail.needsAttention, trail.notChecked], [undefined, 'key-being-read']);
    slow.open();
    await reading;
  });

  it('names an account, and the Regions of one, that are still being read: they are not without trails', async () => {
    const { inventory, account } = setUp({
      trails: { 'eu-west-1': [], 'us-east-1': [] },
    });
    const slow = gate();
    const slower = gate();
    account.hold = call =>
      call === 'identity' ? slow.promise : call === 'trails us-east-1' ? slower.promise : undefined;
    const unread = () => {
      const reported = { accounts: inventory.states(), organizations: [], pairs: [] };
      return writeReport('markdown', reported, at).split('\n').slice(-2, -1);
    };
    const reading = inventory.load('prod');
    await slow.reached(() => account.calls.includes('identity'));
    assert.deepEqual(unread(), ['|  |  | still being read | prod |']);
    slow.open();
    await slower.reached(() => inventory.state('prod')?.regions[0]?.phase === 'read');
    assert.deepEqual(unread(), ['| 111122223333 | us-east-1 | still being read | prod |']);
    slower.open();
    await reading;
  });

  it('keeps whatever a spreadsheet would calculate a text', async () => {
    const [account] = await readAccounts();
    assert.ok(account);
    for (const name of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1']) {
      const renamed = { ...account, profile: { ...account.profile, name }, regions: [] };
      const failed = { ...renamed, problem: { kind: 'network' } as const };
      const [, row = ''] = writeReport('csv', { accounts: [failed], organizations: [], pairs: [] }, at).split(
        '\r\n',
      );
      assert.ok(row.includes(`,"'${visible(name)}",`), row);
    }
  });

  it('of nothing is an empty one in every format', () => {
    const texts = reportFormats.map(({ id }) =>
      writeReport(id, { accounts: [], organizations: [], pairs: [] }, at),
    );
    assert.match(texts[0] ?? '', / · no trails · 0 need attention\n/);
    assert.equal(texts[1]?.split('\r\n').length, 2);
    assert.deepEqual(JSON.parse(texts[2] ?? ''), {
      generated: at.toISOString(),
      trails: [],
      accounts: [],
      organizations: [],
    });
    assert.deepEqual(JSON.parse(texts[3] ?? '').runs[0].results, []);
  });
});
