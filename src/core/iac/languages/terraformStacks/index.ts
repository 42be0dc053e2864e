import type { Language } from '../../language.ts';
import { fixesFor } from '../terraform/fixes/index.ts';
import { flawsOf } from '../terraform/flaws.ts';
import { ParsedFiles, parsed } from '../terraform/modules/files.ts';
import { declaredIn } from '../terraform/read.ts';
import { isComponentFile, isDeploymentFile } from './load.ts';
import { deploymentSets, readComponents } from './read.ts';

/**
 * Terraform Stacks: the modules of their components, judged with the inputs of each deployment (Terraform documentation,
 * "Component configuration files", "Deployment configuration files"). The code of a module is Terraform's own.
 */
export function createTerraformStacks(): Language {
  const cache = new ParsedFiles();
  return {
    id: 'terraformStacks',
    claims: ({ uri, text }) => isComponentFile(uri) && /\b(?:component|stack)\b/.test(text),
    read: async (document, sources, signal) =>
      declaredIn(await readComponents(document, sources, cache, signal)),
    inputSets: (document, sources) => deploymentSets(document, sources, cache),
    isInputFile: ({ uri }) => (isDeploymentFile(uri) ? true : undefined),
    flaws: document => flawsOf(parsed(cache, document)),
    fixes: (finding, document, sources, context) =>
      fixesFor(finding, document, sources, context, cache, readComponents),
  };
}
