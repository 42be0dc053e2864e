import { attributeOf, type Expression, literalText } from '../formats/hcl/index.ts';
import { type Declared, nestedOf } from './module.ts';

/** Whether `lifecycle { ignore_changes = […] }` leaves an attribute to somebody else. */
export function ignoresChangesOf(declared: Declared, name: string): boolean {
  return nestedOf(declared, 'lifecycle')
    .flatMap(block => attributeOf(block.body, 'ignore_changes')?.value ?? [])
    .flatMap(value => (value.kind === 'tuple' ? value.items : [value]))
    .map(nameIn)
    .some(ignored => ignored === name || ignored === 'all' || ignored === '*');
}

function nameIn(expression: Expression): string | undefined {
  return expression.kind === 'variable' ? expression.name : literalText(expression);
}
