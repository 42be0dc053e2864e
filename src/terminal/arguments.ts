import { parseArgs } from 'node:util';
import { messageOf } from '../core/base/thrown.ts';
import { type Severity, severities } from '../core/iac/finding.ts';
import { type FindingCode, findingCodes } from '../core/iac/findingCode.ts';

export const formats = ['text', 'json', 'sarif', 'junit', 'gitlab', 'github'] as const;
export type Format = (typeof formats)[number];

/** A request on the command line. */
export type Request =
  | ScanRequest
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'mistake'; readonly message: string };

export interface ScanRequest {
  readonly kind: 'scan';
  readonly paths: readonly string[];
  /** The path that a text from standard input would have; it is then all that is scanned. */
  readonly stdinFilename: string | undefined;
  readonly outputs: readonly Output[];
  /** The least severity that is reported. */
  readonly severity: Severity;
  /** The lowest severity that makes the scan fail. */
  readonly failOn: Severity | 'never';
  /** The findings that are reported. */
  readonly codes: ReadonlySet<FindingCode>;
  /** A file with findings that are known. */
  readonly baseline: string | undefined;
  /** Where the findings of this scan are to be kept as known. */
  readonly newBaseline: string | undefined;
  readonly exclude: readonly string[];
  /** The configuration file; undefined: the nearest above each path. */
  readonly config: string | undefined;
  readonly fix: 'no' | 'print' | 'write';
  /** Undefined: as the terminal can. */
  readonly color: boolean | undefined;
  readonly inputs: readonly InputFlag[];
}

/** A report in one format; without a file it goes to standard output. */
export interface Output {
  readonly format: Format;
  readonly file?: string;
}

/** One of the flags that say what the code is deployed with, in the order of the command line. */
export interface InputFlag {
  readonly flag: InputFlagName;
  readonly value: string;
}

const inputFlags = ['var-file', 'var', 'parameters', 'environment', 'stage', 'param'] as const;
export type InputFlagName = (typeof inputFlags)[number];

const takesValues: ReadonlySet<InputFlagName> = new Set(['var', 'param']);

export function readArguments(args: readonly string[]): Request {
  try {
    return requestOf(args);
  } catch (error) {
    if (error instanceof Mistake) {
      return { kind: 'mistake', message: error.message };
    }
    const message = messageOf(error);
    // After the first sentence, Node explains how to name a file that starts with a dash.
    return { kind: 'mistake', message: message.replace(/\. To specify .*$/s, '') };
  }
}

class Mistake extends Error {}

function parsed(args: readonly string[]) {
  const list = { type: 'string', multiple: true } as const;
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    allowNegative: false,
    tokens: true,
    options: {
      format: list,
      output: { type: 'string', short: 'o' },
      severity: { type: 'string', default: 'hint' },
      'fail-on': { type: 'string', default: 'hint' },
      only: list,
      skip: list,
      baseline: { type: 'string' },
      'write-baseline': { type: 'string' },
      exclude: { ...list, default: [] },
      config: { type: 'string' },
      fix: { type: 'boolean' },
      write: { type: 'boolean' },
      'stdin-filename': { type: 'string' },
      'var-file': list,
      var: list,
      parameters: list,
      environment: list,
      stage: list,
      param: list,
      color: { type: 'boolean' },
      'no-color': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean' },
    },
  });
}

type Parsed = ReturnType<typeof parsed>;

/** Paths without a command are scanned; a word that is certainly not a path is a command. */
function withCommand(positionals: readonly string[]): readonly string[] {
  return /[./\\]/.test(positionals[0] ?? '') ? ['scan', ...positionals] : positionals;
}

