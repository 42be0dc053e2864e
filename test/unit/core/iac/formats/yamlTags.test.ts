import assert from 'node:assert/strict';
import { parseDocument } from 'yaml';
import { tagsIn } from '../../../../../src/core/iac/formats/yaml/tags.ts';

/** As the library reads a stretch, with what it has to say. */
function read(text: string) {
  const { contents, errors, warnings } = parseDocument(text, {
    schema: 'failsafe',
    logLevel: 'silent',
    customTags: tagsIn(text),
  });
  return { contents, trouble: [...errors, ...warnings].map(({ message }) => message.split('\n')[0]) };
}

describe('tags of YAML', () => {
  const text = `Key: !GetAtt Key.Arn
Name: !If [Named, !Ref Name, !Ref "AWS::NoValue"]
Text: !Sub
  - "\${A}"
  - {A: !Ref B}
Empty: !Nothing
Map: !Transform
  Name: AWS::Include
"!Quoted": "a !Ref in a text"
`;

  it('are known to the library, whatever they are at', () => {
    assert.deepEqual(read(text).trouble, []);
  });

  it('change nothing of what is read', () => {
    const plain = parseDocument(text, { schema: 'failsafe', logLevel: 'silent' });
    assert.ok(plain.warnings.length > 0);
    assert.deepEqual(JSON.stringify(read(text).contents), JSON.stringify(plain.contents));
  });

  it('are declared up to a number of them: the library looks through all for each value', () => {
    const many = Array.from({ length: 1000 }, (_, index) => `k${index}: !T${index} v`).join('\n');
    assert.equal(tagsIn(many).length, 120);
    assert.equal(read(many).trouble.length, 960);
  });
});
