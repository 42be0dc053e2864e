import type { Manifest, ManifestFile } from '../manifests/manifest.ts';
import { type Resource, textAt } from '../manifests/resource.ts';
import type { Scope } from '../manifests/scope.ts';
import { literalOf } from '../manifests/value.ts';

/** The account in which a controller creates what is in a namespace (ACK documentation, "Manage Resources In Multiple AWS Accounts"). */
export function accountOfNamespace(
  resource: Resource,
  scope: Scope,
  files: readonly ManifestFile[],
): string | undefined {
  const name = literalOf(scope.read(resource, 'metadata.namespace'));
  const namespace = files
    .flatMap(({ manifests }) => manifests)
    .find(
      ({ group, kind, body }) =>
        group === '' && kind === 'Namespace' && name !== undefined && textAt(body, 'metadata.name') === name,
    );
  return textAt(namespace?.body, 'metadata.annotations[services.k8s.aws/owner-account-id]');
}

/** The roles that the controller assumes in other accounts: by their numbers, or by the names of teams. */
export function isAccountMap({ group, kind, body }: Manifest): boolean {
  return (
    group === '' &&
    kind === 'ConfigMap' &&
    /^ack-role-(?:account|team)-map$/.test(textAt(body, 'metadata.name') ?? '')
  );
}
