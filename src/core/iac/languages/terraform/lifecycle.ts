import { attributeOf, blocksOf, type Expression, literalText } from '../../formats/hcl/index.ts';
import type { Declared, Setting } from './modules/module.ts';

/** Whether `lifecycle { ignore_changes = […] }` leaves an attribute unmanaged. */
export function ignoresChangesOf(declared: Declared, name: string): boolean {
  const value = lifecycleSetting(declared, 'ignore_changes')?.attribute.value;
  const ignored = value?.kind === 'tuple' ? value.items : value ? [value] : [];
  return ignored.map(nameIn).some(one => one === name || one === 'all' || one === '*');
}

/**
 * An argument of `lifecycle`. Unlike other nested blocks, override files merge this one argument by argument (Terraform
 * documentation, "Override Files"). OpenTofu has `enabled` among them.
 */
export function lifecycleSetting(declared: Declared, name: string): Setting | undefined {
  return [declared, ...declared.overrides]
    .flatMap(({ block, file }) => blocksOf(block.body, 'lifecycle').map(({ body }) => ({ body, file })))
    .flatMap(({ body, file }): readonly Setting[] => {
      const attribute = attributeOf(body, name);
      return attribute ? [{ attribute, file }] : [];
    })
    .at(-1);
}

function nameIn(expression: Expression): string | undefined {
  return expression.kind === 'variable' ? expression.name : literalText(expression);
}
