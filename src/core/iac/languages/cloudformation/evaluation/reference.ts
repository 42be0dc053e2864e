import { onceFor } from '../../../../base/onceFor.ts';
import type { Resource, Template } from '../template.ts';
import { type Home, type Opaque, text, type Value } from './value.ts';

/** The resources that are outside loops, by logical id. */
export const resourcesById: (template: Template) => ReadonlyMap<string, Resource> = onceFor(
  ({ resources }) => new Map(resources.filter(one => one.loops.length === 0).map(one => [one.id, one])),
);

/** A resource that a loop makes, and what the loop's variables are then. */
interface Looped {
  readonly resource: Resource;
  readonly values: ReadonlyMap<string, Value>;
}

const looped = onceFor((_: Template) => new Map<string, Looped | undefined>());

/** The resource of a logical id that is inside loops: `Key${Env}` is that of `KeyProd`, with `Env` = `Prod`. */
export function resourceInLoops(template: Template, id: string): Looped | undefined {
  const known = looped(template);
  if (!known.has(id) && id.length <= longestId) {
    known.set(id, findInLoops(template, id));
  }
  return known.get(id);
}

/** CloudFormation takes no longer logical id. */
const longestId = 255;

function findInLoops(template: Template, id: string): Looped | undefined {
  for (const resource of template.resources) {
    const values = resource.loops.length > 0 ? matchLoops(resource, id) : undefined;
    if (values) {
      return { resource, values };
    }
  }
  return undefined;
}

function matchLoops(resource: Resource, id: string): Map<string, Value> | undefined {
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
