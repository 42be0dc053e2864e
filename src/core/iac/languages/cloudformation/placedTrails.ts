import type { TextRange } from '../../../base/text.ts';
import type { Declaration, Related } from '../../declaration.ts';
import type { GaveUp } from '../../language.ts';
import type { LanguageId } from '../../languageTable.ts';
import type { SourceDocument, Sources } from '../../sources/sources.ts';
import { CallersDecide } from './callersDecide.ts';
import type { TemplateBody, TemplateDocuments } from './documents.ts';
import { Scope, type Surroundings } from './evaluation/scope.ts';
import { type DeclaredTrail, readTemplate } from './read.ts';
import { surroundingsOf } from './surroundings.ts';
import type { OpenScope } from './trail.ts';

/** The trails of a document's templates, also of those that are in the strings of another. */
export async function readDocument(
  documents: TemplateDocuments,
  language: LanguageId,
  document: SourceDocument,
  sources: Sources,
  signal?: AbortSignal,
): Promise<DocumentReading> {
  const { templates, bodies, lines } = documents.read(document);
  const found: PlacedTrail[] = [];
  const gaveUp: GaveUp[] = [];
  const callers = new CallersDecide(documents.read, sources);
  for (const template of templates) {
    const surroundings = await surroundingsOf(template, documents.read, sources, signal);
    const reading = readTemplate(template, language, surroundings, lines);
    for (const trail of reading.trails) {
      found.push(await callers.trail(trail));
    }
    gaveUp.push(...reading.gaveUp);
  }
  for (const body of bodies) {
    const { outer, template } = body;
    const around = await surroundingsOf(outer, documents.read, sources, signal);
    const inside = await surroundingsOf(template, documents.read, sources, signal);
    const open: OpenScope = world => openBody(body, new Scope(outer, world, around), inside);
    const reading = readTemplate(template, language, inside, body.lines, { open });
    gaveUp.push(...reading.gaveUp.map(one => ({ ...one, resource: `${body.owner.id}.${one.resource}` })));
    for (const trail of reading.trails) {
      found.push({ ...trail, declaration: outward(trail.declaration, body, document.uri), body });
    }
  }
  found.sort((left, right) => left.declaration.header.start - right.declaration.header.start);
  return { trails: found, gaveUp };
}

/** What a document declares, and where evaluation went past its budget. */
export interface DocumentReading {
  readonly trails: readonly PlacedTrail[];
  readonly gaveUp: readonly GaveUp[];
}

export interface PlacedTrail extends DeclaredTrail {
  /** The string that contains its template. */
  readonly body?: TemplateBody;
}

/** `undefined` where the stack set is not created. */
function openBody(
  { template, owner, body }: TemplateBody,
  outer: Scope,
  surroundings: Surroundings,
): Scope | undefined {
  const scope = outer.within(owner);
  return scope && scope.exists(owner) !== false
    ? scope.embedded(template, surroundings, owner, body)
    : undefined;
}

/** Places of the inner text as places of the outer one. */
function outward(
  declaration: Declaration,
  { embedded, owner, template }: TemplateBody,
  uri: string,
): Declaration {
  const resource = `${owner.id}.${declaration.resource}`;
  if (!embedded) {
    return { ...declaration, resource };
  }
  const range = ({ start, end }: TextRange): TextRange => ({
    start: embedded.outer(start),
    end: embedded.outer(end),
  });
  const related = (one: Related): Related =>
    one.uri === template.file.uri ? { ...one, uri, range: range(one.range) } : one;
  const { misspelling, keyAttribute } = declaration;
  return {
    ...declaration,
    uri,
    resource,
    header: range(declaration.header),
    whole: range(declaration.whole),
    keyAttribute: keyAttribute && range(keyAttribute),
    related: declaration.related.map(related),
    suppressions: declaration.suppressions.map(one => ({ ...one, range: range(one.range) })),
    ...(misspelling && { misspelling: { ...misspelling, range: range(misspelling.range) } }),
  };
}
