import { attributeOf, blocksOf, type Expression, literalText } from '../formats/hcl/index.ts';
import { bodiesOf, type Declared } from './module.ts';

/** Whether `lifecycle { ignore_changes = […] }` leaves an attribute unmanaged. */
export function ignoresChangesOf(declared: Declared, name: string): boolean {
  const value = lifecycleArgument(declared, 'ignore_changes');
  const ignored = value?.kind === 'tuple' ? value.items : value ? [value] : [];
  return ignored.map(nameIn).some(one => one === name || one === 'all' || one === '*');
}

/**
 * An argument of `lifecycle`. Unlike other nested blocks, override files merge this one argument by argument (Terraform
 * documentation, "Override Files"). OpenTofu has `enabled` among them.
 */
export function lifecycleArgument(declared: Declared, name: string): Expression | undefined {
  return bodiesOf(declared)
    .flatMap(body => blocksOf(body, 'lifecycle'))
    .flatMap(block => attributeOf(block.body, name)?.value ?? [])
    .at(-1);
}

function nameIn(expression: Expression): string | undefined {
  return expression.kind === 'variable' ? expression.name : literalText(expression);
}
