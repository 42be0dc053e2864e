import { nameOf, parentOf } from '../../base/uri.ts';
import { mayNestTemplates } from '../candidates.ts';
import { foldersAround, mostFiles, quietly } from '../foldersAround.ts';
import type { Sources } from '../sources.ts';
import { resourcesNaming } from './find.ts';
import { mayNest, nestedLocation, type ReadTemplates, stackTypes, surroundingsOf } from './surroundings.ts';
import type { Resource, Template } from './template.ts';
import { type OpenScope, scopeOf } from './trail.ts';

/** A stack that is made with a template, in the template that declares it. */
export interface StackCall {
  readonly stack: Resource;
  readonly template: Template;
  /** Opens that template by itself, with its parameters at whatever somebody gives. */
  readonly open: OpenScope;
}

/** The stacks that nest the template of this address, in the folder that holds what belongs together. */
export async function stacksOf(
  uri: string,
  read: ReadTemplates,
  sources: Sources,
): Promise<readonly StackCall[]> {
  const folder = parentOf(uri);
  const name = nameOf(uri);
  const calls: StackCall[] = [];
  let files = 0;
  const around = quietly(sources);
  for await (const place of folder === undefined ? [] : foldersAround(folder, around)) {
    const uris = (await around.list(place)).filter(one => one !== uri && mayNestTemplates(one));
    files += uris.length;
    if (files > mostFiles) {
      break;
    }
    for (const one of uris.toSorted()) {
      const document = await around.read(one);
      if (document && mayNest(document.text) && document.text.includes(name)) {
        for (const template of read(document).templates) {
          calls.push(...(await stacksIn(template, uri, read, around)));
        }
      }
    }
  }
  return calls;
}

async function stacksIn(
  template: Template,
  uri: string,
  read: ReadTemplates,
  sources: Sources,
): Promise<StackCall[]> {
  const stacks = Object.keys(stackTypes)
    .flatMap(type => resourcesNaming(template, type))
    .filter((stack, index, all) => nestedLocation(stack) === uri && all.indexOf(stack) === index);
  const surroundings = stacks.length === 0 ? undefined : await surroundingsOf(template, read, sources);
  return surroundings
    ? stacks.map(stack => ({ stack, template, open: scopeOf(template, surroundings) }))
    : [];
}
