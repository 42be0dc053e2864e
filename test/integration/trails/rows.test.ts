import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Inventory } from '../../../src/core/account/inventory.ts';
import { ProblemError } from '../../../src/core/account/problem.ts';
import type { Profile } from '../../../src/core/account/profile.ts';
import { ChosenProfiles } from '../../../src/editor/chosenProfiles.ts';
import { Pairs } from '../../../src/editor/documents/pairs.ts';
import { Readings } from '../../../src/editor/documents/readings.ts';
import type { Node } from '../../../src/editor/tree/node.ts';
import { TrailTree } from '../../../src/editor/tree/trailTree.ts';
import { FakeAccount, type FakeAnswers, identity, liveTrail } from '../../unit/core/account/fakeAccount.ts';
import { organizationsOf } from '../organizations.ts';
import { Storage } from '../storage.ts';

const denied = new ProblemError({
  kind: 'access-denied',
  service: 'cloudtrail',
  operation: 'DescribeTrails',
  action: 'cloudtrail:DescribeTrails',
});

const key = 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555';

const prod: FakeAnswers = {
  trails: {
    'ap-east-1': denied,
    'ap-south-1': denied,
    'eu-west-1': [
      liveTrail('app', 'eu-west-1'),
      liveTrail('gone', 'eu-west-1', { kmsKeyId: key }),
      liveTrail('web', 'eu-west-1'),
    ],
    'us-east-1': [liveTrail('us', 'us-east-1')],
  },
};

const other: FakeAnswers = {
  identity: { ...identity, account: '444455556666' },
  trails: {
    'eu-west-1': [
      liveTrail('theirs', 'eu-west-1', { arn: 'arn:aws:cloudtrail:eu-west-1:444455556666:trail/theirs' }),
    ],
  },
};

