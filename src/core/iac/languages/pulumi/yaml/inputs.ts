import { type Entry, entryOf, type MapNode, textOf, valueAt } from '../../../formats/tree.ts';
import type { ManifestFile } from '../../manifests/manifest.ts';
import type { Input } from '../../manifests/resource.ts';

/**
 * A setting of a project: `config`, older `configuration`, by its name or with the project's before it (Pulumi documentation,
 * "Project file reference"). The first of the texts that declares it counts.
 */
export function configInput(
  texts: readonly { readonly body: MapNode; readonly file: ManifestFile }[],
  path: string,
  project: string | undefined,
): Input {
  const short =
    project !== undefined && path.startsWith(`${project}:`) ? path.slice(project.length + 1) : path;
  const names = [path, short, `${project}:${short}`];
  for (const { body, file } of texts) {
    const sections = ['config', 'configuration'].map(section => valueAt(body, section));
    const [entry] = sections.flatMap(section => names.flatMap(name => entryOf(section, name) ?? []));
    if (entry) {
      return inputOf(entry, file);
    }
  }
  return inputOf(undefined, undefined);
}

/** An input by its declaration: a map with a `type` and a `default` or `value`, or the value itself. */
export function inputOf(entry: Entry | undefined, file: ManifestFile | undefined): Input {
  const declared = entry?.value;
  const isMap = declared?.kind === 'map';
  const written = isMap ? (valueAt(declared, 'default') ?? valueAt(declared, 'value')) : declared;
  const byDefault = textOf(written);
  const isSecret = isMap && entryOf(declared, 'secure') !== undefined;
  const type = isMap ? textOf(valueAt(declared, 'type')) : undefined;
  const isSwitch = type === 'boolean' || /^(?:true|false)$/.test(byDefault ?? '');
  const place = isMap ? (entryOf(declared, 'default') ?? entryOf(declared, 'value') ?? entry) : entry;
  return {
    type: isSwitch ? 'boolean' : type,
    byDefault: isSecret ? undefined : byDefault,
    allowed: undefined,
    compared: [],
    mayBeOther: true,
    isRequired: byDefault === undefined,
    isNonEmpty: false,
    place: place && file && { file, range: place.range, entry: place },
  };
}