function requestOf(args: readonly string[]): Request {
  const { values, positionals, tokens } = parsed(args);
  if (values.help || values.version) {
    return { kind: values.help ? 'help' : 'version' };
  }
  const [command, ...paths] = withCommand(positionals);
  if (command !== 'scan') {
    throw new Mistake(
      command === undefined ? 'No command was given: use scan' : `Unknown command "${command}": use scan`,
    );
  }
  const stdinFilename = stdinFilenameOf(paths, values);
  const fix = values.fix ? (values.write ? 'write' : 'print') : 'no';
  if (values.write && fix === 'no') {
    throw new Mistake('--write can be used only with --fix');
  }
  if (fix === 'write' && stdinFilename !== undefined) {
    throw new Mistake('--write cannot change standard input');
  }
  if (fix !== 'no' && values['write-baseline'] !== undefined) {
    throw new Mistake('--write-baseline cannot be combined with --fix');
  }
  return {
    kind: 'scan',
    paths: paths.length === 0 ? ['.'] : paths,
    stdinFilename,
    outputs: outputsOf(values, fix),
    severity: oneOf('severity', severities, values.severity),
    failOn: oneOf('fail-on', [...severities, 'never'] as const, values['fail-on']),
    codes: codesOf(values),
    baseline: values.baseline,
    newBaseline: values['write-baseline'],
    exclude: values.exclude,
    config: values.config,
    fix,
    color: values['no-color'] ? false : values.color,
    inputs: inputsOf(tokens),
  };
}

function oneOf<T extends string>(flag: string, known: readonly T[], written: string): T {
  const found = known.find(one => one === written);
  if (found === undefined) {
    throw new Mistake(`--${flag} must be one of ${known.join(', ')}, not "${written}"`);
  }
  return found;
}

function stdinFilenameOf(paths: readonly string[], values: Parsed['values']): string | undefined {
  const name = values['stdin-filename'];
  const isStdin = paths.includes('-');
  if (isStdin && paths.length > 1) {
    throw new Mistake('Standard input (-) cannot be combined with other paths');
  }
  if (isStdin !== (name !== undefined)) {
    throw new Mistake(
      isStdin
        ? 'Standard input (-) requires --stdin-filename'
        : '--stdin-filename can be used only with standard input (-)',
    );
  }
  return name;
}

function outputsOf({ format = [], output }: Parsed['values'], fix: ScanRequest['fix']): readonly Output[] {
  const named = format.map((written): Output => {
    const [name = '', ...file] = written.split('=');
    const found = oneOf('format', formats, name);
    return file.length > 0 ? { format: found, file: file.join('=') } : { format: found };
  });
  const outputs: readonly Output[] = named.length === 0 ? [{ format: 'text' }] : named;
  const loose = outputs.filter(({ file }) => file === undefined);
  if (loose.length > 1) {
    throw new Mistake(
      'Only one report can go to standard output: write the others to a file, --format sarif=FILE',
    );
  }
  if (outputs.some(({ file }) => file === '') || output === '') {
    throw new Mistake('A file name is missing');
  }
  if (output !== undefined && loose.length === 0) {
    throw new Mistake('--output can be used only with a --format without a file');
  }
  if (output !== undefined) {
    return outputs.map(({ format, file = output }) => ({ format, file }));
  }
  if (fix === 'print' && loose.length > 0 && named.length > 0) {
    throw new Mistake(
      '--fix prints the diff to standard output: write the report to a file, --format sarif=FILE',
    );
  }
  return fix === 'print' ? outputs.filter(({ file }) => file !== undefined) : outputs;
}

function codesOf({ only = [], skip = [] }: Parsed['values']): ReadonlySet<FindingCode> {
  const read = (flag: string, written: readonly string[]) =>
    written.flatMap(one => one.split(',')).map(code => oneOf(flag, findingCodes, code.trim()));
  const [chosen, left] = [read('only', only), new Set(read('skip', skip))];
  return new Set((chosen.length > 0 ? chosen : findingCodes).filter(code => !left.has(code)));
}

function inputsOf(tokens: Parsed['tokens']): readonly InputFlag[] {
  const inputs = tokens.flatMap((token): InputFlag[] => {
    const flag = token.kind === 'option' && inputFlags.find(one => one === token.name);
    return flag && token.kind === 'option' ? [{ flag, value: token.value ?? '' }] : [];
  });
  const unnamed = inputs.find(({ flag, value }) => takesValues.has(flag) && !/^[^=\s]+=/.test(value));
  if (unnamed) {
    throw new Mistake(`--${unnamed.flag} requires NAME=VALUE, not "${unnamed.value}"`);
  }
  return inputs;
}
