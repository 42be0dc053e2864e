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
  const read = written.map((one: unknown, index) => {
    const faults: SettingFault[] = [];
    const set = readSet(one, folder, faults);
    return { set, faults: faults.map(fault => ({ ...fault, path: [index, ...fault.path] })) };
  });
  return { sets: read.flatMap(({ set }) => set ?? []), faults: read.flatMap(({ faults }) => faults) };
}

const known = new Set(['name', 'for', 'values', 'environment', 'stage', ...Object.keys(fileProperties)]);

function readSet(written: unknown, folder: string, faults: SettingFault[]): InputSet | undefined {
  if (!isObject(written)) {
    faults.push({ path: [], written: typeof written === 'string' ? written : undefined, what: 'not-a-set' });
    return undefined;
  }
  for (const property of Object.keys(written).filter(one => !known.has(one))) {
    faults.push({ path: [property], written: property, what: 'unknown-property' });
  }
  const placeIn = (property: string) => (path: string) => {
    const uri = join(folder, path);
    const isInside = uri !== undefined && isBelow(folder, uri);
    faults.push(...(isInside ? [] : [{ path: [property], written: path, what: 'outside' } as const]));
    return isInside ? [uri] : [];
  };
  const wrong = (property: string, isRight: boolean) =>
    faults.push(...(isRight ? [] : [{ path: [property], written: property, what: 'wrong-value' } as const]));
  const texts = (property: string) => {
    const value = written[property];
    const list = typeof value === 'string' ? [value] : (value ?? []);
    const isRight = Array.isArray(list) && list.every(one => typeof one === 'string' && one !== '');
    wrong(property, isRight);
    return isRight ? (list as readonly string[]) : [];
  };
  const files = Object.entries(fileProperties).map(([property, kind]) => {
    const paths = texts(property);
    return { kind, paths, places: paths.flatMap(placeIn(property)) };
  });
  const word = (property: string) => {
    const value = written[property];
    const isRight = value === undefined || (typeof value === 'string' && value !== '');
    wrong(property, isRight);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const [name, environment, stage] = [word('name'), word('environment'), word('stage')];
  const { values } = written;
  wrong('values', values === undefined || isObject(values));
  const given: readonly GivenInputs[] = [
    ...files.flatMap(({ kind, places }) => places.map(file => ({ kind, file, within: folder }))),
    ...(isObject(values) ? [{ values }] : []),
  ];
  const of = written['for'] === undefined ? undefined : texts('for').flatMap(placeIn('for'));
  const made = [
    ...files.flatMap(({ paths }) => paths),
    ...(environment === undefined ? [] : [`environment ${environment}`]),
    ...(stage === undefined ? [] : [`stage ${stage}`]),
  ].join(', ');
  return given.length === 0 && environment === undefined && stage === undefined
    ? undefined
    : {
        name: name ?? (made === '' ? Object.keys(isObject(values) ? values : {}).join(', ') : made),
        ...(of && { of }),
        ...(environment !== undefined && { environment }),
        ...(stage !== undefined && { stage }),
        given,
      };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
