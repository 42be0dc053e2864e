import type { Expression } from '../../../formats/code/syntax.ts';
import type { Environment } from './environment.ts';
import { methodOfObject } from './objects.ts';
import type { Value } from './value.ts';

/** What a call calls. In Java, a method may have the name of a field. */
export function calledBy(callee: Expression, environment: Environment): Value {
  const { hasAccessors } = environment.owner.file.dialect;
  return (hasAccessors && methodNamed(callee, environment)) || environment.evaluate(callee);
}

function methodNamed(callee: Expression, environment: Environment): Value | undefined {
  if (callee.kind === 'member') {
    const object = environment.evaluate(callee.object);
    return object.kind === 'object' ? methodOfObject(object, callee.name) : undefined;
  }
  for (let one = callee.kind === 'name' ? environment : undefined; one; one = one.parent) {
    const { kind, methods } = one.owner;
    if (callee.kind === 'name' && kind === 'class' && methods.has(callee.name)) {
      return methodOfObject({ kind: 'object', instance: one, made: undefined }, callee.name);
    }
  }
  return undefined;
}
