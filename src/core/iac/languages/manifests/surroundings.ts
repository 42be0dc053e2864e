import { nameOf as fileName, parentOf } from '../../../base/uri.ts';
import type { SourceDocument, Sources } from '../../sources/sources.ts';
import type { Manifest, ManifestFile, ManifestFiles } from './manifest.ts';
import type { Around, Provider, TemplateOf } from './provider.ts';
import { type Instance, nameOf, type Resource } from './resource.ts';

/** A text with trails, and what is beside it in its folder. */
export interface Surroundings extends Around {
  readonly file: ManifestFile;
  /** The text, and those beside it that may say something of its trails. */
  readonly files: readonly ManifestFile[];
  readonly templates: readonly TemplateOf[];
  /** What templates are filled in for, what is in the text first. */
  readonly instances: readonly Instance[];
}

/** More files of one folder are not looked into. */
const mostFiles = 100;

export async function surroundingsOf(
  document: SourceDocument,
  files: ManifestFiles,
  provider: Provider,
  sources: Sources,
  signal?: AbortSignal,
): Promise<Surroundings> {
  const file = files.read(document);
  const around = [file];
  for (const uri of await siblingsOf(document.uri, sources)) {
    signal?.throwIfAborted();
    const other = await sources.read(uri, undefined, true);
    if (other && provider.mayHold(other.text)) {
      around.push(files.read(other));
    }
  }
  const manifests = around.flatMap(one => one.manifests);
  const templates = around.flatMap(one => provider.templatesIn(one, around));
  const single = manifests.filter(one => provider.roleOf(one)).map(resourceOf);
  const instances = [
    ...manifests.map(one => ({ ...one, id: nameOf(one) })),
    ...around.flatMap(one => provider.instancesIn?.(one, templates) ?? []),
  ];
  return {
    provider,
    file,
    files: around,
    templates,
    instances,
    deployed: (sources.inputs?.set?.given ?? []).flatMap(one =>
      instances.filter(({ file: { uri } }) => 'file' in one && one.file === uri),
    ),
    resources: [...single, ...templates.flatMap(one => one.resources)],
  };
}

async function siblingsOf(uri: string, sources: Sources): Promise<readonly string[]> {
  const folder = parentOf(uri);
  const all = folder === undefined ? [] : await sources.list(folder, true);
  return all
    .filter(one => one !== uri && /\.(?:ya?ml|json)$/i.test(fileName(one)))
    .sort()
    .slice(0, mostFiles);
}

function resourceOf(manifest: Manifest): Resource {
  const { file, body, group, kind } = manifest;
  const id = nameOf(manifest);
  return { file, body, group, kind, id, manifest, patches: [] };
}
