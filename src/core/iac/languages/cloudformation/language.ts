import { flawsOfTree } from '../../formats/flaws.ts';
import { keepingReadings } from '../../kept.ts';
import type { Language } from '../../language.ts';
import type { LanguageId } from '../../languageTable.ts';
import { TemplateDocuments } from './documents.ts';
import { fixesFor, type Reader } from './fixes/index.ts';
import { valuesIn } from './inputs/given.ts';
import { inputSetsOf } from './inputs/inputSets.ts';
import { partsOf } from './parts.ts';
import { readDocument } from './placedTrails.ts';
import { surroundingsOf } from './surroundings.ts';

/** A language whose texts are templates, distinguished from its siblings by what it claims. */
export function templateLanguage(id: LanguageId, claims: (text: string) => boolean): Language {
  const documents = new TemplateDocuments();
  const reader: Reader = {
    read: async (document, sources) => (await readDocument(documents, id, document, sources)).trails,
    surroundings: ({ template }, sources) => surroundingsOf(template, documents.read, sources),
  };
  const language: Language = {
    id,
    claims: ({ text }) => claims(text),
    read: async (document, sources, signal) => {
      const { trails, gaveUp } = await readDocument(documents, id, document, sources, signal);
      return { trails: trails.map(({ declaration }) => declaration), gaveUp };
    },
    inputSets: (document, sources) => inputSetsOf(document, sources, documents.read),
    isInputFile: (document, given, { environment }) =>
      given.kind === 'parameters'
        ? valuesIn(document, given, documents.read, environment) !== undefined
        : undefined,
    flaws: document => flawsOfTree(document.text, documents.file(document).tree),
    fixes: (finding, document, sources, context) => fixesFor(finding, document, sources, context, reader),
  };
  return keepingReadings(language, document => partsOf(documents.file(document)));
}
