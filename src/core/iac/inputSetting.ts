import { isBelow, join } from '../base/uri.ts';
import type { GivenInputs, InputKind, InputSet } from './inputs.ts';

/** The sets that a setting names, and what of it could not be understood. */
export interface InputSetting {
  readonly sets: readonly InputSet[];
  readonly faults: readonly SettingFault[];
}

/** Something written in the setting that names no inputs. */
export interface SettingFault {
  /** Where in the setting: places in lists and names of properties, from the outside in. */
  readonly path: readonly (string | number)[];
  /** As it is written: a path, a name; undefined where it is not a text. */
  readonly written: string | undefined;
  readonly what: 'not-a-list' | 'not-a-set' | 'unknown-property' | 'wrong-value' | 'outside';
}

/** The properties of a set that name files, and what they hold. */
const fileProperties: Readonly<Record<string, InputKind>> = {
  varFiles: 'variables',
  parameterFiles: 'parameters',
};

/**
 * The setting `inputs` of a folder, as written: a list of sets, whose paths are relative to that folder and lead to files in
 * it.
 */
export function readInputSetting(written: unknown, folder: string): InputSetting {
  if (written === undefined || written === null) {
    return { sets: [], faults: [] };
  }
  if (!Array.isArray(written)) {
    return { sets: [], faults: [{ path: [], written: undefined, what: 'not-a-list' }] };
  }
  const sets: InputSet[] = [];
  const faults: SettingFault[] = [];
  for (const [index, one] of written.entries()) {
    const read = readSet(one, folder);
    sets.push(...(read.set ? [read.set] : []));
    faults.push(...read.faults.map(fault => ({ ...fault, path: [index, ...fault.path] })));
  }
  return { sets, faults };
}

const known = new Set(['name', 'for', 'values', 'environment', 'stage', ...Object.keys(fileProperties)]);

interface SetReading {
  /** Undefined where nothing is given. */
  readonly set: InputSet | undefined;
  readonly faults: readonly SettingFault[];
}

function readSet(written: unknown, folder: string): SetReading {
  if (!isObject(written)) {
    const text = typeof written === 'string' ? written : undefined;
    return { set: undefined, faults: [{ path: [], written: text, what: 'not-a-set' }] };
  }
  const properties = new Properties(written, folder);
  const files = Object.entries(fileProperties).map(([property, kind]) => {
    const paths = properties.texts(property);
    return { kind, paths, places: properties.places(property, paths) };
  });
  const [name, environment, stage] = [
    properties.text('name'),
    properties.text('environment'),
    properties.text('stage'),
  ];
  const values = properties.values('values');
  const of = written['for'] === undefined ? undefined : properties.places('for', properties.texts('for'));
  const given: readonly GivenInputs[] = [
    ...files.flatMap(({ kind, places }) => places.map(file => ({ kind, file, within: folder }))),
    ...(values ? [{ values }] : []),
  ];
  const { faults } = properties;
  if (given.length === 0 && environment === undefined && stage === undefined) {
    return { set: undefined, faults };
  }
  const parts = [
    ...files.flatMap(({ paths }) => paths),
    ...(environment === undefined ? [] : [`environment ${environment}`]),
    ...(stage === undefined ? [] : [`stage ${stage}`]),
  ];
  const set: InputSet = {
    name: name ?? (parts.length > 0 ? parts : Object.keys(values ?? {})).join(', '),
    ...(of && { of }),
    ...(environment !== undefined && { environment }),
    ...(stage !== undefined && { stage }),
    given,
  };
  return { set, faults };
}

/** The properties of a set, read as what they have to be; what is something else counts as not written. */
class Properties {
  readonly faults: SettingFault[] = [];
  readonly #written: Readonly<Record<string, unknown>>;
  readonly #folder: string;

  constructor(written: Readonly<Record<string, unknown>>, folder: string) {
    this.#written = written;
    this.#folder = folder;
    for (const property of Object.keys(written).filter(one => !known.has(one))) {
      this.faults.push({ path: [property], written: property, what: 'unknown-property' });
    }
  }

  text(property: string): string | undefined {
    const value = this.#written[property];
    if (value === undefined || isText(value)) {
      return value;
    }
    return this.#wrong(property);
  }

  /** A text, or a list of them. */
  texts(property: string): readonly string[] {
    const value = this.#written[property] ?? [];
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    return list.every(isText) ? list : (this.#wrong(property) ?? []);
  }

  values(property: string): Readonly<Record<string, unknown>> | undefined {
    const value = this.#written[property];
    return value === undefined || isObject(value) ? value : this.#wrong(property);
  }

  /** The addresses of paths, as far as they are in the folder. */
  places(property: string, paths: readonly string[]): readonly string[] {
    return paths.flatMap(path => {
      const uri = join(this.#folder, path);
      if (uri !== undefined && isBelow(this.#folder, uri)) {
        return [uri];
      }
      this.faults.push({ path: [property], written: path, what: 'outside' });
      return [];
    });
  }

  #wrong(property: string): undefined {
    this.faults.push({ path: [property], written: property, what: 'wrong-value' });
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
