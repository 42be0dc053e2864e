import { join, parentOf } from '../../base/uri.ts';
import {
  hasResources,
  hasServerlessVariables,
  isServerlessService,
  mayDeclareTrail,
} from '../cloudformation/claims.ts';
import { TemplateDocuments } from '../cloudformation/documents.ts';
import { fixesFor, type Reader } from '../cloudformation/fixes/index.ts';
import type { PlacedTrail } from '../cloudformation/placedTrails.ts';
import { readTemplate } from '../cloudformation/read.ts';
import { surroundingsOf } from '../cloudformation/surroundings.ts';
import type { Template } from '../cloudformation/template.ts';
import { flawsOfTree } from '../formats/flaws.ts';
import type { Language } from '../language.ts';
import type { SourceDocument, Sources } from '../sources.ts';
import { readFragment, readService } from './service.ts';

/**
 * The Serverless Framework: the resources that a service adds to its stack, written in `serverless.yml` or in files that
 * it names, with the framework's variables resolved first (Serverless Framework guide, "AWS Resources", "Variables").
 */
export function createServerless(): Language {
  const documents = new TemplateDocuments();
  const read = (document: SourceDocument) => documents.file(document);

  const readTrails: (
    document: SourceDocument,
    sources: Sources,
    signal?: AbortSignal,
  ) => Promise<PlacedTrail[]> = async (document, sources, signal) => {
    const template = await templateFor(document, sources, signal);
    if (!template) {
      return [];
    }
    const surroundings = await surroundingsOf(template, documents.read, sources, signal);
    const { lines } = documents.read(document);
    return readTemplate(template, 'serverless', surroundings, lines, { uri: document.uri });
  };

  /** The service that a resource file belongs to is looked for in the folders above it. */
  const templateFor = async (
    document: SourceDocument,
    sources: Sources,
    signal: AbortSignal | undefined,
  ): Promise<Template | undefined> => {
    const own = await readService(document, read, sources, signal);
    if (own) {
      return own.template;
    }
    let folder = parentOf(document.uri);
    for (let level = 0; level < levelsUp && folder !== undefined; level++) {
      for (const name of serviceNames) {
        const candidate = join(folder, name);
        const owner = candidate === undefined ? undefined : await sources.read(candidate);
        const service = owner && (await readService(owner, read, sources, signal));
        if (service?.files.has(document.uri)) {
          return service.template;
        }
      }
      folder = parentOf(folder);
    }
    return readFragment(document, read);
  };

  const reader: Reader = {
    read: readTrails,
    surroundings: ({ template }, sources) => surroundingsOf(template, documents.read, sources),
  };
  return {
    id: 'serverless',
    claims: ({ text }) =>
      mayDeclareTrail(text) &&
      (isServerlessService(text) || hasServerlessVariables(text) || (isBare(text) && !hasResources(text))),
    read: async (document, sources, signal) => {
      const trails = await readTrails(document, sources, signal);
      return { trails: trails.map(({ declaration }) => declaration), gaveUp: [] };
    },
    flaws: document => flawsOfTree(document.text, documents.file(document).tree),
    fixes: (finding, document, sources, context) => fixesFor(finding, document, sources, context, reader),
  };
}

const serviceNames = ['serverless.yml', 'serverless.yaml', 'serverless.json'];
const levelsUp = 4;

/** Resources without a section around them, and no template of Go's or Helm's. */
function isBare(text: string): boolean {
  return (
    !/\{\{-?\s*(?:define|range|with|if|end|\.)/.test(text) &&
    /^[ \t]+["']?Type["']?\s*:\s*["']?AWS::CloudTrail::Trail\b/m.test(text)
  );
}
