import {
  entriesOf,
  itemsOf,
  type MapNode,
  mapOf,
  type TreeNode,
  textOf,
  valueAt,
} from '../../formats/tree.ts';
import { type Manifest, type ManifestFile, typeOf } from '../manifests/manifest.ts';
import type { TemplateOf } from '../manifests/provider.ts';
import { fieldAt, namesOf, type Patch, type Resource, type Template, textAt } from '../manifests/resource.ts';
import { schemaOf } from './definition.ts';
import { patchOf, type WrittenPatch, writtenPatches } from './patch.ts';

/**
 * The compositions of a text (Crossplane documentation, "Compositions" and "Function Patch and Transform"): the list
 * `spec.resources` of mode `Resources`, and the lists that the steps of a pipeline hand to the function.
 */
export function compositionsIn(file: ManifestFile, around: readonly ManifestFile[]): readonly TemplateOf[] {
  return file.manifests.flatMap(manifest =>
    manifest.kind === 'Composition' && manifest.group === 'apiextensions.crossplane.io'
      ? compositionOf(manifest, around)
      : [],
  );
}

/** A list of resources, and the sets of patches that they share. */
interface ListOfResources {
  readonly list: TreeNode;
  readonly patchSets: TreeNode | undefined;
}

function compositionOf(manifest: Manifest, around: readonly ManifestFile[]): readonly TemplateOf[] {
  const spec = valueAt(manifest.body, 'spec');
  const definition = schemaOf(manifest, around);
  const id = `${textAt(manifest.body, 'metadata.name') ?? ''} ${manifest.file.uri} ${manifest.body.range.start}`;
  return listsIn(spec).map(({ list, patchSets }) => {
    const items = (itemsOf(list) ?? []).flatMap(item => mapOf(item) ?? []);
    const patches = new Map(
      items.map(item => [item, writtenPatches(valueAt(item, 'patches'), patchSets, manifest.file)]),
    );
    const compared = comparisonsIn([...patches.values()].flat());
    const template: Template = {
      id,
      manifest,
      list,
      isFilledInFor: definition.isFilledInFor,
      placeIn: (_, path) => namesOf(path),
      input: path => ({
        ...definition.input(path),
        compared: compared.get(path) ?? [],
        mayBeOther: !compared.has(path),
      }),
    };
    return {
      template,
      resources: items.flatMap(item => resourceIn(item, patches.get(item) ?? [], template)),
    };
  });
}

function listsIn(spec: TreeNode | undefined): readonly ListOfResources[] {
  const inputs = (itemsOf(valueAt(spec, 'pipeline')) ?? [])
    .map(step => mapOf(valueAt(step, 'input')))
    .filter(input => {
      const type = input && typeOf(input);
      return type?.group === 'pt.fn.crossplane.io' && type.kind === 'Resources';
    });
  const all = valueAt(spec, 'pipeline') ? inputs : [mapOf(spec)];
  return all.flatMap(one => {
    const list = valueAt(one, 'resources');
    return list?.kind === 'list' ? [{ list, patchSets: valueAt(one, 'patchSets') }] : [];
  });
}

function resourceIn(item: MapNode, patches: readonly WrittenPatch[], template: Template): Resource[] {
  const body = mapOf(valueAt(item, 'base'));
  const type = body && typeOf(body);
  if (!body || !type) {
    return [];
  }
  const { manifest } = template;
  const id = textOf(valueAt(item, 'name')) ?? textAt(body, 'metadata.name') ?? type.kind;
  const made = patches.flatMap((patch): readonly Patch[] => {
    const one = patchOf(patch, template);
    return one ? [one] : [];
  });
  return [{ file: manifest.file, body, ...type, id, manifest, template, patches: made, item }];
}

/** The literals that a transform takes apart, by the input that it is about. */
function comparisonsIn(patches: readonly WrittenPatch[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { node, inputs } of patches) {
    const [input, ...others] = inputs;
    const maps = (itemsOf(valueAt(node, 'transforms')) ?? []).map(one => fieldAt(one, 'map'));
    const keys = maps.flatMap(one => entriesOf(one).map(({ key }) => key));
    if (input !== undefined && others.length === 0 && keys.length > 0) {
      found.set(input, [...new Set([...(found.get(input) ?? []), ...keys])]);
    }
  }
  return found;
}
