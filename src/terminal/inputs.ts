import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { GivenInputs, InputKind, InputSet } from '../core/iac/inputs.ts';
import { uriOf } from '../files/fileSources.ts';
import type { InputFlag, InputFlagName } from './arguments.ts';

/** The inputs of a command line: one deployment of Terraform's root modules, and one of templates. */
export function inputSetsOf(flags: readonly InputFlag[]): readonly InputSet[] {
  return kinds.flatMap((kind): InputSet[] => {
    const own = flags.filter(({ flag }) => kindOf[flag] === kind);
    const given = own.map(one => givenBy(one, kind));
    return own.length === 0 ? [] : [{ name: own.map(nameOf).join(', '), given }];
  });
}

const kinds: readonly InputKind[] = ['variables', 'parameters'];

const kindOf: Readonly<Record<InputFlagName, InputKind>> = {
  'var-file': 'variables',
  var: 'variables',
  parameters: 'parameters',
};

function givenBy(flag: InputFlag, kind: InputKind): GivenInputs {
  const [, name, value] = namedValue(flag) ?? [];
  return name === undefined || value === undefined
    ? { kind, file: uriOf(resolve(pathIn(flag))) }
    : { kind, values: { [name]: parsedValue(value) } };
}

/** The value itself may be a secret. */
function nameOf(flag: InputFlag): string {
  const [, name] = namedValue(flag) ?? [];
  return name === undefined ? pathIn(flag) : `--${flag.flag} ${name}`;
}

/** `NAME=VALUE`; undefined where a file is named, whose name may hold such a sign too. */
function namedValue({ flag, value }: InputFlag): RegExpExecArray | null {
  const isFile = flag === 'var-file' || (flag === 'parameters' && existsSync(resolve(value)));
  return isFile ? null : /^([^=\s]+)=(.*)$/s.exec(value);
}

/** The AWS CLI takes paths behind `file://`. */
function pathIn({ value }: InputFlag): string {
  return value.replace(/^file:\/\//, '');
}

/** Lists and maps are written as JSON, which is their form in HCL too. */
function parsedValue(written: string): unknown {
  if (/^\s*[[{]/.test(written)) {
    try {
      return JSON.parse(written);
    } catch {
      return written;
    }
  }
  return written;
}
