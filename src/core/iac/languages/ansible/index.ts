import { flawsOfTree } from '../../formats/flaws.ts';
import type { Language } from '../../language.ts';
import { mayDeclareTrail } from './claims.ts';
import { PlayFiles } from './files.ts';
import { fixesFor } from './fixes/index.ts';
import { inventoriesOf } from './flow/inventories.ts';
import { readPlays } from './read.ts';

/**
 * Ansible: playbooks, roles and files of tasks in YAML, with the modules of the collections amazon.aws, community.aws and
 * amazon.cloud. Variables have the precedence that Ansible gives them (Ansible documentation, "Using variables").
 */
export function createAnsible(): Language {
  const files = new PlayFiles();
  return {
    id: 'ansible',
    claims: ({ text }) => mayDeclareTrail(text),
    read: async (document, sources) => {
      const { trails, gaveUp } = await readPlays(document, files, sources);
      return { trails: trails.map(({ declaration }) => declaration), gaveUp };
    },
    inputSets: async (document, sources) =>
      mayDeclareTrail(document.text) ? inventoriesOf(document, sources) : [],
    flaws: document => flawsOfTree(document.text, files.of(document).tree),
    fixes: (finding, document, sources, context) => fixesFor(finding, document, files, sources, context),
  };
}
