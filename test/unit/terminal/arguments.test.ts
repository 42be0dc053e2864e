import assert from 'node:assert/strict';
import { findingCodes } from '../../../src/core/iac/findingCode.ts';
import { readArguments } from '../../../src/terminal/arguments.ts';
import { usage } from '../../../src/terminal/usage.ts';

const scan = (...args: readonly string[]) => readArguments(['scan', ...args]);
const mistake = (message: string) => ({ kind: 'mistake', message }) as const;

describe('the command line', () => {
  it('scans the current folder and prints a text, unless it says otherwise', () => {
    assert.deepEqual(scan(), {
      kind: 'scan',
      paths: ['.'],
      stdinFilename: undefined,
      outputs: [{ format: 'text' }],
      severity: 'hint',
      failOn: 'hint',
      codes: new Set(findingCodes),
      baseline: undefined,
      newBaseline: undefined,
      exclude: [],
      config: undefined,
      fix: 'no',
      color: undefined,
      inputs: [],
    });
  });

  it('takes a path alone for something to scan', () => {
    for (const path of ['.', './infra', 'infra/main.tf', 'C:\\infra']) {
      assert.deepEqual(readArguments([path, '--fail-on', 'error']), scan(path, '--fail-on', 'error'));
    }
  });

  it('writes several reports at once, one of them to standard output', () => {
    const outputs = (...args: readonly string[]) => {
      const request = scan(...args);
      return request.kind === 'scan' ? request.outputs : request;
    };
    assert.deepEqual(outputs('--format', 'sarif=out=1.sarif', '--format', 'text'), [
      { format: 'sarif', file: 'out=1.sarif' },
      { format: 'text' },
    ]);
    assert.deepEqual(outputs('--format', 'junit', '-o', 'a.xml', '--format=json=b.json'), [
      { format: 'junit', file: 'a.xml' },
      { format: 'json', file: 'b.json' },
    ]);
    assert.deepEqual(outputs('--output', 'a.txt'), [{ format: 'text', file: 'a.txt' }]);
    assert.deepEqual(outputs('--fix'), [], 'standard output is the difference');
    assert.deepEqual(outputs('--fix', '--write'), [{ format: 'text' }]);
  });

  it('takes codes apart, and leaves out those to be skipped', () => {
    const codes = (...args: readonly string[]) => {
      const request = scan(...args);
      return request.kind === 'scan' ? [...request.codes] : request;
    };
    assert.deepEqual(codes('--only', 'no-kms-key, kms-key-policy', '--only', 'kms-key-unusable'), [
      'no-kms-key',
      'kms-key-policy',
      'kms-key-unusable',
    ]);
    assert.deepEqual(
      codes('--skip', 'kms-key-rotation-off'),
      findingCodes.filter(code => code !== 'kms-key-rotation-off'),
    );
  });

  it('says what is wrong with it', () => {
    for (const [args, message] of [
      [[], 'No command was given: use scan'],
      [['scann', '.'], 'Unknown command "scann": use scan'],
      [
        ['scan', '--fail-on', 'bad'],
        '--fail-on must be one of error, warning, information, hint, never, not "bad"',
      ],
      [['scan', '--only', 'no-key'], `--only must be one of ${findingCodes.join(', ')}, not "no-key"`],
      [
        ['scan', '--format', 'json', '--format', 'text'],
        'Only one report can go to standard output: write the others to a file, --format sarif=FILE',
      ],
      [['scan', '--format', 'json='], 'A file name is missing'],
      [['scan', '--format', 'json=a', '-o', 'b'], '--output can be used only with a --format without a file'],
      [['scan', '-'], 'Standard input (-) requires --stdin-filename'],
      [['scan', '--stdin-filename', 'a.tf'], '--stdin-filename can be used only with standard input (-)'],
      [
        ['scan', '-', 'a.tf', '--stdin-filename', 'a.tf'],
        'Standard input (-) cannot be combined with other paths',
      ],
      [['scan', '--write'], '--write can be used only with --fix'],
      [['scan', '-', '--stdin-filename', 'a.tf', '--fix', '--write'], '--write cannot change standard input'],
      [
        ['scan', '--fix', '--format', 'json'],
        '--fix prints the diff to standard output: write the report to a file, --format sarif=FILE',
      ],
      [['scan', '--fix', '--write-baseline', 'a.json'], '--write-baseline cannot be combined with --fix'],
    ] as const) {
      assert.deepEqual(readArguments(args), mistake(message));
    }
  });

  it('is explained in 80 columns, with every option', () => {
    assert.deepEqual(
      usage.split('\n').filter(line => line.length > 80),
      [],
    );
    assert.match(usage, /^Usage: cloudtrail-encryption scan /);
  });
});
