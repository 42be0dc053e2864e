import { classAround, type Owner, type ProgramFile } from '../outline/outline.ts';
import { Environment, opened } from './environment.ts';
import type { World } from './world.ts';

/** A program as it runs. */
export function programEnvironment(file: ProgramFile, world: World): Environment {
  const id = file.uri;
  return opened(world, id, () => new Environment({ owner: file.outline.root, parent: undefined, world, id }));
}

/** A method of an object, as it runs; what makes the object is called with the arguments of the object. */
export function methodEnvironment(method: Owner, instance: Environment): Environment {
  const isConstructor = method.member?.name === 'constructor';
  const id = `${instance.id}.${method.range.start}`;
  const { world } = instance;
  return opened(world, id, () => {
    const args = isConstructor ? instance.args : undefined;
    return new Environment({ owner: method, parent: instance, world, id, args });
  });
}

/** The environment of an owner inside another one, where what calls it is not known. */
export function environmentOf(owner: Owner, around: Environment): Environment {
  if (owner === around.owner) {
    return around;
  }
  const { parent } = owner;
  if (!parent) {
    return programEnvironment(owner.file, around.world);
  }
  const outer = environmentOf(parent, around);
  return innerEnvironment(owner, outer);
}

/** What calls an owner is not known. */
export function innerEnvironment(owner: Owner, outer: Environment): Environment {
  if (owner.kind === 'class') {
    return opened(outer.world, `${outer.id}#${owner.range.start}`, () => genericObject(owner, outer));
  }
  if (owner.member && outer.owner === classAround(owner)) {
    return methodEnvironment(owner, outer);
  }
  const id = `${outer.id}/${owner.range.start}`;
  const { world } = outer;
  return opened(world, id, () => new Environment({ owner, parent: outer, world, id }));
}

/** An object of a class whose creator is not known. */
export function genericObject(owner: Owner, around: Environment): Environment {
  const id = `${around.id}#${owner.range.start}`;
  return new Environment({ owner, parent: around, world: around.world, id });
}
