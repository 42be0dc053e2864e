import { nameOf, parentOf } from '../../../../base/uri.ts';
import { parseTree } from '../../../formats/text.ts';
import { entriesOf, entryOf, type MapNode, mapOf, textOf, valueAt } from '../../../formats/tree.ts';
import { type InputSet, isFor } from '../../../inputs.ts';
import type { SourceDocument, Sources } from '../../../sources/sources.ts';
import { foldersAbove } from '../../programs/modules/foldersAbove.ts';
import type { Setting, Settings } from './library.ts';

/**
 * The settings of a program by their names: what its project has a default for and, where it is read for one of its stacks, what
 * that has (Pulumi documentation, "Project file reference", "Stack settings file reference").
 */
export async function settingsFor(uri: string, sources: Sources): Promise<Settings> {
  const project = await projectOf(uri, sources);
  const root = project && mapOf(parseTree(project.text).documents[0]?.root);
  const name = textOf(valueAt(root, 'name')) ?? '';
  const known = new Map(project && root ? settingsIn(project, root, name) : []);
  let isWhole = false;
  for (const one of sources.inputs?.set?.given ?? []) {
    if ('file' in one) {
      const stack = await sources.read(one.file, undefined, true);
      const body = stack && mapOf(parseTree(stack.text).documents[0]?.root);
      for (const [key, setting] of stack && body ? settingsIn(stack, body, name) : []) {
        known.set(key, { ...setting, isGiven: true });
      }
      // An environment of Pulumi ESC may give what the stack itself does not.
      isWhole ||= body !== undefined && entryOf(body, 'environment') === undefined;
    } else {
      for (const [key, value] of Object.entries(one.values)) {
        known.set(key, { byDefault: String(value ?? ''), related: undefined, isGiven: true });
      }
    }
  }
  return { known, isWhole };
}

/** The stacks that a program is deployed as, from the files beside its project; those that are named stand instead of them all. */
export async function stacksOf(document: SourceDocument, sources: Sources): Promise<readonly InputSet[]> {
  const stacks = await stacksBeside(document, sources);
  const chosen = chosenOf(stacks, document, sources);
  return chosen.length > 0 ? chosen : stacks.toSorted((left, right) => (left.name < right.name ? -1 : 1));
}

/** The stacks that are named. */
export async function namedStacksOf(
  document: SourceDocument,
  sources: Sources,
): Promise<readonly InputSet[]> {
  return sources.inputs ? chosenOf(await stacksBeside(document, sources), document, sources) : [];
}

async function stacksBeside({ uri }: SourceDocument, sources: Sources): Promise<readonly InputSet[]> {
  const project = await projectOf(uri, sources);
  const folder = project && parentOf(project.uri);
  const files = folder === undefined ? [] : await sources.list(folder, true);
  return files.flatMap((file): InputSet[] => {
    const [name, stack] = /^Pulumi\.(.+)\.ya?ml$/.exec(nameOf(file)) ?? [];
    return name !== undefined && stack !== undefined
      ? [{ name, given: [{ kind: 'parameters', file }], environment: stack }]
      : [];
  });
}

/** A named set that has the name of one stack as its environment chooses it; one that is for the program is one. */
function chosenOf(
  stacks: readonly InputSet[],
  { uri }: SourceDocument,
  sources: Sources,
): readonly InputSet[] {
  const named = (sources.inputs?.named ?? []).filter(one => isFor(one, uri) !== false);
  return named.flatMap((one): InputSet[] => {
    const stack = stacks.find(({ environment }) => environment === one.environment);
    return stack ? [{ ...one, given: [...stack.given, ...one.given] }] : isFor(one, uri) ? [one] : [];
  });
}

async function projectOf(uri: string, sources: Sources): Promise<SourceDocument | undefined> {
  for (const folder of foldersAbove(uri, sources.root)) {
    const project = (await sources.list(folder, true)).find(one => /^Pulumi\.ya?ml$/.test(nameOf(one)));
    const document = project === undefined ? undefined : await sources.read(project, undefined, true);
    if (document) {
      return document;
    }
  }
  return undefined;
}

/** The settings of a project, or of a stack, whose values may be secret. */
function settingsIn({ uri }: SourceDocument, root: MapNode, project: string): [string, Setting][] {
  return entriesOf(valueAt(root, 'config')).flatMap(({ key, value, range }): [string, Setting][] => {
    const entry = entryOf(value, 'default') ?? entryOf(value, 'value');
    const isSecret = entryOf(value, 'secure') !== undefined;
    const byDefault = value.kind === 'map' ? textOf(entry?.value) : textOf(value);
    const name = key.startsWith(`${project}:`) ? key.slice(project.length + 1) : key;
    const place = { uri, range: entry?.range ?? range };
    return byDefault === undefined && !isSecret
      ? []
      : [[name, { byDefault, related: { kind: 'variable-default', name, ...place } }]];
  });
}
