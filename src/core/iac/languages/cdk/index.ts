import type { Language } from '../../language.ts';
import { declaredBy } from '../programs/declare.ts';
import { Programs } from '../programs/files.ts';
import { mayDeclareTrail } from './claims.ts';
import { contextSets } from './context.ts';
import { fixesFor } from './fixes/index.ts';
import { readProgram } from './read.ts';
import { words } from './words.ts';

/** The AWS CDK: programs are read, never run. */
export function createCdk(): Language {
  const programs = new Programs(words);
  return {
    id: 'cdk',
    claims: ({ uri, text }) => mayDeclareTrail(uri, text),
    read: async (document, sources, signal) =>
      declaredBy(await readProgram(programs, document, sources, signal)),
    inputSets: async (document, sources) => contextSets(document, sources),
    flaws: document => programs.parsed(document)?.flaws ?? 0,
    fixes: async (finding, document, sources, context) =>
      fixesFor(finding, await readProgram(programs, document, sources), context),
  };
}
