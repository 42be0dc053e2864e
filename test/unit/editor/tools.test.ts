import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../../src/editor/tools');

describe('the tools for language models', () => {
  const files = readdirSync(folder).map(name => ({ name, text: readFileSync(join(folder, name), 'utf8') }));

  it('can change nothing: no file, no setting, no account, and they run no command', () => {
    assert.ok(files.length > 4);
    for (const { name, text } of files) {
      assert.doesNotMatch(
        text,
        /applyEdit|executeCommand|writeFile|\.(?:update|delete|rename|copy|refresh|load|ignore|changeKey|repair|restorePrevious)\(/,
        name,
      );
      const imported = [...text.matchAll(/^import (type )?.* from '([^']+)';$/gm)];
      for (const [, type, from = ''] of imported.filter(([, type]) => !type)) {
        assert.doesNotMatch(from, /remediation|wizard|commands|aws/, `${name} ${type}`);
      }
    }
  });
});
