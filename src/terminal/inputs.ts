import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { GivenInputs, InputKind, InputSet } from '../core/iac/inputs.ts';
import { uriOf } from '../files/fileSources.ts';
import type { InputFlag, InputFlagName } from './arguments.ts';

/** The deployments that a command line names: one of Terraform's root modules, one of templates, one for each environment and stage. */
export function inputSetsOf(flags: readonly InputFlag[]): readonly InputSet[] {
  const setOfKind = (kind: InputKind, ...more: readonly string[]): InputSet => {
    const own = flags.filter(({ flag }) => kindOf[flag] === kind);
    return { name: [...more, ...own.map(nameOf)].join(', '), given: own.map(one => givenBy(one, kind)) };
  };
  const values = (flag: InputFlagName) => flags.flatMap(one => (one.flag === flag ? [one.value] : []));
  const stages = values('stage').map(stage => ({ ...setOfKind('params', `stage ${stage}`), stage }));
  const environments = values('environment').map(environment => ({
    name: `environment ${environment}`,
    environment,
    given: [],
  }));
  const unstaged = stages.length === 0 ? [setOfKind('params')] : [];
  const plain = [setOfKind('variables'), setOfKind('parameters'), ...unstaged];
  return [...plain.filter(({ given }) => given.length > 0), ...environments, ...stages];
}

const kindOf: Readonly<Partial<Record<InputFlagName, InputKind>>> = {
  'var-file': 'variables',
  var: 'variables',
  parameters: 'parameters',
  param: 'params',
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

/** The AWS CLI takes paths after `file: `. */
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
