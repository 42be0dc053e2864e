import assert from 'node:assert/strict';
import type { AuditEntry } from '../../../../src/core/remediation/index.ts';
import { historyAsJson, historyAsMarkdown } from '../../../../src/core/report/history.ts';
import { writeReport } from '../../../../src/core/report/index.ts';
import { at, readReported } from './accounts.ts';

/** What somebody writes who wants it to be obeyed: a link, a tag, a cell's end, a turned direction, an escape sequence. */
const name = '[a](command:b) <img src=x> | ` \u202egnp\u009b1m';

const acting = /[^\P{Cc}\n\r]|\p{Cf}/u;

describe('a report of hostile names', () => {
  const report = async (format: 'markdown' | 'csv' | 'json' | 'sarif') => {
    const reported = await readReported();
    const pairs = reported.pairs.map(pair => ({
      ...pair,
      declared: { path: name, line: 1 },
      ...(pair.drift && { drift: { ...pair.drift, codeKey: name } }),
    }));
    const accounts = reported.accounts.map(account => ({
      ...account,
      profile: { ...account.profile, name },
      regions: account.regions.map(region => ({
        ...region,
        trails: region.trails.map(shown => ({ ...shown, trail: { ...shown.trail, name } })),
      })),
    }));
    const text = writeReport(format, { accounts, organizations: [], pairs }, at);
    assert.doesNotMatch(text, acting, format);
    return text;
  };

  it('is Markdown in which they are text in their cells', async () => {
    const text = await report('markdown');
    const cell = '\\[a\\](command:b) \\<img src=x> \\| \\` \\\\u{202e}gnp\\\\u{9b}1m';
    const rows = text.split('\n').filter(line => line.includes(`| ${cell} |`));
    assert.deepEqual(
      rows.map(row => row.match(/(?<!\\)\|/g)?.length),
      [15, 15, 15, 5, 5],
    );
  });

  it('is CSV in which they are fields', async () => {
    const text = await report('csv');
    assert.ok(text.includes('"[a](command:b) <img src=x> | ` \\u{202e}gnp\\u{9b}1m"'), text);
  });

  it('is JSON that has their values', async () => {
    assert.equal(JSON.parse(await report('json')).accounts[0].profile, name);
  });

  it('is SARIF whose messages show them', async () => {
    const { results, invocations } = JSON.parse(await report('sarif')).runs[0];
    assert.match(results[0].message.text, /\\u\{202e\}gnp/);
    assert.match(invocations[0].toolExecutionNotifications[0].message.text, /\\u\{202e\}gnp/);
    assert.equal(results[0].locations[0].logicalLocations[0].name, name);
  });
});

describe('the history of hostile names', () => {
  const entry: AuditEntry = {
    run: '1',
    purpose: 'enable',
    time: 0,
    who: name,
    account: '111122223333',
    profile: name,
    change: 'trail',
    subject: name,
    after: name,
    state: 'done',
    requestIds: [name],
  };

  it('is a table of text', () => {
    const text = historyAsMarkdown([entry]);
    assert.doesNotMatch(text, acting);
    assert.doesNotMatch(text, /(?<!\\)\]\(|(?<!\\)<img|(?<!\\)`/);
    const row = text.trimEnd().split('\n').at(-1) ?? '';
    assert.equal(row.match(/(?<!\\)\|/g)?.length, 11);
  });

  it('is JSON with their values', () => {
    const text = historyAsJson([entry]);
    assert.doesNotMatch(text, acting);
    assert.equal(JSON.parse(text).changes[0].who, name);
  });
});
