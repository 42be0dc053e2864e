import { valueAt } from '../../../formats/tree.ts';
import type { Item } from '../template.ts';
import { givenValue, handedTo, parameterVariable, pseudoVariable } from './parameter.ts';
import { openInput, reference } from './reference.ts';
import type { Scope } from './scope.ts';
import { none, text, unknownValue, type Value } from './value.ts';
import type { Variable } from './world.ts';

/** What `Ref` and `${…}` lead to: a loop's variable, a parameter, a pseudo parameter, a resource. */
export function valueNamed(name: string, scope: Scope): Value {
  const { template, world, inputs } = scope;
  const loop = inputs.loops.get(name);
  if (loop) {
    return loop;
  }
  const parameter = template.parameters.get(name);
  if (parameter) {
    return inputs.bindings
      ? passed(name, parameter, inputs.bindings, scope)
      : parameterOf(name, parameter, scope);
  }
  if (name === 'AWS::NoValue') {
    return none;
  }
  if (name.startsWith('AWS::')) {
    return world.choose(pseudoVariable(template, name)) ?? text(openInput(name, name));
  }
  const found = scope.find(name);
  return found ? text(reference(found.resource, found.scope, name)) : unknownValue('not-understood');
}

/** What `Fn::GetAtt` and `${Key.Arn}` lead to: an attribute of a resource, an output of a nested stack. */
export function attributeNamed(path: string, scope: Scope): Value {
  const dot = path.indexOf('.');
  const found = scope.find(dot < 0 ? path : path.slice(0, dot));
  if (!found) {
    return unknownValue('not-understood');
  }
  const output = /^Outputs\.(.+)$/.exec(path.slice(dot + 1))?.[1];
  const child = output === undefined ? undefined : found.scope.nested(found.resource);
  if (child && output !== undefined) {
    const value = valueAt(child.template.outputs.get(output)?.entry.value, 'Value');
    return value ? child.evaluate(value, child.template.file) : unknownValue('not-understood');
  }
  return text(reference(found.resource, found.scope, path));
}

/** A parameter that the deployment gives, that is given, or leaves at its default. */
function parameterOf(name: string, item: Item, scope: Scope): Value {
  const given = scope.path === '' ? scope.surroundings.given?.get(name) : undefined;
  const value = given && givenValue(item, given.text);
  if (value) {
    if (given?.place) {
      scope.note({ kind: 'variable-value', name, ...given.place });
    }
    return value;
  }
  const variable = declared(name, item, scope);
  return scope.world.choose(variable) ?? text(openInput(variable.id, name));
}

/** A parameter that the template around this one passes, or leaves at its default. */
function passed(
  name: string,
  item: Item,
  bindings: ReadonlyMap<string, () => Value | undefined>,
  scope: Scope,
): Value {
  const given = bindings.get(name)?.();
  if (given && given.kind !== 'none') {
    return handedTo(item, given);
  }
  const { hasDefault, options } = declared(name, item, scope);
  return (hasDefault ? options[0] : undefined) ?? unknownValue('not-understood');
}

function declared(name: string, item: Item, scope: Scope): Variable {
  const variable = parameterVariable(scope.template, name, item, scope.path);
  if (variable.related) {
    scope.note(variable.related);
  }
  return variable;
}
