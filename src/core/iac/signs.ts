import { mayBringIn } from './candidates.ts';
import type { Sources } from './sources.ts';

/*
 * What is looked for in files that nobody refers to, around a module, a template or a class: who calls it, and with what. Of
 * hundreds of such files a handful has the words. A host that reads a disk answers from what it saw of a file when it read it
 * for another reason, without decoding or keeping its text.
 */
const signs = {
  'module call': /\bmodule\b/,
  'nested stack': /AWS::CloudFormation::Stack|AWS::Serverless::Application/,
  'deployment file': /template-file-path/,
  'template configuration': /"Parameters"/,
} as const;

/** Words without which a file is not what is looked for. */
export type Sign = keyof typeof signs;

const all = Object.entries(signs) as readonly (readonly [Sign, RegExp])[];
const anySign = new RegExp(all.map(([, words]) => words.source).join('|'));
export const noSigns: ReadonlySet<Sign> = new Set();

/** The signs in a text, which may be one in Latin-1 of bytes in UTF-8: all of them are words in ASCII. */
export function signsIn(text: string): ReadonlySet<Sign> {
  // Most texts have none, and one search tells.
  return anySign.test(text)
    ? new Set(all.filter(([, words]) => words.test(text)).map(([sign]) => sign))
    : noSigns;
}

/**
 * Those of the files directly in a folder that are wanted and have a sign, in the order of their names; what cannot be read
 * has none. What is not wanted is not looked at.
 */
export async function filesWith(
  sources: Sources,
  folder: string,
  sign: Sign,
  isWanted: (uri: string) => boolean,
): Promise<readonly string[]> {
  if (sources.filesWith) {
    return (await sources.filesWith(folder, sign)).filter(isWanted);
  }
  const found: string[] = [];
  const wanted = (await sources.list(folder)).filter(uri => mayBringIn(uri) && isWanted(uri));
  for (const uri of wanted.toSorted()) {
    const document = await sources.read(uri);
    if (document && signs[sign].test(document.text)) {
      found.push(uri);
    }
  }
  return found;
}