describe('the rows of the view', () => {
  let inventory: Inventory | undefined;
  let tree: TrailTree | undefined;

  afterEach(() => {
    tree?.dispose();
    inventory?.dispose();
  });

  it('begin with the result and end with what identifies, the worst state in the colour of the icon', async () => {
    const shown = await open({ prod });
    assert.deepEqual(lines(shown), [
      'prod · 3 without SSE-KMS, 1 needs attention · 111122223333 [account noKey]',
      '  eu-west-1 · 2 without SSE-KMS, 1 needs attention [globe noKey]',
      '    app · no KMS key [unlock noKey]',
      '    gone · key does not exist · 11111111-2222-3333-4444-555555555555 [warning attention]',
      '    web · no KMS key [unlock noKey]',
      '  us-east-1 · 1 without SSE-KMS [globe noKey]',
      '    us · no KMS key [unlock noKey]',
      '  Not allowed in 2 Regions · ap-east-1, ap-south-1 [shield]',
    ]);
  });

  it('of a key mark what keeps it from serving its trail, whatever that is', async () => {
    const arn = 'arn:aws:kms:eu-west-1:444455556666:key/11111111-2222-3333-4444-555555555555';
    const shown = await open({
      prod: {
        trails: { 'eu-west-1': [liveTrail('app', 'eu-west-1', { kmsKeyId: arn })] },
        keys: { [arn]: { metadata: { ...enabled, arn, spec: 'RSA_2048' }, policy: '' } },
      },
    });
    const trail = nodes(shown).find(({ node }) => node.kind === 'trail')?.node ?? assert.fail();
    const line = shown
      .getChildren(trail)
      .map(detail => shown.itemOf(detail))
      .find(({ label }) => label === 'KMS key');
    const { iconPath, description } = line ?? assert.fail();
    assert.ok(iconPath instanceof vscode.ThemeIcon);
    assert.equal(iconPath.id, 'warning');
    assert.match(`${description}`, /^Enabled · .*11111111-2222-3333-4444-555555555555$/);
  });

  it('do not say that there is no trail where nobody could look', async () => {
    const allDenied = { 'eu-west-1': denied, 'us-east-1': denied };
    const shown = await open({
      locked: { trails: allDenied },
      half: { trails: { ...allDenied, 'eu-west-1': [] } },
    });
    const expected = [
      'locked · cloudtrail:DescribeTrails not allowed · 111122223333 [warning]',
      '  Not allowed in 2 Regions · eu-west-1, us-east-1 [shield]',
      'half · no trails · 1 Region was not read · 111122223333 [account]',
      '  Not allowed in 1 Region · us-east-1 [shield]',
    ];
    assert.deepEqual(lines(shown), [...expected, '  No trails in 1 Region [circle-slash]']);
    shown.filter(true);
    assert.deepEqual(lines(shown), [...expected, '  No trail needs attention [pass]']);
  });

  it('say of how many trails a filter leaves a part', async () => {
    const fine = 'arn:aws:kms:eu-west-1:444455556666:key/11111111-2222-3333-4444-555555555555';
    const kept = liveTrail('kept', 'eu-west-1', { kmsKeyId: fine });
    const metadata = { ...enabled, arn: fine };
    const shown = await open({
      prod: {
        trails: { 'eu-west-1': [...(prod.trails['eu-west-1'] as []), kept] },
        keys: { [fine]: { metadata, policy: '' } },
      },
    });
    shown.filter(true);
    assert.deepEqual(lines(shown).slice(0, 2), [
      'prod · 2 without SSE-KMS, 1 needs attention · 3 of 4 trails · 111122223333 [account noKey]',
      '  eu-west-1 · 2 without SSE-KMS, 1 needs attention · 3 of 4 trails [globe noKey]',
    ]);
  });

  it('of a profile that does not act on a trail say where it stands, and others what it is also seen through', async () => {
    const shown = await open({ prod, 'break-glass': prod }, ['break-glass']);
    const all = lines(shown);
    assert.ok(
      all.includes('    gone · key does not exist · see profile prod [warning attention]'),
      all.join('\n'),
    );
    assert.equal(all.filter(line => line.includes('see profile')).length, 4);
    const trail = nodes(shown).find(({ node }) => node.kind === 'trail')?.node ?? assert.fail();
    const details = shown.getChildren(trail).map(detail => shown.itemOf(detail));
    assert.ok(
      details.some(({ label, description }) => `${label}: ${description}` === 'Also through: break-glass'),
    );
    assert.deepEqual(shown.shown.counts, { all: 4, withoutKey: 3, needAttention: 1 });
  });

  it('move to another profile when one is read that acts on the trail before', async () => {
    const shown = await open({ prod, 'break-glass': prod }, ['break-glass'], ['break-glass']);
    assert.deepEqual(
      lines(shown).filter(line => line.includes('see profile')),
      [],
    );
    const drawn: string[] = [];
    shown.onDidChangeTreeData(node => drawn.push(node?.id ?? 'all'));
    await inventory?.load('prod');
    await drawnOnce();
    assert.ok(
      drawn.some(id => id === 'all' || id.startsWith('trail break-glass ')),
      drawn.join('\n'),
    );
    assert.equal(lines(shown).filter(line => line.includes('see profile prod')).length, 4);
  });

  it('stand in groups across profiles, each trail once, with what was not read below', async () => {
    const shown = await open({ prod, other });
    shown.arrange({ grouping: 'state', order: 'name' });
    assert.deepEqual(lines(shown), [
      'No KMS key · 4 trails [circle-filled noKey]',
      '  app · no KMS key [unlock noKey]',
      '  theirs · no KMS key [unlock noKey]',
      '  us · no KMS key [unlock noKey]',
      '  web · no KMS key [unlock noKey]',
      'Needs attention · 1 trail [circle-filled attention]',
      '  gone · key does not exist · 11111111-2222-3333-4444-555555555555 [warning attention]',
      'prod · 3 without SSE-KMS, 1 needs attention · 111122223333 [account noKey]',
      '  Not allowed in 2 Regions · ap-east-1, ap-south-1 [shield]',
    ]);
    shown.arrange({ grouping: 'account', order: 'weight' });
    assert.deepEqual(lines(shown).slice(0, 3), [
      '111122223333 · 3 without SSE-KMS, 1 needs attention [organization noKey]',
      '  app · no KMS key [unlock noKey]',
      '  us · no KMS key [unlock noKey]',
    ]);
    shown.arrange({ grouping: 'key', order: 'name' });
    assert.deepEqual(
      lines(shown).filter(line => !line.startsWith(' ')),
      [
        'No KMS key · 4 without SSE-KMS [key noKey]',
        '11111111-2222-3333-4444-555555555555 · 1 needs attention · eu-west-1 · 111122223333 [key attention]',
        'prod · 3 without SSE-KMS, 1 needs attention · 111122223333 [account noKey]',
      ],
    );
    for (const { node, above } of nodes(shown)) {
      assert.equal(shown.getParent(node)?.id, above?.id, node.id);
    }
  });

  it('are drawn again in groups when a profile is read', async () => {
    const shown = await open({ prod, other }, [], ['prod']);
    shown.arrange({ grouping: 'region', order: 'name' });
    assert.equal(lines(shown).filter(line => line.includes('theirs')).length, 0);
    const drawn: string[] = [];
    shown.onDidChangeTreeData(node => drawn.push(node?.id ?? 'all'));
    await inventory?.load('other');
    await drawnOnce();
    assert.ok(drawn.includes('all') || drawn.includes('group region eu-west-1'), drawn.join('\n'));
    assert.equal(lines(shown).filter(line => line.includes('theirs')).length, 1);
  });

  async function open(
    answers: Readonly<Record<string, FakeAnswers>>,
    asksForMfa: readonly string[] = [],
    read: readonly string[] = Object.keys(answers),
  ): Promise<TrailTree> {
    const profiles = Object.keys(answers).map(
      (name): Profile => ({
        name,
        kind: 'static',
        ...(asksForMfa.includes(name) && { asksForMfa: true as const }),
      }),
    );
    inventory = new Inventory({
      accounts: { open: async ({ name }) => new FakeAccount(answers[name] ?? { trails: {} }) },
      settings: () => ({ concurrency: 20, regions: [] }),
      now: Date.now,
    });
    inventory.setProfiles(profiles);
    tree = new TrailTree(
      inventory,
      new Pairs(new Readings(), inventory, new ChosenProfiles(new Storage())),
      organizationsOf(inventory),
    );
    tree.show(Object.keys(answers), []);
    lines(tree, 1);
    await Promise.all(read.map(name => inventory?.load(name)));
    await drawnOnce();
    return tree;
  }
});

