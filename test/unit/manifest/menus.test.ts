import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands, contextKeys, section, views } from '../../../src/editor/contributions.ts';
import { groupings, orders } from '../../../src/editor/tree/arrangement.ts';
import { contributes, root, sentences, sorted, values } from './manifest.ts';

describe('the menus of the manifest', () => {
  it('names existing commands in its menus and in its welcome texts', () => {
    const known = new Set([...values(commands), ...values(views).map(view => `${view}.focus`)]);
    const inMenus = Object.values(contributes.menus).flatMap(items =>
      items.flatMap(({ command }) => command ?? []),
    );
    const inTexts = Object.values(sentences).flatMap(sentence =>
      [...sentence.matchAll(/\(command:([\w.]+)/g)].map(([, command]) => command ?? ''),
    );
    const ours = [...inMenus, ...inTexts].filter(command => command.startsWith(section));
    assert.deepEqual(
      ours.filter(command => !known.has(command)),
      [],
    );
    assert.deepEqual(
      contributes.viewsWelcome.map(({ view }) => view).filter(view => !values(views).some(id => id === view)),
      [],
    );
    const submenus = Object.values(contributes.menus).flatMap(items =>
      items.flatMap(({ submenu }) => submenu ?? []),
    );
    assert.deepEqual(sorted(submenus), sorted(contributes.submenus.map(({ id }) => id)));
    assert.deepEqual(
      submenus.filter(id => (contributes.menus[id] ?? []).length === 0),
      [],
    );
  });

  it('offers to group and to sort in every way but the one in force', () => {
    const ways = contributes.commands.filter(({ command }) => /\.(?:groupBy|sortBy)/.test(command));
    const offered = ways.map(({ command, enablement }) => [command.replace(/^.*\./, ''), enablement]);
    const way = (key: string, by: string, value: string) => [
      `${by}${value[0]?.toUpperCase()}${value.slice(1)}`,
      `${key} != ${value}`,
    ];
    assert.deepEqual(offered, [
      ...groupings.map(value => way(contextKeys.groupBy, 'groupBy', value)),
      ...orders.map(value => way(contextKeys.sortBy, 'sortBy', value)),
    ]);
  });

  it('shows each command under its category in the palette, and hides there what would do nothing', () => {
    assert.deepEqual(
      contributes.commands.filter(({ category }) => category !== 'CloudTrail Encryption'),
      [],
    );
    const hidden = (contributes.menus['commandPalette'] ?? []).map(({ command, when }) => [command, when]);
    assert.deepEqual(Object.fromEntries(hidden), {
      ...Object.fromEntries(hidden),
      [commands.cancelRefresh]: 'cloudtrailEncryption.reading',
      [commands.showNeedingAttention]: '!cloudtrailEncryption.onlyNeedingAttention',
      [commands.showAll]: 'cloudtrailEncryption.onlyNeedingAttention',
    });
  });

  it('limits every menu entry to its view', () => {
    const loose = ['view/title', 'view/item/context']
      .flatMap(menu => contributes.menus[menu] ?? [])
      .filter(({ when = '' }) => !/^view (?:== cloudtrailEncryption\.|=~ )/.test(when));
    assert.deepEqual(loose, []);
  });

  it('offers what changes an account in trusted workspaces alone', () => {
    const changing = [
      commands.enableSseKms,
      commands.changeKmsKey,
      commands.restoreEncryption,
      commands.copyAsCli,
      commands.enableKey,
      commands.cancelKeyDeletion,
      commands.startLogging,
      commands.enableOnLiveTrail,
    ] as const;
    for (const command of changing) {
      const entries = Object.values(contributes.menus)
        .flat()
        .filter(item => item.command === command);
      assert.ok(entries.length > 0, command);
      assert.deepEqual(
        entries.filter(({ when = '' }) => !when.split(' && ').includes('isWorkspaceTrusted')),
        [],
        command,
      );
    }
  });

  it('asks in its menus for what there is: keys of the context, and words that rows have', () => {
    const ofVsCode = [
      'view',
      'viewItem',
      'listMultiSelection',
      'isWorkspaceTrusted',
      'false',
      'none',
      'hidden',
    ];
    const rows = ['src/editor/tree', 'src/editor/codeTree']
      .flatMap(folder => filesBelow(join(root, folder)))
      .map(path => readFileSync(path, 'utf8'))
      .join('\n');
    const clauses = [
      ...Object.values(contributes.menus).flat(),
      ...contributes.viewsWelcome,
      ...contributes.commands.map(({ enablement }) => ({ when: enablement })),
    ].flatMap(({ when }) => when ?? []);
    assert.ok(clauses.length > 60);
    for (const clause of clauses) {
      const [, pattern = ''] = /viewItem =~ \/(.*?)\//.exec(clause) ?? [];
      for (const word of pattern.match(/[A-Za-z]+/g) ?? []) {
        assert.match(rows, new RegExp(`['.\`}]${word}['.\`]`), `${clause}: no row is ${word}`);
      }
      const keys = clause.replace(/=~ \/.*?\/|[!=]= [\w.]+/g, '').match(/[\w.]+/g) ?? [];
      for (const key of keys.filter(one => !ofVsCode.includes(one))) {
        assert.ok(
          values(contextKeys).some(one => one === key),
          `${clause}: nothing sets ${key}`,
        );
      }
    }
  });
});

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => join(folder, name));
}
