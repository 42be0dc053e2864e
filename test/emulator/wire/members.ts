import { refuse } from '../errors.ts';

/**
 * Readers of request members. A reader takes what arrived on the wire and gives the typed value, or refuses as AWS does:
 * a wrong type is a SerializationException, a broken constraint a ValidationException. Members that the model does not
 * know are ignored, as AWS's JSON protocols do.
 */
export type Reader<T> = (value: unknown, at: string) => T;
export type Read<R> = R extends Reader<infer T> ? T : never;

interface StringLimits<V extends string> {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
  readonly oneOf?: readonly V[];
}

export function string<V extends string = string>(limits: StringLimits<V> = {}): Reader<V> {
  return (value, at) => {
    if (typeof value !== 'string') wrongType(value, 'String');
    const { min, max, pattern, oneOf } = limits;
    if (min !== undefined && value.length < min) {
      broken(value, at, `have length greater than or equal to ${min}`);
    }
    if (max !== undefined && value.length > max)
      broken(value, at, `have length less than or equal to ${max}`);
    if (pattern && !pattern.test(value)) {
      broken(value, at, `satisfy regular expression pattern: ${pattern.source}`);
    }
    if (oneOf && !oneOf.some(one => one === value)) {
      broken(value, at, `satisfy enum value set: [${oneOf.join(', ')}]`);
    }
    return value as V;
  };
}

export function boolean(): Reader<boolean> {
  return value => (typeof value === 'boolean' ? value : wrongType(value, 'Boolean'));
}

export function integer(limits: { readonly min?: number; readonly max?: number } = {}): Reader<number> {
  return (value, at) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) wrongType(value, 'Integer');
    if (limits.min !== undefined && value < limits.min) {
      broken(value, at, `have value greater than or equal to ${limits.min}`);
    }
    if (limits.max !== undefined && value > limits.max) {
      broken(value, at, `have value less than or equal to ${limits.max}`);
    }
    return value;
  };
}

export function list<T>(of: Reader<T>, limits: { readonly max?: number } = {}): Reader<readonly T[]> {
  return (value, at) => {
    if (!Array.isArray(value)) wrongType(value, 'List');
    if (limits.max !== undefined && value.length > limits.max) {
      broken(JSON.stringify(value), at, `have length less than or equal to ${limits.max}`);
    }
    return value.map((item, index) => of(item, `${at}.${index + 1}.member`));
  };
}

export function optional<T>(reader: Reader<T>): Reader<T | undefined> {
  return (value, at) => (value === undefined || value === null ? undefined : reader(value, at));
}

export function struct<M extends Record<string, Reader<unknown>>>(
  members: M,
): Reader<{ readonly [K in keyof M]: Read<M[K]> }> {
  return (value, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) wrongType(value, 'Structure');
    const given = value as Record<string, unknown>;
    const read: Record<string, unknown> = {};
    for (const [name, reader] of Object.entries(members)) {
      read[name] = reader(given[name], at === '' ? lowerFirst(name) : `${at}.${lowerFirst(name)}`);
    }
    return read as { readonly [K in keyof M]: Read<M[K]> };
  };
}

/** A member that must be there. */
export function required<T>(reader: Reader<T>): Reader<T> {
  return (value, at) => {
    if (value === undefined || value === null) {
      refuse(
        'ValidationException',
        `1 validation error detected: Value null at '${at}' failed to satisfy constraint: Member must not be null`,
      );
    }
    return reader(value, at);
  };
}

function wrongType(value: unknown, wanted: string): never {
  const found = value === null ? 'NULL' : Array.isArray(value) ? 'LIST' : typeof value;
  refuse('SerializationException', `${found.toUpperCase()}_VALUE can not be converted to ${wanted}`);
}

function broken(value: unknown, at: string, constraint: string): never {
  const shown = String(value);
  refuse(
    'ValidationException',
    `1 validation error detected: Value '${shown.length > 200 ? `${shown.slice(0, 200)}…` : shown}' at '${at}' failed to satisfy constraint: Member must ${constraint}`,
  );
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
