import type { GivenFile, InputFault, InputSet } from '../inputs.ts';
import type { Language } from '../language.ts';
import type { Sources } from '../sources/sources.ts';

/** The files of these sets that are not there, or hold no inputs of their kind; each once. */
export async function inputFaults(
  sets: readonly InputSet[],
  languages: readonly Language[],
  sources: Sources,
): Promise<readonly InputFault[]> {
  const files = sets.flatMap(set => set.given.flatMap(given => ('file' in given ? [{ set, given }] : [])));
  const faults = await Promise.all(files.map(({ set, given }) => faultOf(set, given, languages, sources)));
  return faults
    .filter(fault => fault !== undefined)
    .filter((one, index, all) => all.findIndex(({ file }) => file === one.file) === index);
}

async function faultOf(
  set: InputSet,
  given: GivenFile,
  languages: readonly Language[],
  sources: Sources,
): Promise<InputFault | undefined> {
  const { file, within } = given;
  const document = await sources.read(file, within === undefined ? undefined : [within]);
  if (!document) {
    return { file, what: 'unreadable' };
  }
  const isRead = languages.some(language => language.isInputFile?.(document, given, set) === true);
  return isRead ? undefined : { file, what: 'malformed' };
}
