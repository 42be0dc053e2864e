import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findingCodes } from '../../src/core/iac/findingCode.ts';
import { allTraits } from '../../src/core/iac/languageTable.ts';
import { readKmsArn } from '../../src/core/trail/arn.ts';
import { configurationGuide } from '../../src/core/wording/profiles.ts';
import {
  colors,
  commands,
  contextKeys,
  section,
  settings,
  startingSettings,
  toolNames,
  views,
} from '../../src/editor/contributions.ts';
import { groupings, orders } from '../../src/editor/tree/arrangement.ts';

interface MenuItem {
  readonly command?: string;
  readonly submenu?: string;
  readonly when?: string;
  readonly group?: string;
}

interface Setting {
  readonly scope: string;
  readonly order?: number;
  readonly default?: unknown;
  readonly markdownDescription: string;
  readonly properties?: Readonly<Record<string, Property>>;
  readonly patternProperties?: Readonly<Record<string, Property>>;
}

interface Property {
  readonly enum?: readonly string[];
  readonly pattern?: string;
}

interface Manifest {
  readonly icon: string;
  readonly keywords: readonly string[];
  readonly categories: readonly string[];
  readonly engines: Readonly<Record<string, string>>;
  readonly capabilities: {
    readonly untrustedWorkspaces: {
      readonly supported: string;
      readonly restrictedConfigurations: readonly string[];
    };
  };
  readonly contributes: {
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly viewsWelcome: readonly {
      readonly view: string;
      readonly contents: string;
      readonly when?: string;
    }[];
    readonly commands: readonly {
      readonly command: string;
      readonly category: string;
      readonly enablement?: string;
    }[];
    readonly languageModelTools: readonly {
      readonly name: string;
      readonly modelDescription: string;
      readonly inputSchema: {
        readonly properties: Readonly<Record<string, Property>>;
        readonly additionalProperties: boolean;
      };
    }[];
    readonly submenus: readonly { readonly id: string }[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly colors: readonly {
      readonly id: string;
      readonly defaults: Readonly<Record<string, string>>;
    }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly { readonly id: string; readonly completionEvents: readonly string[] }[];
    }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
  };
}

