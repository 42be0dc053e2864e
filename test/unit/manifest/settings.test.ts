import assert from 'node:assert/strict';
import { findingCodes } from '../../../src/core/iac/findingCode.ts';
import { allTraits } from '../../../src/core/iac/languageTable.ts';
import { readKmsArn } from '../../../src/core/trail/arn.ts';
import { section, settings, startingSettings } from '../../../src/editor/contributions.ts';
import { contributes, manifest, read, type Setting, settingNames, sorted } from './manifest.ts';

describe('the settings of the manifest', () => {
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

  it('has the settings that README.md explains, and no others', () => {
    const page = read('README.md');
    const explained = [...page.matchAll(/^\| `([\w.]+)` \|/gm)].map(([, name]) => name ?? '');
    assert.deepEqual(sorted(explained), sorted(settingNames));
  });

  it('takes for the ARN of a key what the product does', () => {
    const setting: Partial<Setting> =
      contributes.configuration.properties[`${section}.${settings.defaultKey}`] ?? {};
    const { properties = {}, patternProperties = {} } = setting;
    const patterns = Object.entries({ ...properties, ...patternProperties }).map(
      ([name, { pattern = '' }]) => ({ name, pattern }),
    );
    assert.equal(patterns.length, new Set(allTraits.map(({ defaultKey }) => defaultKey)).size + 1);
    const differing = allTraits.flatMap(one => (one.differsByAlias ? one.defaultKey : []));
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
    for (const { name, pattern } of patterns) {
      for (const text of texts) {
        const names = readKmsArn(text)?.names;
        const isTaken = names !== undefined && (names === 'key' || !differing.some(one => one === name));
        assert.equal(new RegExp(pattern).test(text), isTaken, `${name}: ${text}`);
      }
    }
  });
});
