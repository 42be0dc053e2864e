import { itemsOf, type MapNode, mapOf, type TreeNode, textOf, valueAt } from '../../formats/tree.ts';
import type { ManifestFile } from '../manifests/manifest.ts';
import { type Patch, type Template, textAt } from '../manifests/resource.ts';
import type { Scope } from '../manifests/scope.ts';
import { unknownValue, type Value } from '../manifests/value.ts';
import { format, transformed } from './transform.ts';

/** A patch as it is written, its set of patches resolved. */
export interface WrittenPatch {
  readonly node: MapNode;
  readonly file: ManifestFile;
  readonly kind: 'field' | 'combined';
  /** `spec.kmsKeyArn`; those of the environment are called `environment.x`. */
  readonly inputs: readonly string[];
}

/** The patches that put something into a resource, in their order. */
export function writtenPatches(
  patches: TreeNode | undefined,
  patchSets: TreeNode | undefined,
  file: ManifestFile,
): readonly WrittenPatch[] {
  return (itemsOf(patches) ?? []).flatMap(item => {
    const node = mapOf(item);
    if (!node) {
      return [];
    }
    if (textOf(valueAt(node, 'type')) === 'PatchSet') {
      const name = textOf(valueAt(node, 'patchSetName'));
      const set = (itemsOf(patchSets) ?? []).find(one => textOf(valueAt(one, 'name')) === name);
      // A set refers to no other.
      return writtenPatches(valueAt(set, 'patches'), undefined, file);
    }
    return written(node, file);
  });
}

/** Crossplane documentation, "Function Patch and Transform", "Types of patches". */
function written(node: MapNode, file: ManifestFile): readonly WrittenPatch[] {
  const from = textOf(valueAt(node, 'fromFieldPath')) ?? '';
  const variables = (itemsOf(valueAt(valueAt(node, 'combine'), 'variables')) ?? []).map(
    one => textOf(valueAt(one, 'fromFieldPath')) ?? '',
  );
  switch (textOf(valueAt(node, 'type')) ?? 'FromCompositeFieldPath') {
    case 'FromCompositeFieldPath':
      return [{ node, file, kind: 'field', inputs: [from] }];
    case 'FromEnvironmentFieldPath':
      return [{ node, file, kind: 'field', inputs: [`environment.${from}`] }];
    case 'CombineFromComposite':
      return [{ node, file, kind: 'combined', inputs: variables }];
    case 'CombineFromEnvironment':
      return [{ node, file, kind: 'combined', inputs: variables.map(one => `environment.${one}`) }];
    default:
      return [];
  }
}

export function patchOf(written: WrittenPatch, template: Template): Patch | undefined {
  const { node, file, inputs, kind } = written;
  const to = textOf(valueAt(node, 'toFieldPath')) ?? (kind === 'field' ? inputs[0] : undefined);
  return to === undefined
    ? undefined
    : {
        to,
        node,
        file,
        inputs,
        isRequired: textAt(node, 'policy.fromFieldPath') === 'Required',
        value: scope => valueIn(written, template, scope),
      };
}

/** Undefined where an input is missing: the field is left as it is. */
function valueIn({ node, inputs, kind }: WrittenPatch, template: Template, scope: Scope): Value | undefined {
  const values = inputs.map(path => inputOf(path, template, scope));
  if (values.some(value => value === undefined)) {
    return undefined;
  }
  const given = values.filter(value => value !== undefined);
  const combined = kind === 'combined' ? format(textAt(node, 'combine.string.fmt'), given) : given[0];
  return combined && transformed(combined, itemsOf(valueAt(node, 'transforms')) ?? []);
}

/** What is elsewhere in a composite resource than in its spec, Crossplane and the cluster give. */
function inputOf(path: string, template: Template, scope: Scope): Value | undefined {
  return /^(?:spec|environment)\b/.test(path) ? scope.input(template, path) : unknownValue();
}
