import { type Environment, opened } from './environment.ts';
import { valueOfField } from './fields.ts';
import { givenMember } from './given.ts';
import { memberOfObject } from './objects.ts';
import { genericObject } from './owners.ts';
import { memberOfStruct } from './structs.ts';
import { attributeOf, nothing, notUnderstood, type Value } from './value.ts';

/** A property, field or method of a value; `at` where a method asks for one of its own object. */
export function memberOf(value: Value, name: string, environment: Environment, at?: number): Value {
  const { world } = environment;
  switch (value.kind) {
    case 'record': {
      const property = value.properties.get(name);
      return property
        ? property.get()
        : (memberOfStruct(value, name, environment) ?? (value.isOpen ? notUnderstood : nothing));
    }
    case 'reference':
      if (value.module === '' && value.path.join('.') === 'process.env') {
        // A variable of the environment may be missing.
        return { kind: 'attribute', of: value, name };
      }
      return (
        world.library.member(value, name, world) ?? {
          kind: 'reference',
          module: value.module,
          path: [...value.path, name],
        }
      );
    case 'made':
      return world.library.member(value, name, world) ?? attributeOf(value, name);
    case 'object':
      return memberOfObject(value, name, at === undefined ? undefined : { environment, at }) ?? notUnderstood;
    case 'attribute':
      return attributeOf(value, name);
    case 'given':
      return memberOfStruct(value, name, environment) ?? givenMember(value, name, environment);
    case 'class': {
      const method = value.owner.methods.get(name);
      const own = opened(world, `${value.environment.id}#${value.owner.range.start}`, () => {
        return genericObject(value.owner, value.environment);
      });
      return value.owner.fields.has(name)
        ? valueOfField(name, own)
        : method
          ? { kind: 'function', owner: method, environment: own }
          : notUnderstood;
    }
    case 'nothing':
      return nothing;
    case 'unknown':
      return value;
    default:
      return name === 'value' && environment.owner.file.dialect.hasMembersWithValues ? value : notUnderstood;
  }
}
