import { nameOf, parentOf } from '../../../base/uri.ts';
import { mayNestTemplates } from '../../candidates.ts';
import { foldersAround, mostFiles, picking, quietly } from '../../sources/foldersAround.ts';
import { type SourceDocument, type Sources, withSet } from '../../sources/sources.ts';
import { resourcesNaming } from './find.ts';
import { setsOf } from './inputs/setsOf.ts';
import { mayNest, nestedLocation, type ReadTemplates, stackTypes, surroundingsOf } from './surroundings.ts';
import type { Resource, Template } from './template.ts';
import { type OpenScope, scopeOf } from './trail.ts';

/** A stack that is created from a template, in the template that declares it. */
export interface StackCall {
  readonly stack: Resource;
  readonly template: Template;
  /** Opens that template by itself, with its parameters at any value. */
  readonly open: OpenScope;
}

/**
 * The stacks that nest the template of this address, in the folder that holds what belongs together. Where their template is
 * deployed with several sets of inputs, there is one for each.
 */
export async function stacksOf(
  uri: string,
  read: ReadTemplates,
  sources: Sources,
): Promise<readonly StackCall[]> {
  const calls: StackCall[] = [];
  const around = withSet(quietly(sources), undefined);
  for await (const { document, template, stacks } of nestingTemplates(uri, read, around)) {
    const sets = await setsOf(document, around, read);
    for (const set of sets.length > 0 ? sets : [undefined]) {
      const surroundings = await surroundingsOf(template, read, withSet(around, set));
      calls.push(...stacks.map(stack => ({ stack, template, open: scopeOf(template, surroundings) })));
    }
  }
  return calls;
}

/** Whether anything in the folder that holds what belongs together nests the template of this address. */
export async function isNested(uri: string, read: ReadTemplates, sources: Sources): Promise<boolean> {
  for await (const _ of nestingTemplates(uri, read, quietly(sources))) {
    return true;
  }
  return false;
}

interface NestingTemplate {
  readonly document: SourceDocument;
  readonly template: Template;
  /** Never empty. */
  readonly stacks: readonly Resource[];
}

const templates = picking(mayNestTemplates);

async function* nestingTemplates(
  uri: string,
  read: ReadTemplates,
  around: Sources,
): AsyncGenerator<NestingTemplate> {
  const folder = parentOf(uri);
  const name = nameOf(uri);
  let files = 0;
  for await (const place of folder === undefined ? [] : await foldersAround(folder, around)) {
    const uris = templates(place.files).filter(one => one !== uri);
    files += uris.length;
    if (files > mostFiles) {
      return;
    }
    for (const one of await place.filesWith('nested stack', uris)) {
      const document = await around.read(one);
      if (document && mayNest(document.text) && document.text.includes(name)) {
        for (const template of read(document).templates) {
          const stacks = stacksIn(template, uri);
          if (stacks.length > 0) {
            yield { document, template, stacks };
          }
        }
      }
    }
  }
}

function stacksIn(template: Template, uri: string): readonly Resource[] {
  return Object.keys(stackTypes)
    .flatMap(type => resourcesNaming(template, type))
    .filter((stack, index, all) => nestedLocation(stack) === uri && all.indexOf(stack) === index);
}
