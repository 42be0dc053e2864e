import type { Body, Expression } from '../formats/hcl/index.ts';
import { childrenOf } from './conditions.ts';
import { canonical } from './evaluation/canonical.ts';
import { bodiesOf, type Module } from './module.ts';

/**
 * Whether one thing of a module depends on another, through whatever lies between: `aws_kms_key.logs`,
 * `data.aws_region.here`, `local.name`, `module.audit`. A reference back would be a circle, which Terraform refuses.
 */
export function dependsOn(module: Module, name: string, other: string): boolean {
  return isReached(module, namesBehind(module, name), other);
}

/** Whether an expression of a module refers to something of it, at once or through other things. */
export function refersTo(module: Module, expression: Expression, name: string): boolean {
  return isReached(module, namesIn(expression), name);
}

function isReached(module: Module, from: readonly string[], wanted: string): boolean {
  const seen = new Set(from);
  for (const name of seen) {
    if (name === wanted) {
      return true;
    }
    for (const next of namesBehind(module, name)) {
      seen.add(next);
    }
  }
  return false;
}

/** What each thing of a module refers to itself; read when first asked for, and kept as long as the module. */
const known = new WeakMap<Module, Map<string, readonly string[]>>();

function namesBehind(module: Module, name: string): readonly string[] {
  const ofModule = known.get(module) ?? new Map<string, readonly string[]>();
  known.set(module, ofModule);
  const names = ofModule.get(name) ?? expressionsOf(module, name).flatMap(namesIn);
  ofModule.set(name, names);
  return names;
}

function expressionsOf(module: Module, name: string): readonly Expression[] {
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

function namesIn(expression: Expression): readonly string[] {
  const names: string[] = [];
  const waiting = [expression];
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    const name =
      one.kind === 'member'
        ? /^(?:data\.[\w-]+\.[\w-]+|[\w-]+\.[\w-]+)$/.exec(canonical(one))?.[0]
        : undefined;
    if (name !== undefined) {
      names.push(name);
    }
    waiting.push(...childrenOf(one));
  }
  return names;
}
