import type { Language } from '../../language.ts';
import { fixesFor } from '../terraform/fixes/index.ts';
import { flawsOf } from '../terraform/flaws.ts';
import { ParsedFiles, parsed } from '../terraform/modules/files.ts';
import { declaredIn } from '../terraform/read.ts';
import { isTerragrunt, readDeployed } from './read.ts';
import { requireVariable } from './requireVariable.ts';

/**
 * Terragrunt: the modules that units and stacks deploy, judged with the inputs that they are given (Terragrunt
 * documentation, "Configuration Blocks and Attributes"). The code of a module is Terraform's own.
 */
export function createTerragrunt(): Language {
  const cache = new ParsedFiles();
  return {
    id: 'terragrunt',
    claims: ({ uri, text }) => isTerragrunt(uri) && deploys.test(text),
    read: async (document, sources, signal) =>
      declaredIn(await readDeployed(document, sources, cache, signal)),
    flaws: document => flawsOf(parsed(cache, document)),
    fixes: async (finding, document, sources, context) => [
      ...(await requireVariable(finding, document, sources, cache)),
      ...(await fixesFor(finding, document, sources, context, cache, readDeployed)),
    ],
  };
}

const deploys = /\b(?:terraform|include|inputs|unit|stack)\b/;
