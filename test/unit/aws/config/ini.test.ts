import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseIni } from '../../../../src/aws/config/ini.ts';
import { holds } from '../../holds.ts';

describe('A shared AWS file', () => {
  it('is sections with settings, in their order, with their lines', () => {
    assert.deepEqual(
      read('[default]\nregion = eu-west-1\n\n[profile b]\nrole_arn=arn:aws:iam::1:role/x=y\n'),
      {
        sections: [
          { header: 'default', line: 0, settings: { region: 'eu-west-1' } },
          { header: 'profile b', line: 3, settings: { role_arn: 'arn:aws:iam::1:role/x=y' } },
        ],
        faults: [],
      },
    );
  });

  it('may begin with a byte order mark, end its lines in any way and lack the last end', () => {
    assert.deepEqual(read('\uFEFF[a]\r\nx = 1\r[b]\ny = 2').sections, [
      { header: 'a', line: 0, settings: { x: '1' } },
      { header: 'b', line: 2, settings: { y: '2' } },
    ]);
  });

  it('holds comments at the start of a line and after white space, not inside a value', () => {
    assert.deepEqual(read('# one\n; two\n[a] ; three\nx = 1 # four\ny = a#b;c\n').sections, [
      { header: 'a', line: 2, settings: { x: '1', y: 'a#b;c' } },
    ]);
  });

  it('nests settings under an empty one', () => {
    const text =
      '[services local]\ns3 =\n  endpoint_url = http://s3\n  other = 1\nkms =\n  endpoint_url = http://kms\nlast = 2\n';
    assert.deepEqual(read(text).sections[0]?.settings, {
      's3.endpoint_url': 'http://s3',
      's3.other': '1',
      'kms.endpoint_url': 'http://kms',
      last: '2',
    });
  });

  it('nests by indentation: what stands as deep as an empty setting is not its own', () => {
    const text = '[profile a]\n  s3 =\n    endpoint_url = http://s3\n  region = eu-west-1\n';
    assert.deepEqual(read(text).sections[0]?.settings, {
      's3.endpoint_url': 'http://s3',
      region: 'eu-west-1',
    });
  });

  it('has headers up to their last bracket, with the blanks and comment signs within', () => {
    const text = "[ default ]\n[profile 'a # b']\n[c] # see [d]\n[e] junk\n[f # g\n";
    assert.deepEqual(
      read(text).sections.map(({ header }) => header),
      [' default ', "profile 'a # b'", 'c', 'e'],
    );
  });

  it('knows the line of each setting', () => {
    const [section] = parseIni('[a]\n\nx = 1\ns3 =\n  y = 2\n').sections;
    assert.deepEqual(
      [...(section?.lines ?? [])],
      [
        ['x', 2],
        ['s3.y', 4],
      ],
    );
  });

  it('says which lines it does not understand and reads the others', () => {
    assert.deepEqual(read('early = 1\n[a]\nnonsense\nx = 1\n[profile b\ny = 2\n[]\n[c]\nz = 3\n'), {
      sections: [
        { header: 'a', line: 1, settings: { x: '1' } },
        { header: 'c', line: 7, settings: { z: '3' } },
      ],
      faults: [
        { line: 0, kind: 'setting-before-section' },
        { line: 2, kind: 'line-unknown' },
        { line: 4, kind: 'header-broken' },
        { line: 6, kind: 'header-broken' },
      ],
    });
  });

  it('is read whatever stands in it', () => {
    holds(
      fc.property(
        fc.string({ unit: fc.constantFrom('[', ']', '=', '\n', '\r', ' ', '#', 'a', '\u0000', '"') }),
        text => {
          const { sections, faults } = parseIni(text);
          const lines = text.split(/\r\n|\n|\r/).length;
          for (const { line } of [...sections, ...faults]) {
            assert.ok(line >= 0 && line < lines);
          }
        },
      ),
    );
  });
});

function read(text: string) {
  const { sections, faults } = parseIni(text);
  return {
    sections: sections.map(({ header, line, settings }) => ({
      header,
      line,
      settings: Object.fromEntries(settings),
    })),
    faults,
  };
}