describe('the manifest', () => {
  const root = join(import.meta.dirname, '../..');
  const text = readFileSync(join(root, 'package.json'), 'utf8');
  const manifest: Manifest = JSON.parse(text);
  const sentences: Readonly<Record<string, string>> = JSON.parse(
    readFileSync(join(root, 'package.nls.json'), 'utf8'),
  );
  const { contributes } = manifest;
  const settingNames = Object.keys(contributes.configuration.properties);

  it('contributes the commands, views, colours and settings of contributions.ts, and no others', () => {
    assert.deepEqual(sorted(contributes.commands.map(({ command }) => command)), sorted(values(commands)));
    assert.deepEqual(
      sorted(
        Object.values(contributes.views)
          .flat()
          .map(({ id }) => id),
      ),
      sorted(values(views)),
    );
    assert.deepEqual(sorted(contributes.colors.map(({ id }) => id)), sorted(values(colors)));
    assert.deepEqual(sorted(settingNames), sorted(values(settings).map(name => `${section}.${name}`)));
  });

  it('describes the tools for language models that there are, with the findings that there are', () => {
    const tools = contributes.languageModelTools;
    assert.deepEqual(sorted(tools.map(({ name }) => name)), sorted(values(toolNames)));
    const explaining = tools.find(({ name }) => name === toolNames.explainFinding);
    assert.deepEqual(explaining?.inputSchema.properties['code']?.enum, findingCodes);
    for (const { name, modelDescription, inputSchema } of tools) {
      assert.match(name, /^[\w-]+$/);
      assert.notEqual(modelDescription.trim(), '');
      assert.equal(inputSchema.additionalProperties, false, name);
    }
  });

  it('takes every sentence from package.nls.json, which has no other', () => {
    const used = new Set([...text.matchAll(/"%([^%"]+)%"/g)].map(([, name]) => name ?? ''));
    assert.deepEqual(sorted(used), sorted(Object.keys(sentences)));
    for (const [name, sentence] of Object.entries(sentences)) {
      assert.notEqual(sentence.trim(), '', name);
    }
  });

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

  it('ticks a step of the walkthrough when the thing was done, not when a command was opened', () => {
    const steps = contributes.walkthroughs.flatMap(walkthrough => walkthrough.steps);
    assert.deepEqual(Object.fromEntries(steps.map(({ id, completionEvents }) => [id, completionEvents])), {
      signIn: [`onContext:${contextKeys.signedIn}`],
      trails: [`onContext:${contextKeys.accountRead}`],
      code: [`onContext:${contextKeys.scanned}`, `onContext:${contextKeys.findingFixed}`],
      enable: [`onContext:${contextKeys.sseKmsEnabled}`],
    });
  });

  it('leads to the same guide wherever there is no profile', () => {
    assert.ok(sentences['welcome.noProfiles']?.includes(`(${configurationGuide})`));
  });

  it('says of Restricted Mode the same in the view and where a command is called all the same', () => {
    const [inView = ''] = (sentences['welcome.restricted'] ?? '').split('\n');
    const inCommand = readFileSync(join(root, 'src/editor/commands/trusted.ts'), 'utf8');
    assert.match(inView, /^In Restricted Mode, /);
    assert.ok(inCommand.includes(`l10n.t('${inView}')`), inView);
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

  it('takes no setting about accounts from a workspace: not from a trusted one, and surely from no other', () => {
    const { profiles, readOnOpen, regions, concurrency } = settings;
    const aboutAccounts = [profiles, readOnOpen, regions, concurrency].map(name => `${section}.${name}`);
    for (const name of aboutAccounts) {
      assert.equal(contributes.configuration.properties[name]?.scope, 'machine', name);
    }
    const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    assert.equal(supported, 'limited');
    assert.deepEqual(
      aboutAccounts.filter(name => !restrictedConfigurations.includes(name)),
      [],
    );
    assert.deepEqual(
      restrictedConfigurations.filter(name => !settingNames.includes(name)),
      [],
    );
  });

  it('lets no untrusted workspace set what makes something begin by itself', () => {
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    assert.deepEqual(
      startingSettings.filter(name => !restrictedConfigurations.includes(`${section}.${name}`)),
      [],
    );
    const named = settingNames.filter(name => /\.(?:\w+OnOpen|onOpen)$/.test(name));
    assert.deepEqual(sorted(named), sorted(startingSettings.map(name => `${section}.${name}`)));
  });

  it('orders and describes every setting, and gives each a default', () => {
    const properties = Object.entries(contributes.configuration.properties);
    const orders = properties.map(([, { order }]) => order ?? 0);
    assert.equal(new Set(orders).size, orders.length, 'two settings share their place');
    for (const [name, property] of properties) {
      assert.match(property.markdownDescription, /^%.+%$/, name);
      assert.notEqual(property.default, undefined, name);
    }
  });

  it('lets the severity of every finding be set', () => {
    const { properties = {} } =
      contributes.configuration.properties[`${section}.${settings.diagnosticsSeverity}`] ?? {};
    assert.deepEqual(sorted(Object.keys(properties)), sorted(findingCodes));
    for (const [code, property] of Object.entries(properties)) {
      assert.deepEqual(property.enum, ['error', 'warning', 'information', 'hint', 'off'], code);
    }
  });

  it('lets a key be set for every family of languages', () => {
    const { properties = {} } =
      contributes.configuration.properties[`${section}.${settings.defaultKey}`] ?? {};
    const families = new Set(allTraits.map(({ defaultKey }) => defaultKey));
    assert.deepEqual(sorted(Object.keys(properties)), sorted(families));
  });

  it('names every language where it tells which it knows', () => {
    const page = readFileSync(join(root, 'README.md'), 'utf8');
    for (const text of [sentences['welcome.notScanned'] ?? '', page]) {
      assert.deepEqual(
        allTraits.map(({ name }) => name).filter(name => !text.includes(name)),
        [],
      );
    }
  });

  it('has the settings that README.md explains, and no others', () => {
    const page = readFileSync(join(root, 'README.md'), 'utf8');
    const explained = [...page.matchAll(/^\| `([\w.]+)` \|/gm)].map(([, name]) => name ?? '');
    assert.deepEqual(sorted(explained), sorted(settingNames));
  });

  it('gives each colour a value in all four kinds of theme', () => {
    for (const { id, defaults } of contributes.colors) {
      assert.deepEqual(
        Object.keys(defaults).sort(),
        ['dark', 'highContrast', 'highContrastLight', 'light'],
        id,
      );
      for (const value of Object.values(defaults)) {
        assert.match(value, /^#[0-9a-f]{6}$/, id);
      }
    }
  });

  it('shows its colours with enough contrast against the side bar of each kind of theme', () => {
    const sideBars = {
      light: '#f8f8f8',
      dark: '#181818',
      highContrast: '#000000',
      highContrastLight: '#ffffff',
    };
    for (const { id, defaults } of contributes.colors) {
      for (const [theme, background] of Object.entries(sideBars)) {
        const ratio = contrast(defaults[theme] ?? '', background);
        // WCAG 2.2: 3 for graphics, 7 where the person asked for high contrast.
        assert.ok(ratio >= (theme.startsWith('high') ? 7 : 3), `${id} in ${theme}: ${ratio.toFixed(1)}`);
      }
    }
  });

  it('takes for the ARN of a key what the product does', () => {
    const setting: Partial<Setting> =
      contributes.configuration.properties[`${section}.${settings.defaultKey}`] ?? {};
    const { properties = {}, patternProperties = {} } = setting;
    const patterns = [...Object.values(properties), ...Object.values(patternProperties)].map(
      ({ pattern }) => pattern ?? '',
    );
    assert.equal(patterns.length, new Set(allTraits.map(({ defaultKey }) => defaultKey)).size + 1);
    const account = 'arn:aws:kms:eu-west-1:111122223333:';
    const texts = [
      `${account}key/1234abcd-12ab-34cd-56ef-1234567890ab`,
      `${account}key/mrk-1234abcd12ab34cd56ef1234567890ab`,
      `${account}alias/team/audit_logs`,
      `${account}alias/`,
      `${account}key/`,
      `${account}key/a"b`,
      `${account}key/a/b`,
      `${account}grant/a`,
      `${account}key/\${data.secret}`,
      'arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/a',
      'arn:aws:kms::111122223333:key/a',
      'arn:aws:kms:eu-west-1:1111:key/a',
      'arn:aws:s3:eu-west-1:111122223333:key/a',
      'alias/audit',
      '1234abcd-12ab-34cd-56ef-1234567890ab',
      '',
    ];
    for (const pattern of patterns) {
      for (const text of texts) {
        assert.equal(new RegExp(pattern).test(text), readKmsArn(text) !== undefined, text);
      }
    }
  });

  it('has what the Marketplace asks for', () => {
    assert.ok(manifest.keywords.length <= 20);
    assert.equal(new Set(manifest.keywords).size, manifest.keywords.length);
    assert.ok(manifest.categories.length > 0);
    const icon = readFileSync(join(root, manifest.icon));
    assert.equal(icon.subarray(1, 4).toString(), 'PNG');
    assert.deepEqual([icon.readUInt32BE(16), icon.readUInt32BE(20)], [256, 256]);
  });
});

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => join(folder, name));
}

function values<T extends string>(record: Readonly<Record<string, T>>): readonly T[] {
  return Object.values(record);
}

function sorted(names: Iterable<string>): readonly string[] {
  return [...names].sort();
}

/** Contrast ratio by WCAG 2.2. */
function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((left, right) => left - right);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(start => {
    const share = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
