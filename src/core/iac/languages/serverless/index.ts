import { onceFor } from '../../../base/onceFor.ts';
import { join, parentOf } from '../../../base/uri.ts';
import { flawsOfTree } from '../../formats/flaws.ts';
import type { Language } from '../../language.ts';
import { type SourceDocument, type Sources, withSet } from '../../sources/sources.ts';
import {
  hasResources,
  hasServerlessVariables,
  isServerlessService,
  mayDeclareTrail,
  samTransform,
} from '../cloudformation/claims.ts';
import { TemplateDocuments } from '../cloudformation/documents.ts';
import { fixesFor, type Reader } from '../cloudformation/fixes/index.ts';
import { readTemplate, type TemplateReading } from '../cloudformation/read.ts';
import { surroundingsOf } from '../cloudformation/surroundings.ts';
import { setsForService } from './deployment.ts';
import { type ReadFile, readFragment, readService, type Service } from './service.ts';

/**
 * The Serverless Framework: the resources that a service adds to its stack, written in `serverless.yml` or in files that
 * it names, with the framework's variables resolved first (Serverless Framework guide, "AWS Resources", "Variables").
 */
export function createServerless(): Language {
  const documents = new TemplateDocuments();
  // Asked of a document when it is claimed, and when it is read.
  const isOurs = onceFor(({ text }: SourceDocument) => speaksServerless(text));
  const read = (document: SourceDocument) => documents.file(document);

  const readTrails = async (
    document: SourceDocument,
    sources: Sources,
    signal?: AbortSignal,
  ): Promise<TemplateReading & { readonly isPart: boolean }> => {
    const service = await serviceOf(document, read, sources, signal);
    const template =
      service?.template ?? (isOurs(document) ? readFragment(document, read, sources) : undefined);
    if (!template) {
      return { trails: [], gaveUp: [], isPart: false };
    }
    // What is given to a service is not given to the parameters of its template.
    const surroundings = await surroundingsOf(template, documents.read, withSet(sources, undefined), signal);
    const { lines } = documents.read(document);
    const reading = readTemplate(template, 'serverless', surroundings, lines, { uri: document.uri });
    return {
      ...reading,
      gaveUp: [...reading.gaveUp, ...(service?.gaveUp ?? [])],
      isPart: service !== undefined,
    };
  };

  const reader: Reader = {
    read: async (document, sources) => (await readTrails(document, sources)).trails,
    surroundings: ({ template }, sources) =>
      surroundingsOf(template, documents.read, withSet(sources, undefined)),
  };
  return {
    id: 'serverless',
    claims: document => mayDeclareTrail(document.text) && (isOurs(document) || mayBePart(document.text)),
    read: async (document, sources, signal) => {
      const { trails, gaveUp, isPart } = await readTrails(document, sources, signal);
      return {
        trails: trails.map(({ declaration }) => declaration),
        gaveUp,
        ...(isPart && { isPart }),
      };
    },
    async inputSets(document, sources) {
      const service = sources.inputs ? await serviceOf(document, read, sources, undefined) : undefined;
      const texts = service ? [service.template.file.text, document.text] : [];
      return service ? setsForService(service.template.file.uri, texts, sources) : [];
    },
    flaws: document => flawsOfTree(document.text, documents.file(document).tree),
    fixes: (finding, document, sources, context) => fixesFor(finding, document, sources, context, reader),
  };
}

/** A service, or a file of resources that says by its looks that it belongs to one. */
function speaksServerless(text: string): boolean {
  return isServerlessService(text) || hasServerlessVariables(text) || (isBare(text) && !hasResources(text));
}

/** An ordinary template may be one of the files of a service. */
function mayBePart(text: string): boolean {
  return hasResources(text) && !text.includes(samTransform);
}

/** The service that a document is, or belongs to. */
async function serviceOf(
  document: SourceDocument,
  read: ReadFile,
  sources: Sources,
  signal: AbortSignal | undefined,
): Promise<Service | undefined> {
  return (
    (await readService(document, read, sources, signal)) ??
    (await serviceAround(document, read, sources, signal))
  );
}

/** The service that a resource file belongs to is looked for in the folders above it. */
async function serviceAround(
  document: SourceDocument,
  read: ReadFile,
  sources: Sources,
  signal: AbortSignal | undefined,
): Promise<Service | undefined> {
  let folder = parentOf(document.uri);
  for (let level = 0; level < levelsUp && folder !== undefined; level++) {
    const above = folder;
    const places = serviceNames.flatMap(name => join(above, name) ?? []);
    // Most folders hold none of them: they are not waited for one by one.
    for (const owner of await Promise.all(places.map(uri => sources.read(uri)))) {
      const service = owner && (await readService(owner, read, sources, signal));
      if (service?.files.has(document.uri)) {
        return service;
      }
    }
    folder = parentOf(above);
  }
  return undefined;
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
