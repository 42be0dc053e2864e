import { entriesOf, follow, itemsOf, type TreeNode, textOf } from '../../../formats/tree.ts';
import { callOf } from '../evaluation/intrinsic.ts';
import { resourcesById } from '../evaluation/reference.ts';
import type { Template } from '../template.ts';

/**
 * Whether a resource needs another one to be there first, by `DependsOn` or by a reference, itself or through others: what
 * the other one then refers to would make a circle, which CloudFormation refuses.
 */
export function dependsOn(template: Template, id: string, other: string): boolean {
  const resources = resourcesById(template);
  const seen = new Set<string>();
  const open = [id];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === other) {
      return true;
    }
    const resource = resources.get(next);
    if (resource && !seen.has(next)) {
      seen.add(next);
      open.push(...referencesIn(resource.body));
    }
  }
  return false;
}

/** Logical ids that are in references; parameters and what is not an id are among them. */
function referencesIn(body: TreeNode): string[] {
  const found: string[] = [];
  let budget = 20_000;
  const visit = (node: TreeNode, depth: number): void => {
    if (budget-- <= 0 || depth > 100) {
      return;
    }
    const call = callOf(node);
    const argument = call?.argument ?? follow(node);
    found.push(...(call ? namedBy(call.name, argument) : []));
    for (const item of itemsOf(argument) ?? []) {
      visit(item, depth + 1);
    }
    for (const { value } of entriesOf(argument)) {
      visit(value, depth + 1);
    }
  };
  visit(body, 0);
  for (const { key, value } of entriesOf(body)) {
    if (key === 'DependsOn') {
      found.push(...(itemsOf(value) ?? [value]).map(one => textOf(one) ?? ''));
    }
  }
  return found;
}

function namedBy(name: string, argument: TreeNode): string[] {
  const written = textOf(itemsOf(argument)?.[0] ?? argument) ?? '';
  switch (name) {
    case 'Ref':
      return [written];
    case 'Fn::GetAtt':
      return [beforeDot(written)];
    case 'Fn::Sub':
      return [...written.matchAll(/\$\{([^{}]*)\}/g)]
        .map(found => (found[1] ?? '').trim())
        .flatMap(variable => (variable.startsWith('!') ? [] : beforeDot(variable)));
    default:
      return [];
  }
}

function beforeDot(path: string): string {
  return path.split('.')[0] ?? '';
}
