import assert from 'node:assert/strict';
import {
  configurationLimit,
  defaultKeyOf,
  layered,
  levelOf,
  readConfiguration,
} from '../../../../../src/core/iac/configuration/configuration.ts';
import { readConfigurationFile } from '../../../../../src/core/iac/configuration/configurationFile.ts';
import { configurationFaultMessage } from '../../../../../src/core/wording/configuration.ts';
import { inEnglish } from '../../../../../src/core/wording/message.ts';

const uri = 'file:///infra/.cloudtrail-encryption.json';
const arn = (name: string) => `arn:aws:kms:eu-west-1:111122223333:key/${name}`;

/** Each fault as the text it points to, and its sentence. */
function faultsIn(text: string) {
  return readConfigurationFile({ uri, text }).faults.map(({ what, written, range }) => [
    text.slice(range.start, range.end),
    inEnglish(configurationFaultMessage(what, written)),
  ]);
}

describe('a configuration file', () => {
  it('has the settings of the editor, with comments', () => {
    const text = `{
  // of our own
  "$schema": "./schema.json",
  "inputs": [{ "for": "live", "varFiles": ["prod.tfvars"] }],
  "diagnostics.severity": { "no-kms-key": "error", "kms-key-rotation-off": "off" },
  "diagnostics.exclude": ["examples/**"],
  "defaultKey": { "terraform": "${arn('a')}", "111122223333": "${arn('b')}" },
}
`;
    assert.deepEqual(readConfigurationFile({ uri, text }), {
      configuration: {
        inputs: [
          {
            name: 'prod.tfvars',
            of: ['file:///infra/live'],
            given: [{ kind: 'variables', file: 'file:///infra/prod.tfvars', within: 'file:///infra' }],
          },
        ],
        severity: { 'no-kms-key': 'error', 'kms-key-rotation-off': 'off' },
        exclude: [{ folder: 'file:///infra', patterns: ['examples/**'] }],
        defaultKey: { terraform: arn('a'), '111122223333': arn('b') },
      },
      faults: [],
    });
  });

  it('says at its place what means nothing, and takes the rest', () => {
    const text = `{
  "severity": {},
  "inputs": [{ "varFiles": ["a.tfvars", "../b.tfvars"] }, { "varfiles": [] }, 1],
  "diagnostics.severity": { "no-key": "error", "no-kms-key": "fatal" },
  "diagnostics.exclude": ["a", 1],
  "defaultKey": { "terraform": "alias/a", "prod": "${arn('a')}" }
}`;
    assert.deepEqual(faultsIn(text), [
      ['"severity"', 'severity is not a setting.'],
      ['"../b.tfvars"', '../b.tfvars is outside the folder of this file and is not read.'],
      ['"varfiles"', 'varfiles is not a property of a set of inputs.'],
      ['1', 'A set of inputs must be an object with files, values, an environment or a stage.'],
      ['"no-key"', 'no-key is not a setting.'],
      ['"fatal"', 'The severity must be one of error, warning, information, hint, off.'],
      ['"alias/a"', 'The value must be the ARN of a KMS key or of an alias.'],
      ['"prod"', 'prod is not a setting.'],
      ['1', 'The value has the wrong type.'],
    ]);
    assert.equal(readConfigurationFile({ uri, text }).configuration.inputs?.length, 1);
  });

  it('says where the ARN of an alias would differ at every plan, and takes it elsewhere', () => {
    const alias = 'arn:aws:kms:eu-west-1:111122223333:alias/audit';
    const owners = ['terraform', 'cloudformation', 'ansible', 'kubernetes', 'pulumi', '111122223333'];
    const text = JSON.stringify({ defaultKey: Object.fromEntries(owners.map(one => [one, alias])) });
    const { configuration, faults } = readConfigurationFile({ uri, text });
    assert.deepEqual(
      faults.map(({ path, what }) => [...path, what]),
      [
        ['defaultKey', 'terraform', 'alias'],
        ['defaultKey', 'pulumi', 'alias'],
      ],
    );
    assert.deepEqual(Object.keys(configuration.defaultKey).sort(), owners.toSorted());
  });

  it('counts for nothing where it is no JSON object, or longer than any', () => {
    const sentence = 'The file is not a JSON object and is ignored. Comments are allowed.';
    assert.deepEqual(faultsIn('[]'), [['[]', sentence]]);
    assert.deepEqual(faultsIn(''), [['', sentence]]);
    assert.deepEqual(
      faultsIn('{"inputs": [').map(([, told]) => told),
      [sentence],
    );
    assert.deepEqual(faultsIn(`{"a": "${'x'.repeat(configurationLimit)}"}`), [['', sentence]]);
  });

  it('ends within a limit, whatever it holds', () => {
    const sets = Array.from({ length: 60 }, (_, index) => ({ stage: `s${index}` }));
    const text = JSON.stringify({ inputs: sets, 'diagnostics.exclude': Array(600).fill('a') });
    const { configuration, faults } = readConfigurationFile({ uri, text });
    assert.equal(configuration.inputs?.length, 50);
    assert.equal(configuration.exclude[0]?.patterns.length, 500);
    assert.deepEqual(
      faults.map(({ path, what }) => [...path, what]),
      [
        ['diagnostics.exclude', 'too-many'],
        ['inputs', 'too-many'],
      ],
    );
    const deep = `{"inputs": ${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    assert.equal(readConfigurationFile({ uri, text: deep }).faults.length, 1);
  });

  it('has no property of its own that any object has', () => {
    const text = `{"defaultKey": {"__proto__": {"terraform": "${arn('a')}"}, "constructor": "${arn('b')}"}}`;
    const { configuration } = readConfigurationFile({ uri, text });
    assert.equal(defaultKeyOf(configuration, 'terraform', undefined), undefined);
    assert.equal(levelOf(configuration, { code: 'no-kms-key', severity: 'warning' }), 'warning');
  });
});

describe('what is configured in several places', () => {
  const read = (written: Readonly<Record<string, unknown>>) =>
    readConfiguration(written, 'file:///infra').configuration;
  const lower = read({
    inputs: [{ stage: 'file' }],
    'diagnostics.severity': { 'no-kms-key': 'error', 'kms-key-policy': 'off' },
    'diagnostics.exclude': ['a'],
    defaultKey: { terraform: arn('file'), ansible: arn('file') },
  });

  it('counts from the upper layer, one by one, and from the lower where that says nothing', () => {
    const upper = read({
      'diagnostics.severity': { 'no-kms-key': 'hint' },
      'diagnostics.exclude': ['b'],
      defaultKey: { terraform: arn('upper') },
    });
    const both = layered(upper, lower);
    const level = (code: 'no-kms-key' | 'kms-key-policy' | 'kms-key-unusable') =>
      levelOf(both, { code, severity: 'warning' });
    assert.deepEqual(
      [level('no-kms-key'), level('kms-key-policy'), level('kms-key-unusable')],
      ['hint', undefined, 'warning'],
    );
    assert.deepEqual(
      both.exclude.flatMap(({ patterns }) => patterns),
      ['b', 'a'],
    );
    assert.equal(defaultKeyOf(both, 'terragrunt', undefined), arn('upper'));
    assert.equal(defaultKeyOf(both, 'ansible', undefined), arn('file'));
    assert.deepEqual(
      both.inputs?.map(({ name }) => name),
      ['stage file'],
    );
  });

  it('has the inputs of the upper layer alone, if it names any or none', () => {
    const names = (written: unknown) =>
      layered(read({ inputs: written }), lower).inputs?.map(({ name }) => name);
    assert.deepEqual(names([{ stage: 'upper' }]), ['stage upper']);
    assert.deepEqual(names([]), []);
    assert.deepEqual(names(undefined), ['stage file']);
  });

  it('has the key of an account before that of a language', () => {
    const configured = read({ defaultKey: { terraform: arn('a'), '111122223333': arn('b') } });
    assert.equal(defaultKeyOf(configured, 'terraform', '111122223333'), arn('b'));
    assert.equal(defaultKeyOf(configured, 'terraform', '444455556666'), arn('a'));
  });
});
