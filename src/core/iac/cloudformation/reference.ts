import type { Resource, Template } from './template.ts';
import { type Home, type Opaque, text, type Value } from './value.ts';

const indexes = new WeakMap<Template, ReadonlyMap<string, Resource>>();

/** The resources that stand outside loops, by logical id. */
export function resourcesById(template: Template): ReadonlyMap<string, Resource> {
  let index = indexes.get(template);
  if (!index) {
    index = new Map(template.resources.filter(one => one.loops.length === 0).map(one => [one.id, one]));
    indexes.set(template, index);
  }
  return index;
}

const looped = new WeakMap<Template, readonly Resource[]>();

/** Those inside loops: their ids hold the loops' variables. */
export function resourcesInLoops(template: Template): readonly Resource[] {
  let found = looped.get(template);
  if (!found) {
    found = template.resources.filter(({ loops }) => loops.length > 0);
    looped.set(template, found);
  }
  return found;
}

/** `Key${Env}` is the resource of the id `KeyProd`, with `Env` = `Prod`. */
export function matchLoops(resource: Resource, id: string): Map<string, Value> | undefined {
  if (resource.id === id) {
    return new Map();
  }
  const names: string[] = [];
  const pattern = resource.id
    .split(/([$&]\{[^{}]*\})/)
    .map(piece => {
      const name = /^[$&]\{(.*)\}$/.exec(piece)?.[1];
      if (name !== undefined) {
        names.push(name);
        return '([A-Za-z0-9]+)';
      }
      return piece.replace(/[^\w]/g, '\\$&');
    })
    .join('');
  const match = names.length > 4 ? null : new RegExp(`^${pattern}$`).exec(id);
  return match ? new Map(names.map((name, index) => [name, text(match[index + 1] ?? '')])) : undefined;
}

export function reference(resource: Resource, home: Home, name: string): Opaque {
  return { id: `${home.path}${name}`, name, origin: { kind: 'resource', resource, home } };
}

export function openInput(id: string, name: string): Opaque {
  return { id, name, origin: { kind: 'open' } };
}

export function deployment(id: string, name: string): Opaque {
  return { id, name, origin: { kind: 'deployment' } };
}
