import { nameOf } from '../../../base/uri.ts';
import { parseTree } from '../../formats/text.ts';
import { entriesOf, entryOf, mapOf, textOf, valueAt } from '../../formats/tree.ts';
import type { Sources } from '../../sources.ts';
import type { Setting } from './library.ts';
import { foldersAbove } from './sst.ts';

/** The settings that the project of a program has a default for, by their names (Pulumi documentation, "Project file reference"). */
export async function settingsFor(uri: string, sources: Sources): Promise<ReadonlyMap<string, Setting>> {
  for (const folder of foldersAbove(uri, sources.root)) {
    const project = (await sources.list(folder, true)).find(one => /^Pulumi\.ya?ml$/.test(nameOf(one)));
    const document = project === undefined ? undefined : await sources.read(project, undefined, true);
    if (document) {
      return settingsIn(document.uri, document.text);
    }
  }
  return new Map();
}

function settingsIn(uri: string, text: string): ReadonlyMap<string, Setting> {
  const root = mapOf(parseTree(text).documents[0]?.root);
  const project = textOf(valueAt(root, 'name')) ?? '';
  const settings = new Map<string, Setting>();
  for (const { key, value, range } of entriesOf(valueAt(root, 'config'))) {
    const entry = entryOf(value, 'default') ?? entryOf(value, 'value');
    const byDefault = value.kind === 'map' ? textOf(entry?.value) : textOf(value);
    const name = key.startsWith(`${project}:`) ? key.slice(project.length + 1) : key;
    if (byDefault !== undefined) {
      const place = { uri, range: entry?.range ?? range };
      settings.set(name, { byDefault, related: { kind: 'variable-default', name, ...place } });
    }
  }
  return settings;
}
