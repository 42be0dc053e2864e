import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inLines, labelsAtLevel, profileSays, rowsUnder, useTrails } from './useTrails.ts';

describe('what goes wrong in the view "Trails"', () => {
  const scene = useTrails({ theme: 'light' });

  afterEach('what was broken works again', () => {
    scene().world.emulator.faults.clear();
  });

  it('signs in to an expired SSO session in a terminal, and reads the profile then', async () => {
    const { workbench, view } = scene();
    await view.expand('staging');
    await problemSays('staging', 'SSO session expired', 'sign-in Sign in');
    await view.select('Sign in');
    await profileSays(view, 'staging', /^1 without SSE-KMS · 444444444444$/);
    const terminal = workbench.page.locator('.part.panel .terminal-wrapper').first();
    await terminal.waitFor();
    await workbench.runCommand('View: Hide Panel');
    await view.collapse('staging');
  });

  it('asks for an MFA code once, and says so where none is given', async () => {
    const { world, workbench, view } = scene();
    await view.expand('break-glass');
    await workbench.quickInput.waitUntilOpen('MFA code for break-glass');
    await workbench.quickInput.cancel();
    await problemSays('break-glass', 'MFA code needed', 'key Enter MFA code');
    await view.select('Enter MFA code');
    await workbench.quickInput.waitUntilOpen('MFA code for break-glass');
    await workbench.quickInput.type('12');
    await workbench.quickInput.accept();
    await workbench.quickInput.messageWhere(/An MFA code has six digits/);
    await workbench.quickInput.type('123 456');
    await workbench.quickInput.accept();
    await profileSays(view, 'break-glass', /^1 without SSE-KMS, 7 need attention · 222222222222$/);
    await view.clickRowAction('break-glass', 'Refresh');
    await profileSays(view, 'break-glass', /^1 without SSE-KMS, 7 need attention · 222222222222$/);
    assert.equal(
      world.emulator.calls.list({ operation: 'AssumeRole' }).filter(({ error }) => !error).length,
      1,
    );
    await view.collapse('break-glass');
  });

  it('names a credential_process that is gone, and opens the file at the profile', async () => {
    const { workbench, view } = scene();
    await view.expand('vault');
    await problemSays('vault', 'credential_process failed', 'go-to-file Open configuration file');
    assert.match(await view.tooltip('Open configuration file'), /acme-vault-credentials/);
    await view.select('Open configuration file');
    await workbench.editors.waitUntilActive('config');
    await workbench.editors.visibleTextWhere('the profile', text => text.includes('[profile vault]'));
    await workbench.screenshot('problems-light');
    await workbench.runCommand('View: Close Editor');
    await view.collapse('vault');
  });

  it('names an sso_session that is not there', async () => {
    const { view } = scene();
    await view.expand('data-science');
    await problemSays(
      'data-science',
      'section [sso-session sandbox] missing',
      'go-to-file Open configuration file',
    );
    await view.collapse('data-science');
  });

  it('tells a Region that is not enabled from bad credentials, and says which Regions were not looked at', async () => {
    const { view } = scene();
    await view.expand('contractor');
    await profileSays(view, 'contractor', /^2 without SSE-KMS · 333333333333$/);
    const lines = inLines(rowsUnder(await view.rows(), 'contractor'));
    assert.equal(lines[0], '  warning ap-east-1 Region not enabled');
    assert.equal(lines.at(-2), '  info Opt-in Regions were not checked account:ListRegions not allowed');
    await view.collapse('contractor');
  });

  for (const [fails, label, description] of [
    [{ kind: 'denied' }, 'Not allowed in 1 Region', 'us-west-2'],
    [{ kind: 'dropped' }, 'us-west-2', 'network: ECONNRESET'],
    [{ kind: 'throttled' }, 'us-west-2', 'too many requests'],
    [{ kind: 'proxy page', status: 502 }, 'us-west-2', 'answer did not come from AWS'],
  ] as const) {
    it(`keeps one Region that fails (${fails.kind}) apart from the others, and reads it again`, async () => {
      const { world, view } = scene();
      await view.expand('audit');
      await profileSays(view, 'audit', /^3 trails · 111111111111$/);
      world.emulator.faults.add({ operation: 'DescribeTrails', region: 'us-west-2', fails });
      await view.clickRowAction('audit', 'Refresh');
      await view.rowsWhere(`${label}: ${description}`, rows =>
        rows.some(row => row.label === label && row.description === description),
      );
      await profileSays(view, 'audit', /^3 trails · 111111111111$/);
      assert.deepEqual(labelsAtLevel(rowsUnder(await view.rows(), 'audit'), 2), [
        'eu-central-1',
        'eu-west-1',
        label,
        'No trails in 14 Regions',
        'Organization',
      ]);
      world.emulator.faults.clear();
      await view.clickRowAction(label, 'Refresh');
      await view.rowsWhere('no such row', rows => rows.every(row => row.label !== label));
      await view.row('No trails in 15 Regions');
    });
  }

  it('says it of the profile when nobody can tell whose account it is, and keeps what was read', async () => {
    const { world, workbench, view } = scene();
    world.emulator.faults.add({ service: 'sts', fails: { kind: 'dropped' } });
    await view.clickRowAction('audit', 'Refresh');
    await problemSays('audit', 'network: ECONNRESET', 'refresh Retry');
    await view.row('org-trail');
    await workbench.screenshot('problems-retry-light');
    world.emulator.faults.clear();
    await view.select('Retry');
    await profileSays(view, 'audit', /^3 trails · 111111111111$/);
    await view.rowsWhere('no problem', rows => rows.every(({ label }) => label !== 'Retry'));
    await view.collapse('audit');
  });

  it('stops reading on Cancel, shows what it has, and reads the rest when asked', async () => {
    const { world, view } = scene();
    world.emulator.faults.add({
      operation: 'DescribeTrails',
      region: ['us-east-2', 'us-west-1'],
      account: '333333333333',
      fails: { kind: 'hang' },
    });
    await view.expand('dev');
    await view.rowsWhere('two Regions missing', rows =>
      rows.some(({ label }) => label === 'Reading 2 Regions…'),
    );
    await view.clickTitleAction('Cancel Refresh');
    await view.row('2 Regions were not read');
    await view.row('sandbox');
    world.emulator.faults.clear();
    await view.select('2 Regions were not read');
    await profileSays(view, 'dev', /^2 without SSE-KMS · 333333333333$/);
    await view.row('No trails in 15 Regions');
    await view.collapse('dev');
  });

  it('does not start again by itself when it is cancelled before it knows the account', async () => {
    const { world, view } = scene();
    world.emulator.faults.add({ service: 'sts', fails: { kind: 'hang' } });
    await view.expand('government');
    await view.clickTitleAction('Cancel Refresh');
    await problemSays('government', 'cancelled', 'refresh Retry');
    world.emulator.faults.clear();
    await view.select('Retry');
    await profileSays(view, 'government', /^1 without SSE-KMS · 666666666666$/);
    await view.collapse('government');
  });

  it('follows the shared files: a new profile, a line it cannot read, and their end', async () => {
    const { world, workbench, view } = scene();
    const path = join(world.home, '.aws', 'config');
    const former = readFileSync(path, 'utf8');
    appendFileSync(path, `\n[profile fresh]\nregion = eu-west-1\nendpoint_url = ${world.emulator.url}\n`);
    await view.row('fresh');
    appendFileSync(path, '\nthis is no line of an INI file\n');
    const rows = await view.rowsWhere('the fault', all => /^config, line \d+$/.test(all[0]?.label ?? ''));
    assert.deepEqual(rows[0]?.icons, ['warning', 'colored']);
    await workbench.screenshot('problems-fault-light');
    writeFileSync(path, former);
    await view.rowsWhere('neither', all =>
      all.every(({ label }) => label !== 'fresh' && !label.startsWith('config')),
    );
  });

  it('says what to do where the settings leave no profile, and where there is none', async () => {
    const { world, workbench, view } = scene();
    const path = join(world.home, '.aws', 'config');
    const config = readFileSync(path, 'utf8');
    const credentials = readFileSync(join(world.home, '.aws', 'credentials'), 'utf8');
    writeFileSync(path, '');
    writeFileSync(join(world.home, '.aws', 'credentials'), '');
    assert.match(await view.welcome(), /No AWS profile was found/);
    await workbench.screenshot('welcome-light');
    writeFileSync(path, config);
    writeFileSync(join(world.home, '.aws', 'credentials'), credentials);
    await view.row('prod');
  });

  /** The row of the profile says what went wrong, once, and a row in it what to do. */
  async function problemSays(profile: string, reason: string, line: string): Promise<void> {
    await scene().view.rowsWhere(
      `${profile}: ${reason}, ${line}`,
      rows =>
        rows.some(({ label, description }) => label === profile && description.startsWith(reason)) &&
        inLines(rowsUnder(rows, profile)).some(one => one.trim() === line),
    );
  }
});
