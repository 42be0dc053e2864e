import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Inventory } from '../../../src/core/account/inventory.ts';
import type { Organizations } from '../../../src/core/account/organization/organizations.ts';
import { ProblemError } from '../../../src/core/account/problem.ts';
import { ChosenProfiles } from '../../../src/editor/chosenProfiles.ts';
import { colors } from '../../../src/editor/contributions.ts';
import { Pairs } from '../../../src/editor/documents/pairs.ts';
import { Readings } from '../../../src/editor/documents/readings.ts';
import { KnownOrganizations } from '../../../src/editor/knownOrganizations.ts';
import type { Node } from '../../../src/editor/tree/node.ts';
import { TrailTree } from '../../../src/editor/tree/trailTree.ts';
import { organizationSeed } from '../../emulator/worlds/organization.ts';
import { FakeAccount, identity, liveTrail } from '../../unit/core/account/fakeAccount.ts';
import { RecordedWorld } from '../../unit/core/account/organization/recordedWorld.ts';
import { longestStretch, printFigure } from '../longestStretch.ts';
import { organizationsOf } from '../organizations.ts';
import { Storage } from '../storage.ts';

const payments = 'arn:aws:cloudtrail:eu-west-1:100000000042:trail/audit';
const key = 'arn:aws:kms:eu-west-1:100000000042:key/11111111-2222-3333-4444-555555555555';

