import { type Resource, textAt } from '../manifests/resource.ts';

/** What a resource is called in AWS. */
export const externalName = 'metadata.annotations[crossplane.io/external-name]';

/** Of the provider's second kind, whose resources are in a namespace; one of either kind refers to its own alone. */
export function isNamespaced({ group }: Pick<Resource, 'group'>): boolean {
  return group.endsWith('.m.upbound.io');
}

/** Of a resource of that kind, where its text says it. */
export function namespaceOf(resource: Resource): string | undefined {
  return isNamespaced(resource) ? textAt(resource.body, 'metadata.namespace') : undefined;
}
