import type { InputSet } from '../../../inputs.ts';
import type { SourceDocument, Sources } from '../../../sources/sources.ts';
import { flawsOf } from '../flaws.ts';
import { type ParsedFiles, parsed } from '../modules/files.ts';
import type { ModuleFile } from '../modules/module.ts';

/** The address of values that are in no file: no link can lead there. */
export const valuesUri = 'values:given.tfvars.json';

/**
 * What a set gives to a root module, as files of variables in the order in which they count (Terraform documentation,
 * "Variable Definition Precedence"); undefined where one of its files cannot be read.
 */
export async function givenFiles(
  { given }: InputSet,
  sources: Sources,
  cache: ParsedFiles,
): Promise<readonly ModuleFile[] | undefined> {
  const files: ModuleFile[] = [];
  for (const one of given) {
    if ((one.kind ?? 'variables') !== 'variables') {
      continue;
    }
    const document =
      'file' in one ? await sources.read(one.file) : { uri: valuesUri, text: JSON.stringify(one.values) };
    if (!document) {
      return undefined;
    }
    files.push({ uri: document.uri, hcl: parsed(cache, document) });
  }
  return files;
}

/** Variables and their values, and nothing else. */
export function isVariableFile(document: SourceDocument, cache: ParsedFiles): boolean {
  const hcl = parsed(cache, document);
  const isOnlyValues = hcl.syntax === 'json' ? /^[\s\uFEFF]*\{/.test(hcl.text) : hcl.body.blocks.length === 0;
  return isOnlyValues && flawsOf(hcl) === 0;
}