describe('the rows of an organization', function () {
  this.timeout(90_000);
  let world: RecordedWorld;
  let inventory: Inventory;
  let organizations: Organizations;
  let tree: TrailTree;
  let reached: FakeAccount;

  before(() => {
    world = new RecordedWorld(organizationSeed({ accounts: 1000 }));
  });
  beforeEach(() => {
    world.asked.length = 0;
    const regions = { 'eu-central-1': [], 'eu-west-1': [], 'us-east-1': [] };
    const audit = new FakeAccount({ identity: { ...identity, account: '100000000001' }, trails: regions });
    audit.organization = world;
    reached = new FakeAccount({
      identity: { ...identity, account: '100000000042' },
      trails: { 'eu-west-1': [liveTrail('audit', 'eu-west-1', { arn: payments })] },
    });
    inventory = new Inventory({
      accounts: { open: async ({ name }) => (name === 'audit' ? audit : reached) },
      settings: () => ({ concurrency: 20, regions: [] }),
      now: Date.now,
    });
    inventory.setProfiles([
      { name: 'audit', kind: 'static' },
      { name: 'payments', kind: 'sso', account: '100000000042' },
    ]);
    organizations = organizationsOf(inventory);
    tree = new TrailTree(
      inventory,
      new Pairs(new Readings(), inventory, new ChosenProfiles(new Storage())),
      organizations,
    );
    tree.show(['audit', 'payments'], []);
    tree.getChildren();
  });
  afterEach(() => {
    tree.dispose();
    organizations.dispose();
    inventory.dispose();
  });

  const item = (node: Node) => tree.itemOf(node);
  const line = (node: Node) => [item(node).label, item(node).description].filter(Boolean).join(' · ');
  const inside = (node: Node | undefined) => tree.getChildren(node);
  const find = (rows: readonly Node[], kind: Node['kind']) =>
    rows.find(row => row.kind === kind) ?? assert.fail(`no ${kind} among ${rows.map(line).join(', ')}`);
  const drawn = () => new Promise(resolve => setTimeout(resolve, 120));

  /** As a person does: expands the profile, the row that leads to the organization, and the organization. */
  async function expand(): Promise<Node> {
    await inventory.load('audit');
    const search = find(inside(find(inside(undefined), 'profile')), 'search');
    assert.equal(line(search), 'Organization');
    assert.equal(world.asked.length, 0);
    inside(search);
    await drawn();
    assert.equal(line(search), 'Organization · o-a1b2c3d4e5');
    assert.deepEqual(inside(search).map(line), [
      'Organization o-a1b2c3d4e5 · see below · AWS Config, eu-central-1',
    ]);
    const organization = find(inside(undefined), 'organization');
    assert.equal(line(organization), 'Organization o-a1b2c3d4e5');
    assert.equal(world.asked.length, 0);
    inside(organization);
    await organizations.load(world.aggregator.arn);
    await drawn();
    return organization;
  }

  it('say first what lacks SSE-KMS, and fold what nobody has to think of', async () => {
    const organization = await expand();
    assert.match(
      line(organization),
      /^Organization o-a1b2c3d4e5 · 3 without SSE-KMS, 1 needs attention · 972 accounts · AWS Config, /,
    );
    const rows = inside(organization);
    assert.deepEqual(rows.map(line), [
      'payments · 1 without SSE-KMS · 100000000042 · profile payments',
      'team-399 · 1 without SSE-KMS · 100000000399',
      'team-600 · 1 needs attention · 100000000600',
      'team-750 · 1 without SSE-KMS · 100000000750',
      '316 accounts need no attention',
      'No trail of their own is recorded in 652 accounts',
    ]);
    assert.match(inside(rows[0]).map(line).join(), /^audit · no KMS key · recorded /);
    const shownBy = (node: Node) => {
      const { iconPath } = item(node);
      return iconPath instanceof vscode.ThemeIcon ? [iconPath.id, iconPath.color?.id] : [];
    };
    assert.deepEqual([organization, ...rows.slice(1, 4), ...inside(rows[2])].map(shownBy), [
      ['organization', colors.noKey],
      ['account', colors.noKey],
      ['account', colors.attention],
      ['account', colors.noKey],
      ['warning', colors.attention],
    ]);
    assert.equal(inside(find(rows, 'calmAccounts')).length, 316);
    for (const row of [...rows, ...inside(rows[0])]) {
      assert.ok(item(row).accessibilityInformation?.label ?? item(row).label);
    }
    assert.equal(tree.shown.counts.withoutKey, 3);
    tree.filter(true);
    assert.deepEqual(inside(organization).length, 4);
  });

  it('are reached from below: each row knows the one above it', async () => {
    const organization = await expand();
    const [account] = inside(organization);
    const [recorded] = inside(account);
    const calm = find(inside(organization), 'calmAccounts');
    assert.ok(account && recorded);
    assert.equal(tree.getParent(recorded)?.id, account.id);
    assert.equal(tree.getParent(account)?.id, organization.id);
    const [quiet] = inside(calm);
    assert.ok(quiet);
    assert.equal(tree.getParent(quiet)?.id, calm.id);
    assert.equal(tree.getParent(organization), undefined);
  });

  it('follow the account, once it was read: a trail stands once, and counts as it is there', async () => {
    const organization = await expand();
    const fired: (string | undefined)[] = [];
    tree.onDidChangeTreeData(node => fired.push(node?.id));
    await inventory.load('payments');
    await drawn();
    const [account] = inside(organization);
    assert.deepEqual(inside(account).map(line), ['audit · no KMS key · see profile payments']);
    assert.ok(fired.includes(organization.id) || fired.includes(undefined));
    assert.equal(tree.shown.counts.withoutKey, 3);
    const trail = liveTrail('audit', 'eu-west-1', { arn: payments, kmsKeyId: key });
    await inventory.replace('payments', trail, inventory.asking());
    await drawn();
    assert.match(line(organization), /^Organization o-a1b2c3d4e5 · 2 without SSE-KMS, /);
    assert.equal(tree.shown.counts.withoutKey, 2);
  });

  it('give their trails to the groups, each once: as it was read, else as it was recorded', async () => {
    const organization = await expand();
    tree.arrange({ grouping: 'state', order: 'name' });
    const groups = () => inside(undefined).filter(({ kind }) => kind === 'group');
    assert.deepEqual(groups().map(line), [
      'No KMS key · 3 trails',
      'Needs attention · 1 trail',
      'Encrypted with SSE-KMS · 316 trails',
    ]);
    const [noKey = assert.fail()] = groups();
    const lines = () => inside(noKey).map(line);
    assert.match(lines()[0] ?? '', /^audit · no KMS key · payments · recorded /);
    for (const row of inside(noKey)) {
      assert.equal(tree.getParent(row), noKey);
    }
    // What an organization does not show stays inside it; its trails stand once in the view.
    assert.deepEqual(inside(organization).map(line), ['No trail of their own is recorded in 652 accounts']);
    const fired: (string | undefined)[] = [];
    tree.onDidChangeTreeData(node => fired.push(node?.id));
    await inventory.load('payments');
    await drawn();
    assert.ok(fired.includes(noKey.id) || fired.includes(undefined));
    assert.deepEqual(
      inside(noKey)
        .map(({ kind }) => kind)
        .sort(),
      ['recorded', 'recorded', 'trail'],
    );
    tree.arrange({ grouping: 'account', order: 'weight' });
    const [first = assert.fail()] = groups();
    assert.equal(line(first), 'payments · 1 without SSE-KMS · 100000000042');
    assert.equal(item(first).collapsibleState, vscode.TreeItemCollapsibleState.Collapsed);
    tree.arrange({ grouping: 'profile', order: 'name' });
    assert.equal(inside(organization).length, 6);
  });

  it('tell why nothing came, and lead on', async () => {
    const organization = await expand();
    const select = world.select;
    world.select = () =>
      Promise.reject(
        new ProblemError({ kind: 'access-denied', action: 'config:SelectAggregateResourceConfig' }),
      );
    await organizations.refresh(world.aggregator.arn);
    world.select = select;
    await drawn();
    assert.match(
      line(organization),
      /^Organization o-a1b2c3d4e5 · config:SelectAggregateResourceConfig not allowed · 3 without/,
    );
    assert.equal(inside(organization).map(line)[0], 'Retry');
  });

  it('are found again in another window, and read when they are expanded', async () => {
    const kept = new Storage();
    const keeping = new KnownOrganizations(organizations, kept);
    await expand();
    keeping.dispose();
    const others = organizationsOf(inventory);
    const again = new KnownOrganizations(others, kept);
    assert.deepEqual(
      others.states().map(({ phase, id }) => [phase, id]),
      [['not-loaded', 'o-a1b2c3d4e5']],
    );
    again.dispose();
    others.dispose();
    await kept.update('organizations', [{ profile: 7 }, 'nonsense', null]);
    const nothing = organizationsOf(inventory);
    new KnownOrganizations(nothing, kept).dispose();
    assert.deepEqual(nothing.states(), []);
    nothing.dispose();
  });

  it('are drawn without a stretch that is felt', async () => {
    await inventory.load('audit');
    await organizations.find('audit');
    const organization = find(inside(undefined), 'organization');
    const draw = async (node: Node): Promise<void> => {
      for (const row of inside(node)) {
        item(row);
        if (item(row).collapsibleState !== vscode.TreeItemCollapsibleState.None && row.kind !== 'account') {
          await new Promise(resolve => setImmediate(resolve));
          await draw(row);
        }
      }
    };
    // The emulated AWS Config works in this process: what it takes is not the view's.
    const answers = new Map<string, Awaited<ReturnType<RecordedWorld['select']>>>();
    const select = world.select.bind(world);
    world.select = async query => {
      const name = JSON.stringify(query);
      const answer = answers.get(name) ?? (await select(query));
      answers.set(name, answer);
      await new Promise(resolve => setImmediate(resolve));
      return answer;
    };
    await organizations.refresh(world.aggregator.arn);
    const drawing = tree.onDidChangeTreeData(node => void (node && item(node) && draw(node)));
    const stretch = await longestStretch(async () => {
      await organizations.refresh(world.aggregator.arn);
      await draw(organization);
      await drawn();
    });
    drawing.dispose();
    world.select = select;
    printFigure('longest stretch: an organization of 1,000 accounts', stretch, 50);
  });
});
