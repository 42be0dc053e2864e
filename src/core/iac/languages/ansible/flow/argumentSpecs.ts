import { entriesOf, mapOf, textOf, valueAt } from '../../../formats/tree.ts';
import type { PlayFile } from '../step.ts';

/**
 * The variables that a role refuses to run without (Ansible documentation, "Role argument validation"). Defaults in the
 * specification give no values: those are the role's own.
 */
export function requiredBy(file: PlayFile): ReadonlySet<string> {
  const root = mapOf(file.tree.documents[0]?.root);
  const options = valueAt(valueAt(valueAt(root, 'argument_specs'), 'main'), 'options');
  return new Set(
    entriesOf(options).flatMap(({ key, value }) =>
      /^(?:true|yes)$/i.test(textOf(valueAt(value, 'required')) ?? '') ? [key] : [],
    ),
  );
}
