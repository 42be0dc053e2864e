import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { createProfiles } from '../../../src/aws/index.ts';
import { Inventory } from '../../../src/core/account/inventory.ts';
import { ProblemError } from '../../../src/core/account/problem.ts';
import type { Profile } from '../../../src/core/account/profile.ts';
import { trailsOf } from '../../../src/core/account/state.ts';
import type { LiveTrail } from '../../../src/core/account/trail.ts';
import { ChosenProfiles } from '../../../src/editor/chosenProfiles.ts';
import { Pairs } from '../../../src/editor/documents/pairs.ts';
import { Readings } from '../../../src/editor/documents/readings.ts';
import type { Node } from '../../../src/editor/tree/node.ts';
import { TrailTree } from '../../../src/editor/tree/trailTree.ts';
import { FakeAccount, type FakeAnswers, liveTrail } from '../../unit/core/account/fakeAccount.ts';
import { longestStretch, printFigure } from '../longestStretch.ts';
import { organizationsOf } from '../organizations.ts';
import { Storage } from '../storage.ts';

const regions = Array.from({ length: 17 }, (_, index) => `eu-test-${index + 1}`);

describe('the tree with many rows', () => {
  let inventory: Inventory | undefined;
  let tree: TrailTree | undefined;

  afterEach(() => {
    tree?.dispose();
    inventory?.dispose();
  });

  it('shows 5,000 profiles, without a stretch that is felt', async () => {
    const home = mkdtempSync(join(tmpdir(), 'profiles-'));
    mkdirSync(join(home, '.aws'));
    const sections = Array.from({ length: 5000 }, (_, index) => `[profile p${index}]\nregion = eu-west-1\n`);
    writeFileSync(join(home, '.aws', 'config'), sections.join('\n'));
    let rows: readonly Node[] = [];
    const stretch = await longestStretch(async () => {
      const { profiles } = await createProfiles({ home, variables: {} }).list();
      // As the view does, and then VS Code, which asks for the rows by a message of its own.
      await nextTurn();
      const shown = open({ trails: {} }, profiles);
      await nextTurn();
      rows = await draw(shown);
    });
    assert.equal(rows.length, 5000);
    printFigure('longest stretch: 5,000 profiles', stretch, 50);
    rmSync(home, { recursive: true });
  });

  it('shows 1,000 trails that every Region sees, without a stretch that is felt', async () => {
    const trails = Array.from({ length: 1000 }, (_, index) =>
      liveTrail(`trail-${String(index).padStart(4, '0')}`, regions[index % regions.length] ?? '', {
        multiRegion: true,
        bucket: `logs-${index % 20}`,
        kmsKeyId: `arn:aws:kms:eu-west-1:111122223333:key/${index % 50}`,
      }),
    );
    const seen = (region: string): LiveTrail[] => trails.map(trail => ({ ...trail, readFrom: region }));
    const shown = open({ trails: Object.fromEntries(regions.map(region => [region, seen(region)])) });
    const stretch = await longestStretch(() => readAndDraw(shown));
    const state = inventory?.state('prod') ?? assert.fail();
    assert.equal(trailsOf(state).length, 1000);
    assert.ok(trailsOf(state).every(({ trail }) => trail.readFrom === trail.homeRegion));
    assert.equal((await draw(shown)).filter(({ kind }) => kind === 'trail').length, 1000);
    printFigure('longest stretch: 1,000 trails in 17 Regions', stretch, 50);
  });

  it('shows every Region failing, each with its problem', async () => {
    const failing = regions.map(region => [region, new ProblemError({ kind: 'throttled', region })]);
    const shown = open({ trails: Object.fromEntries(failing) });
    const stretch = await longestStretch(() => readAndDraw(shown));
    const rows = await draw(shown);
    assert.deepEqual(
      rows.filter(({ kind }) => kind === 'region').map(row => shown.itemOf(row).description),
      regions.map(() => 'too many requests'),
    );
    printFigure('longest stretch: every Region failing', stretch, 50);
  });

  it('shows the trails of one Region that holds 2,000', async () => {
    const [region = ''] = regions;
    const trails = Array.from({ length: 2000 }, (_, index) => liveTrail(`t${index}`, region));
    const shown = open({ trails: { [region]: trails } });
    const stretch = await longestStretch(() => readAndDraw(shown));
    assert.equal((await draw(shown)).filter(({ kind }) => kind === 'trail').length, 2000);
    printFigure('longest stretch: 2,000 trails in a Region', stretch, 50);
  });

  it('keeps a row the same object while what it shows changes, so that it stays expanded and selected', async () => {
    const [region = ''] = regions;
    const shown = open({ trails: { [region]: [liveTrail('main', region)] } });
    await readAndDraw(shown);
    const before = await draw(shown);
    await inventory?.refresh('prod');
    const after = await draw(shown);
    const comparable = (rows: readonly Node[]) => rows.filter(({ kind }) => kind !== 'detail');
    assert.equal(comparable(after).length, comparable(before).length);
    comparable(after).forEach((row, index) => {
      assert.equal(row, comparable(before)[index]);
    });
    for (const row of after.filter(({ kind }) => kind === 'detail')) {
      assert.equal(shown.getParent(row)?.kind, 'trail');
    }
  });

  function open(answers: FakeAnswers, profiles: readonly Profile[] = [{ name: 'prod', kind: 'static' }]) {
    const account = new FakeAccount(answers);
    // As over a network: each answer comes by itself.
    let last = Promise.resolve();
    account.hold = () => {
      last = last.then(nextTurn);
      return last;
    };
    inventory = new Inventory({
      accounts: { open: async () => account },
      settings: () => ({ concurrency: 20, regions: [] }),
      now: Date.now,
    });
    inventory.setProfiles(profiles);
    tree = new TrailTree(
      inventory,
      new Pairs(new Readings(), inventory, new ChosenProfiles(new Storage())),
      organizationsOf(inventory),
    );
    tree.show(
      profiles.map(({ name }) => name),
      [],
    );
    return tree;
  }

  /** As VS Code does: what is told to have changed is asked for again, with all that is inside. */
  async function readAndDraw(shown: TrailTree): Promise<void> {
    const drawing = shown.onDidChangeTreeData(node => {
      for (const row of node ? [node] : []) {
        void shown.getTreeItem(row);
        // Trails are collapsed: nothing inside them is asked for.
        if (row.kind !== 'trail') void draw(shown, row);
      }
    });
    await draw(shown);
    await inventory?.load('prod');
    await new Promise(resolve => setTimeout(resolve, 120));
    drawing.dispose();
  }
});

/** Asks for every row, and what it looks like, level by level. */
async function draw(tree: TrailTree, under?: Node): Promise<readonly Node[]> {
  const children = tree.getChildren(under);
  const items = await Promise.all(children.map(async child => tree.getTreeItem(child)));
  const rows: Node[] = [];
  for (const [index, child] of children.entries()) {
    const collapsibleState = items[index]?.collapsibleState;
    rows.push(child);
    if (
      collapsibleState !== vscode.TreeItemCollapsibleState.None &&
      (child.kind === 'region' || (under === undefined && children.length < 100))
    ) {
      // VS Code asks for the rows inside each row by a message of its own.
      await nextTurn();
      rows.push(...(await draw(tree, child)));
    }
  }
  return rows;
}

function nextTurn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}
