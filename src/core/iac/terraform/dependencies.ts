import type { Body, Expression } from '../formats/hcl/index.ts';
import { childrenOf } from './conditions.ts';
import { canonical } from './evaluation/canonical.ts';
import { bodiesOf, type Declared, type Module } from './module.ts';

/**
 * Whether a block depends on a resource of its module, through whatever lies between: a reference back would be a
 * circle, which Terraform refuses.
 */
export function dependsOn(module: Module, declared: Declared, address: string): boolean {
  return bodiesOf(declared).some(body => reaches(module, expressionsIn(body), address));
}

/** Whether expressions of a module refer to a resource, at once or through others. */
export function reaches(module: Module, from: Iterable<Expression>, address: string): boolean {
  const seen = new Set<string>();
  const waiting = [...from];
  for (let expression = waiting.pop(); expression; expression = waiting.pop()) {
    const name = nameIn(expression);
    if (name === address) {
      return true;
    }
    if (name !== undefined && !seen.has(name)) {
      seen.add(name);
      waiting.push(...expressionsBehind(module, name));
    }
    waiting.push(...childrenOf(expression));
  }
  return false;
}

/** `aws_kms_key.logs`, `data.aws_region.here`, `local.name`, `module.audit`: what an expression begins with. */
function nameIn(expression: Expression): string | undefined {
  return expression.kind === 'member'
    ? /^(?:data\.[\w-]+\.[\w-]+|[\w-]+\.[\w-]+)$/.exec(canonical(expression))?.[0]
    : undefined;
}

function expressionsBehind(module: Module, name: string): readonly Expression[] {
  const local = name.startsWith('local.') ? module.locals.get(name.slice('local.'.length)) : undefined;
  if (local) {
    return [local.attribute.value];
  }
  const declared = name.startsWith('module.')
    ? module.calls.get(name.slice('module.'.length))
    : module.resources.get(name);
  return declared ? bodiesOf(declared).flatMap(body => [...expressionsIn(body)]) : [];
}

function* expressionsIn(body: Body): Iterable<Expression> {
  for (const { value } of body.attributes) {
    yield value;
  }
  for (const block of body.blocks) {
    yield* expressionsIn(block.body);
  }
}
