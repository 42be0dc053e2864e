import { keepingReadings } from '../../kept.ts';
import type { Language } from '../../language.ts';
import { claims } from './claims.ts';
import { fixesFor } from './fixes/index.ts';
import { flawsOf } from './flaws.ts';
import { isVariableFile } from './inputs/givenFiles.ts';
import { inputSetsOf } from './inputs/inputSets.ts';
import { lockedOutKeys } from './lockedOut.ts';
import type { CallerKind } from './modules/callers.ts';
import { ParsedFiles, parsed } from './modules/files.ts';
import { ModuleTree } from './modules/tree.ts';
import { partsOf } from './parts.ts';
import { readDeclarations } from './read.ts';

/**
 * Terraform and OpenTofu: trails of the AWS provider and of the Cloud Control provider, in native and JSON syntax,
 * and through module calls. Each object keeps what it parsed as long as the documents live.
 * `callers`: the tools around Terraform that may call its modules.
 */
export function createTerraform(callers: readonly CallerKind[] = []): Language {
  const cache = new ParsedFiles(callers);
  const language: Language = {
    id: 'terraform',
    claims,
    read: (document, sources, signal) => readDeclarations(document, sources, cache, signal),
    inputSets: (document, sources) => inputSetsOf(document, sources, cache),
    isInputFile: (document, { kind }) => (kind === 'variables' ? isVariableFile(document, cache) : undefined),
    flaws: document => flawsOf(parsed(cache, document)),
    async refused(document, sources) {
      const tree = new ModuleTree(document, sources, cache);
      return lockedOutKeys(await tree.root());
    },
    fixes: (finding, document, sources, context) => fixesFor(finding, document, sources, context, cache),
  };
  return keepingReadings(language, document => partsOf(parsed(cache, document)));
}
