import assert from 'node:assert/strict';
import fc from 'fast-check';

import { readConfigurationFile } from '../../../../../src/core/iac/configuration/configurationFile.ts';
import { leaveOut } from '../../../../../src/core/iac/configuration/leaveOut.ts';
import { holds } from '../../../holds.ts';
import { applyEdits } from '../memorySources.ts';

const written = (text: string, pattern = 'infra/old.tf') => {
  const edits = leaveOut(text, pattern);
  return edits && applyEdits(text, edits);
};

describe('leaving a file out in a configuration file', () => {
  it('adds to the list that is there, with its comments and indentation', () => {
    assert.equal(
      written(
        '{\n    // ours\n    "diagnostics.exclude": [\n        "**/examples/**" // never deployed\n    ],\n    "inputs": []\n}\n',
      ),
      '{\n    // ours\n    "diagnostics.exclude": [\n        "**/examples/**",\n        "infra/old.tf" // never deployed\n    ],\n    "inputs": []\n}\n',
    );
    assert.equal(
      written('{"diagnostics.exclude": []}'),
      '{\n  "diagnostics.exclude": [\n    "infra/old.tf"\n  ]\n}',
    );
  });

  it('makes the list where there is none', () => {
    assert.equal(
      written('{\n\t"diagnostics.severity": {}\n}\n'),
      '{\n\t"diagnostics.severity": {},\n\t"diagnostics.exclude": [\n\t\t"infra/old.tf"\n\t]\n}\n',
    );
    assert.equal(
      written('{\r\n  "defaultKey": {}\r\n}\r\n'),
      '{\r\n  "defaultKey": {},\r\n  "diagnostics.exclude": [\r\n    "infra/old.tf"\r\n  ]\r\n}\r\n',
    );
  });

  it('changes nothing where it is left out already, and is not done where there is no list to add to', () => {
    assert.deepEqual(leaveOut('{"diagnostics.exclude": ["infra/old.tf"]}', 'infra/old.tf'), []);
    for (const text of ['', '[]', 'nothing', '{"diagnostics.exclude": {}}', '{"diagnostics.exclude": "a"}']) {
      assert.equal(leaveOut(text, 'infra/old.tf'), undefined, text);
    }
  });

  it('is read back as it was written, whatever the path, beside all that was there', () => {
    const paths = fc.array(fc.string({ minLength: 1 }), { maxLength: 4 });
    holds(
      fc.property(
        paths,
        fc.string({ minLength: 1 }),
        fc.constantFrom(0, 2, '\t'),
        (present, pattern, indent) => {
          const text = JSON.stringify({ 'diagnostics.exclude': present, defaultKey: {} }, undefined, indent);
          const { configuration } = readConfigurationFile({
            uri: 'file:///a/x.json',
            text: written(text, pattern) ?? '',
          });
          assert.deepEqual(configuration.exclude[0]?.patterns, [
            ...present,
            ...(present.includes(pattern) ? [] : [pattern]),
          ]);
        },
      ),
      { numRuns: 200 },
    );
  });
});
