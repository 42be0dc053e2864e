import assert from 'node:assert/strict';
import { importFaults, sourceFiles } from '../../scripts/imports.mjs';
import { languageTable } from '../../src/core/iac/languageTable.ts';

describe('the parts of the product', () => {
  it('import what the table allows, all that it allows, and never in a circle', () => {
    assert.deepEqual(importFaults(sourceFiles()), []);
  });

  it('are told from what they import, in every form of import', () => {
    const rules = {
      core: 'node:path',
      'core/iac': 'core yaml',
      'core/iac/index.ts': 'core/iac',
      edge: 'core vscode',
    };
    const files = {
      'core/base.ts': "import { join } from 'node:path';\nimport fs from 'node:fs';\n",
      'core/late.ts': "export const later = () => import('../edge/a.ts');\n",
      'core/iac/index.ts': "export type { B } from './b.ts';\nexport {\n  a,\n  b,\n} from './c.ts';\n",
      'core/iac/b.ts':
        "import { type X, y } from '../base.ts';\nimport { parse } from 'yaml';\nimport './index.ts';\n",
      'core/iac/c.ts': '',
      'edge/a.ts': "import type { B } from '../core/iac/b.ts';\nimport core from '../core/base.ts';\n",
      'other.ts': '',
      'core/new/index.ts': '',
    };
    assert.deepEqual(importFaults(new Map(Object.entries(files)), rules), [
      'core/base.ts imports node:fs: core may not import node:fs',
      'core/late.ts imports edge/a.ts: core may not import edge',
      'core/iac/b.ts imports core/iac/index.ts: core/iac may not import core/iac/index.ts',
      'edge/a.ts imports core/iac/b.ts: edge may not import core/iac',
      'other.ts lies in no part of the table',
      'core/new/index.ts lies in no part of the table',
      'no import needs what the table allows: edge to import vscode',
    ]);
  });

  it('run in no circle: what only the types need is no import of a program', () => {
    const rules = { a: '', b: '' };
    const circle = new Map([
      ['a/1.ts', "import { two } from './2.ts';\nimport type { Three } from './3.ts';\n"],
      ['a/2.ts', "import { three, type Four } from './3.ts';\n"],
      ['a/3.ts', "import { type One } from './1.ts';\nimport { four } from './4.ts';\n"],
      ['a/4.ts', "import { two } from './2.ts';\n"],
      ['b/1.ts', "export const late = () => import('./1.ts');\n"],
    ]);
    assert.deepEqual(importFaults(circle, rules), [
      'imports run in a circle: a/2.ts → a/3.ts → a/4.ts → a/2.ts',
    ]);
  });

  it('are told what time it is, in the core: it runs alike in a test', () => {
    const asking = [...sourceFiles()].flatMap(([path, text]) =>
      path.startsWith('core/') && /\bDate\.now\b|\bnew Date\(\)|\bperformance\.now\b/.test(text)
        ? [path]
        : [],
    );
    assert.deepEqual(asking, []);
  });

  it('read the disk in few places, each of which knows what never ends: devices, pipes, files of any size', () => {
    const reading = [...sourceFiles()].flatMap(([path, text]) =>
      /\b(?:readFile(?:Sync)?|readSync|createReadStream)\b[^;]*\bfrom 'node:fs/.test(text) ? [path] : [],
    );
    assert.deepEqual(reading, ['aws/config/wholeFile.ts', 'files/boundedFile.ts', 'files/journalFile.ts']);
  });

  it('look for the start of a line within the line: blank lines would be passed over from each of them anew', () => {
    const over = [...sourceFiles()].flatMap(([path, text]) =>
      /\/(?:\(\?:)?\^\\s[*+][^\n]*?\/[a-z]*m[a-z]*\b/.test(text) ? [path] : [],
    );
    assert.deepEqual(over, []);
  });

  it('say what was thrown in one place: it need not be an error', () => {
    const saying = [...sourceFiles()].flatMap(([path, text]) =>
      path !== 'core/base/thrown.ts' && /instanceof Error \?/.test(text) ? [path] : [],
    );
    assert.deepEqual(saying, []);
  });

  it('know a language by its traits: none but its own folder names it', () => {
    const ids = Object.keys(languageTable);
    const naming = [...sourceFiles()].flatMap(([path, text]) => {
      // As a key without quotes it is a row of a table whose keys the compiler checks.
      const others = ids.filter(id => !path.startsWith(`core/iac/languages/${id}/`));
      return path === 'core/iac/languageTable.ts'
        ? []
        : others.filter(id => text.includes(`'${id}'`)).map(id => `${path}: ${id}`);
    });
    // The name of a block in Terraform's syntax, and in Terragrunt's.
    assert.deepEqual(naming, [
      'core/iac/formats/hcl/header.ts: terraform',
      'core/iac/languages/terragrunt/read.ts: terraform',
      'core/iac/languages/terragrunt/unit.ts: terraform',
      'core/iac/languages/terragrunt/variableFiles.ts: terraform',
    ]);
  });
});
