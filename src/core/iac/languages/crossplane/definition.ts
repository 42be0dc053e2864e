import { entriesOf, itemsOf, type TreeNode, textOf, valueAt } from '../../formats/tree.ts';
import type { Manifest, ManifestFile } from '../manifests/manifest.ts';
import { entryAt, fieldAt, type Input, namesOf, type Template, textAt } from '../manifests/resource.ts';

export interface Schema {
  readonly isFilledInFor: Template['isFilledInFor'];
  readonly input: (path: string) => DeclaredInput;
}

/** An input as its schema declares it. */
export type DeclaredInput = Omit<Input, 'compared' | 'mayBeOther'>;

/**
 * What a composition is filled in from, as the definition of its composite resource says (Crossplane documentation,
 * "Composite Resource Definitions"). Kubernetes refuses a default that its own schema does not allow, so it needs no check.
 */
export function schemaOf(composition: Manifest, around: readonly ManifestFile[]): Schema {
  const type = fieldAt(composition.body, 'spec.compositeTypeRef');
  const kind = textOf(valueAt(type, 'kind')) ?? '';
  const [group = '', version] = (textOf(valueAt(type, 'apiVersion')) ?? '').split('/');
  const definition = around
    .flatMap(({ manifests }) => manifests)
    .find(
      one =>
        one.kind === 'CompositeResourceDefinition' &&
        textAt(one.body, 'spec.group') === group &&
        textAt(one.body, 'spec.names.kind') === kind,
    );
  const claim = definition && textAt(definition.body, 'spec.claimNames.kind');
  const versions = itemsOf(fieldAt(definition?.body, 'spec.versions')) ?? [];
  const chosen = versions.find(one => textAt(one, 'name') === version) ?? versions[0];
  const schema = fieldAt(chosen, 'schema.openAPIV3Schema');
  return {
    isFilledInFor: one => one.group === group && (one.kind === kind || one.kind === claim),
    input: path => (definition && schema ? inputAt(schema, path, definition.file) : unknownInput),
  };
}

const unknownInput: DeclaredInput = {
  type: undefined,
  byDefault: undefined,
  allowed: undefined,
  isRequired: false,
  isNonEmpty: false,
  place: undefined,
};

function inputAt(schema: TreeNode, path: string, file: ManifestFile): DeclaredInput {
  const names = namesOf(path);
  let around: TreeNode | undefined = schema;
  let isRequired = true;
  for (const name of names) {
    const required = itemsOf(valueAt(around, 'required')) ?? [];
    // The spec itself exists if something in it is used.
    isRequired = isRequired && (name === 'spec' || required.some(one => textOf(one) === name));
    around = valueAt(valueAt(around, 'properties'), name);
  }
  const minimum = Number(textOf(valueAt(around, 'minLength')) ?? 0);
  const declared = entryAt(
    schema,
    names.flatMap(name => ['properties', name]),
  );
  return {
    type: textOf(valueAt(around, 'type')),
    byDefault: textOf(valueAt(around, 'default')),
    allowed: itemsOf(valueAt(around, 'enum'))?.flatMap(one => textOf(one) ?? []),
    isRequired,
    isNonEmpty: minimum > 0,
    place: declared && {
      file,
      range: entriesOf(declared.value).find(({ key }) => key === 'default')?.range ?? declared.range,
    },
  };
}
