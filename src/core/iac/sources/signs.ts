import { isReadUnasked, mayNestTemplates } from '../candidates.ts';

/*
 * What is looked for in files that nobody refers to, around a module, a template or a class: who calls it, and with what. Of
 * hundreds of such files a handful has the words. A host that reads a disk answers from what it saw of a file when it read it
 * for another reason, without decoding or keeping its text (`glance.ts`).
 */
const signs = {
  'module call': { words: /\bmodule\b/, isIn: isReadUnasked },
  'nested stack': {
    words: /AWS::CloudFormation::Stack|AWS::Serverless::Application/,
    isIn: mayNestTemplates,
  },
  'deployment file': { words: /template-file-path/, isIn: (name: string) => /\.ya?ml$/.test(name) },
  'template configuration': { words: /"Parameters"/, isIn: (name: string) => name.endsWith('.json') },
} as const;

/** Words without which a file is not what is looked for. */
export type Sign = keyof typeof signs;

/** The signs that files of this name may have. All words of theirs are in ASCII. */
export function signsFor(name: string): readonly { readonly sign: Sign; readonly words: RegExp }[] {
  return (Object.keys(signs) as Sign[])
    .filter(sign => signs[sign].isIn(name))
    .map(sign => ({ sign, words: signs[sign].words }));
}

/** Whether a file has a sign, by its name and its text. */
export function hasSign(name: string, text: string, sign: Sign): boolean {
  return signs[sign].isIn(name) && signs[sign].words.test(text);
}
