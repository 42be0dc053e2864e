import { parseArgs } from 'node:util';
import { foreignFolders } from '../core/iac/candidates.ts';
import type { Severity } from '../core/iac/finding.ts';
import { allTraits } from '../core/iac/languageTable.ts';

export type Format = 'text' | 'json' | 'sarif';

/** What somebody asked for on the command line. */
export type Request =
  | {
      readonly kind: 'scan';
      readonly paths: readonly string[];
      readonly format: Format;
      /** The least severity that is reported. */
      readonly severity: Severity;
      readonly exclude: readonly string[];
      /** Undefined: as the terminal can. */
      readonly color: boolean | undefined;
      readonly inputs: readonly InputFlag[];
    }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'mistake'; readonly message: string };

/** One of the flags that say what the code is deployed with, in the order of the command line. */
export interface InputFlag {
  readonly flag: InputFlagName;
  readonly value: string;
}

const inputFlags = ['var-file', 'var', 'parameters', 'environment', 'stage', 'param'] as const;
export type InputFlagName = (typeof inputFlags)[number];

const takesValues: ReadonlySet<InputFlagName> = new Set(['var', 'param']);

/** From the most to the least severe. */
export const severities = ['error', 'warning', 'information', 'hint'] as const satisfies readonly Severity[];

const inEnglishList = (words: readonly string[]) =>
  new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(words);

const formats = ['text', 'json', 'sarif'] as const satisfies readonly Format[];

/** Seconds that the analysis of a file may take. */
export const patience = 10;

export const usage = `Usage: cloudtrail-encryption-scan [PATH…] [options]

Finds the CloudTrail trails that files of ${inEnglishList(allTraits.map(({ name }) => name))}
declare, and says which of them have no KMS key, or one that does not serve. Without a PATH, the current folder is
scanned.

Options:
  --format FORMAT      text (default), json or sarif
  --severity SEVERITY  report findings of this severity and above: error, warning, information or hint (default)
  --exclude PATTERN    leave out paths, written as in a .gitignore in the current folder; may be repeated
  --var-file FILE      judge Terraform with the variables of this file, as \`terraform plan\` would; may be repeated
  --var NAME=VALUE     judge Terraform with this value of a variable; may be repeated
  --parameters FILE    judge templates with the parameters of this file, in any form that the AWS CLI and CodePipeline
                       take; or NAME=VALUE; may be repeated
  --environment NAME   judge templates with this environment of their samconfig file; may be repeated
  --stage NAME         judge services of the Serverless Framework for this stage; may be repeated
  --param NAME=VALUE   with this parameter of the Serverless Framework; may be repeated
  --no-color           no colours; without it they depend on the terminal and on NO_COLOR
  --help               this text
  --version            the version

Inputs that are named are those of a deployment: of several values of a name the last one counts, each environment and stage
is a deployment of its own, a finding says with which inputs it is so, and what is not so with any of them is not reported. They
count for the Terraform root modules, templates and services that have an input of one of the names given.

Files that git ignores are left out, and so are the folders
${inEnglishList([...foreignFolders].sort())}.
Links that lead out of what is scanned are not followed, but for files of a Terraform module. A file whose analysis does
not end within ${patience} seconds is left out, and named.

Exit code: 0 when nothing was found, 1 when there are findings, 2 when the scan could not run or could not read
everything to its end (what could not be read is named, and findings are reported all the same).
`;

export function readArguments(args: readonly string[]): Request {
  try {
    return requestOf(args);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // Behind the first sentence, Node explains how to name a file that begins with a dash.
    return mistake(message.replace(/\. To specify .*$/s, ''));
  }
}

function requestOf(args: readonly string[]): Request {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    allowPositionals: true,
    allowNegative: false,
    tokens: true,
    options: {
      format: { type: 'string', default: 'text' },
      severity: { type: 'string', default: 'hint' },
      exclude: { type: 'string', multiple: true, default: [] },
      'var-file': { type: 'string', multiple: true },
      var: { type: 'string', multiple: true },
      parameters: { type: 'string', multiple: true },
      environment: { type: 'string', multiple: true },
      stage: { type: 'string', multiple: true },
      param: { type: 'string', multiple: true },
      color: { type: 'boolean' },
      'no-color': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean' },
    },
  });
  if (values.help || values.version) {
    return { kind: values.help ? 'help' : 'version' };
  }
  const format = formats.find(one => one === values.format);
  const severity = severities.find(one => one === values.severity);
  if (!format) {
    return mistake(`--format is ${formats.join(', ')}, not "${values.format}"`);
  }
  if (!severity) {
    return mistake(`--severity is ${severities.join(', ')}, not "${values.severity}"`);
  }
  const inputs = tokens.flatMap((token): InputFlag[] => {
    const flag = token.kind === 'option' && inputFlags.find(one => one === token.name);
    return flag && token.kind === 'option' ? [{ flag, value: token.value ?? '' }] : [];
  });
  const unnamed = inputs.find(({ flag, value }) => takesValues.has(flag) && !/^[^=\s]+=/.test(value));
  if (unnamed) {
    return mistake(`--${unnamed.flag} is NAME=VALUE, not "${unnamed.value}"`);
  }
  const paths = positionals.length === 0 ? ['.'] : positionals;
  const color = values['no-color'] ? false : values.color;
  return { kind: 'scan', paths, format, severity, exclude: values.exclude, color, inputs };
}

function mistake(message: string): Request {
  return { kind: 'mistake', message };
}