const enabled = {
  id: '11111111-2222-3333-4444-555555555555',
  account: '444455556666',
  region: 'eu-west-1',
  description: '',
  manager: 'CUSTOMER',
  state: 'Enabled',
  spec: 'SYMMETRIC_DEFAULT',
  usage: 'ENCRYPT_DECRYPT',
  origin: 'AWS_KMS',
  multiRegion: false,
} as const;

/** What arrives within a while is drawn together. */
function drawnOnce(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, 120));
}

/** Every row down to the trails, with the one above it. A profile that was not read stays closed: opening it would read it. */
function nodes(
  tree: TrailTree,
  depth = 3,
): { readonly node: Node; readonly above?: Node; readonly level: number }[] {
  const inside = (above: Node | undefined, level: number): ReturnType<typeof nodes> =>
    level >= depth
      ? []
      : tree.getChildren(above).flatMap(node => {
          // What leads to an organization has tests of its own.
          if (node.kind === 'search') return [];
          const isClosed = node.kind === 'trail' || !tree.itemOf(node).description;
          return [{ node, level, ...(above && { above }) }, ...(isClosed ? [] : inside(node, level + 1))];
        });
  return inside(undefined, 0);
}

function lines(tree: TrailTree, depth = 3): string[] {
  return nodes(tree, depth).map(({ node, level }) => {
    const { label, description, iconPath } = tree.itemOf(node);
    const icon = iconPath instanceof vscode.ThemeIcon ? iconPath : undefined;
    const color = icon?.color?.id.replace(/^.*\.|Foreground$/g, '');
    const said = [label, description].filter(Boolean).join(' · ');
    return `${'  '.repeat(level)}${said} [${[icon?.id, color].filter(Boolean).join(' ')}]`;
  });
}
