import assert from 'node:assert/strict';
import { labelsAtLevel, profileSays, rowsUnder, useTrails } from './useTrails.ts';

describe('the view "Trails" after a restart', () => {
  const scene = useTrails();

  it('reads what was chosen for this workspace, in the order that was chosen, and asks for no MFA code', async () => {
    const { world, workbench, view } = scene();
    await view.rowsWhere('eleven profiles', rows => rows.length === 11);
    await workbench.runCommand('CloudTrail Encryption: Choose Profiles…');
    await workbench.quickInput.itemsWhere('profiles', all => all.length === 11);
    for (const name of [
      'audit',
      'dev',
      'staging',
      'pipeline',
      'contractor',
      'china',
      'government',
      'old-laptop',
      'forgotten',
    ]) {
      await workbench.quickInput.toggle(name);
    }
    await workbench.quickInput.accept();
    await workbench.quickInput.itemsWhere('where', all => all.length === 2);
    await workbench.quickInput.accept('In This Workspace');
    await view.rowsWhere('two profiles', rows => rows.length === 2);
    await workbench.runCommand('CloudTrail Encryption: Sort Trails by Weight');
    assert.deepEqual(world.emulator.calls.list(), [], 'to choose is not to read');

    await workbench.restart();
    await scene().workbench.openContainer('CloudTrail Encryption');
    await profileSays(scene().view, 'prod', /^1 without SSE-KMS, 7 need attention · 222222222222$/);
    await scene().view.expand('prod');
    const rows = await scene().view.rowsWhere('the Regions', all =>
      all.some(({ label }) => label === 'us-east-1'),
    );
    assert.deepEqual(labelsAtLevel(rowsUnder(rows, 'prod'), 2).slice(0, 4), [
      'eu-west-1',
      'eu-central-1',
      'eu-west-2',
      'us-east-1',
    ]);
    assert.equal(rows.find(({ label }) => label === 'break-glass')?.description, '');
    assert.equal(world.emulator.calls.count({ operation: 'AssumeRole' }), 0);
  });
});
