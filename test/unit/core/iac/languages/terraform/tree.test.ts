import assert from 'node:assert/strict';
import { explore } from '../../../../../../src/core/iac/languages/terraform/evaluation/world.ts';
import { ParsedFiles } from '../../../../../../src/core/iac/languages/terraform/modules/files.ts';
import { ModuleTree } from '../../../../../../src/core/iac/languages/terraform/modules/tree.ts';
import { MemorySources } from '../../memorySources.ts';

const chain = (length: number) =>
  Object.fromEntries(
    Array.from({ length }, (_, index) => [`file:///case/m${index}/main.tf`, 'variable "key" {}\n']),
  );

describe('The modules of a document', () => {
  it('are read before more than one world is evaluated', async () => {
    const document = { uri: 'file:///case/main.tf', text: '' };
    const tree = new ModuleTree(document, new MemorySources(chain(3)), new ParsedFiles());
    const evaluated: number[] = [];
    const read = await tree.settled(() => {
      const { outcomes } = explore(tree, world => {
        world.answer('var.a', 4, 0);
        const missing = [0, 1, 2].find(index => !tree.module(`file:///case/m${index}`));
        return missing === undefined;
      });
      evaluated.push(outcomes.length);
      return outcomes.map(({ result }) => result);
    });
    assert.deepEqual(evaluated, [1, 1, 1, 4]);
    assert.deepEqual(read, [true, true, true, true]);
  });

  it('are given up after so many rounds, with what every world comes to without them', async () => {
    const document = { uri: 'file:///case/main.tf', text: '' };
    const tree = new ModuleTree(document, new MemorySources(chain(100)), new ParsedFiles());
    let rounds = 0;
    const worlds = await tree.settled(() => {
      rounds++;
      return explore(tree, world => {
        world.answer('var.a', 2, 0);
        return tree.module(`file:///case/m${rounds}`);
      }).outcomes.length;
    });
    assert.deepEqual([rounds, worlds], [25, 2]);
  });
});
