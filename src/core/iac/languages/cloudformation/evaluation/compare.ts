import { identity, literalOf, type Opaque, type Value } from './value.ts';

/** Whether two values are equal; `undefined` where that is decided at deployment. */
export function areEqual(left: Value, right: Value): boolean | undefined {
  const one = identity(left);
  const other = identity(right);
  if (one === undefined || other === undefined) {
    return undefined;
  }
  if (one === other) {
    return true;
  }
  if ((one === '' && isSomething(right)) || (other === '' && isSomething(left))) {
    return false;
  }
  return (written(left) && decided(right)) || (decided(left) && written(right)) ? false : undefined;
}

export function asTruth(written: string | undefined): boolean | undefined {
  return written === 'true' ? true : written === 'false' ? false : undefined;
}

/** What is decided at deployment is something: ARNs, ids, exports and dynamic references are never empty. */
function isSomething(value: Value): boolean {
  return (
    value.kind === 'text' &&
    value.parts.some(part => typeof part !== 'string' && !isInput(part) && part.origin.kind !== 'open')
  );
}

function written(value: Value): boolean {
  return (
    value.kind === 'none' ||
    (value.kind === 'list' ? value.items.every(written) : literalOf(value) !== undefined)
  );
}

/** Equality is known: a parameter that is given is none of the values it is compared with. */
function decided(value: Value): boolean {
  switch (value.kind) {
    case 'text':
      return (
        value.parts.every(part => typeof part === 'string') ||
        (value.parts.length === 1 && value.parts.every(part => typeof part === 'string' || isInput(part)))
      );
    case 'none':
      return true;
    case 'list':
      return value.items.every(decided);
    case 'map':
    case 'unknown':
      return false;
  }
}

function isInput(part: Opaque): boolean {
  return part.origin.kind === 'parameter' || part.origin.kind === 'pseudo';
}
