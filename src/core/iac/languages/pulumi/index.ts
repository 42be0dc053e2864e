import type { Language } from '../../language.ts';
import { manifestLanguage } from '../manifests/language.ts';
import { declaredBy } from '../programs/declare.ts';
import { Programs } from '../programs/files.ts';
import { mayDeclareTrail } from './program/claims.ts';
import { fixesFor } from './program/fixes/index.ts';
import { readProgram } from './program/read.ts';
import { namedStacksOf, stacksOf } from './program/settings.ts';
import { words } from './program/words.ts';
import { pulumiYaml } from './yaml/provider.ts';

/**
 * Pulumi: programs in TypeScript, JavaScript, Python, Java, Go and C#, those of SST among them, which are read and never run; and programs in
 * Pulumi YAML, evaluated as its language host does it.
 */
export function createPulumi(): Language {
  const yaml = manifestLanguage(pulumiYaml);
  const programs = new Programs(words);
  const isProgram = (uri: string, text: string) => mayDeclareTrail(uri, text);
  return {
    id: 'pulumi',
    claims: document => isProgram(document.uri, document.text) || yaml.claims(document),
    read: async (document, sources, signal) =>
      isProgram(document.uri, document.text)
        ? declaredBy(await readProgram(programs, document, sources, signal))
        : yaml.read(document, sources, signal),
    inputSets: async (document, sources) =>
      isProgram(document.uri, document.text)
        ? stacksOf(document, sources)
        : // Without a name, all stacks are looked at together: what each passes.
          namedStacksOf(document, sources),
    flaws: document =>
      isProgram(document.uri, document.text) ? (programs.parsed(document)?.flaws ?? 0) : yaml.flaws(document),
    fixes: async (finding, document, sources, context) =>
      isProgram(document.uri, document.text)
        ? fixesFor(finding, await readProgram(programs, document, sources), context)
        : yaml.fixes(finding, document, sources, context),
  };
}
