import { onceFor } from '../../../../base/onceFor.ts';
import type { AssignmentSite, Owner, ProgramFile } from '../outline/outline.ts';
import type { Environment } from './environment.ts';
import { environmentOf, programEnvironment } from './owners.ts';
import { type Given, isAnswer, madeOf, notUnderstood, type RecordValue, type Value } from './value.ts';

/*
 * Structs of Go: methods are functions beside them, which take what they are called on as their first parameter, and give
 * values to its fields.
 */

/** A method of a struct, or what functions give to its field; undefined where there is neither. */
export function memberOfStruct(
  value: RecordValue | Given,
  name: string,
  environment: Environment,
): Value | undefined {
  const { file } = environment.owner;
  const type = value.type && bare(value.type);
  const all = [file, ...file.beside];
  // Other languages have types, too.
  if (type === undefined || !all.some(hasMethods)) {
    return undefined;
  }
  for (const one of all) {
    for (const binding of one.outline.root.names.get(name) ?? []) {
      const [first] = (binding.kind === 'function' && binding.owner.declaration?.parameters) || [];
      if (binding.kind === 'function' && first?.isReceiver && bare(first.type ?? '') === type) {
        const receiver: Value = value.kind === 'record' ? { ...value, isOpen: true } : value;
        const root = programEnvironment(one, environment.world);
        return { kind: 'function', owner: binding.owner, environment: root, receiver };
      }
    }
  }
  const given = all.flatMap(({ outline }) =>
    outline.assignments.filter(one => one.name === name && typeGivenTo(one) === type),
  );
  return given.length > 0 ? valueOfField(name, given, value, environment) : undefined;
}

/** What all objects of a struct have is there; what they may have, or have otherwise each time, is not known. */
function valueOfField(
  name: string,
  [first, ...others]: readonly AssignmentSite[],
  value: RecordValue | Given,
  { world }: Environment,
): Value {
  if (!first || others.length > 0 || first.guards.length > 0) {
    return notUnderstood;
  }
  const { owner, value: written } = first;
  const made = madeOf(environmentOf(owner, programEnvironment(owner.file, world)).evaluate(written));
  return made && !isAnswer(made)
    ? {
        kind: 'given',
        id: `${owner.file.uri} ${value.type}.${name}`,
        name,
        type: undefined,
        file: owner.file,
        owner,
      }
    : notUnderstood;
}

/** The struct to which an assignment in a function gives something, by the type of its parameter. */
function typeGivenTo({ object, owner }: AssignmentSite): string | undefined {
  for (let one: Owner | undefined = owner; one && object.kind === 'name'; one = one.parent) {
    const parameter = one.declaration?.parameters.find(
      ({ target }) => target.kind === 'name' && target.name === object.name,
    );
    if (parameter) {
      return bare(parameter.type ?? '');
    }
  }
  return undefined;
}

/** Whether a file has functions that are called on something. */
const hasMethods = onceFor(({ outline }: ProgramFile) =>
  [...outline.root.names.values()].some(bindings => bindings.some(isMethod)),
);

function isMethod(binding: { readonly kind: string; readonly owner?: Owner }): boolean {
  return binding.owner?.declaration?.parameters[0]?.isReceiver === true;
}

/** Without the sign of a pointer. */
function bare(type: string): string {
  return type.replace(/^[*&\s]+/, '');
}
