import { spawnSync } from 'node:child_process';
import { join, relative, resolve } from 'node:path';
import { dialects } from '../../test/unit/core/iac/situations.ts';

/** A scanner of infrastructure code with a rule for trails without a KMS key. */
export interface Scanner {
  readonly name: string;
  /** Its rule, by the id that it has there. */
  readonly rule: string;
  /** The folders of `same/SITUATION` that its documentation says it reads. */
  readonly dialects: readonly string[];
  /** Undefined where it is not installed. */
  readonly version: () => string | undefined;
  /** The files below a folder for which its rule fails, relative to it, with slashes. */
  readonly scan: (folder: string) => readonly string[];
}

const templates = ['cloudformation', 'cloudformation-json', 'sam', 'serverless'];
const terraform = ['terraform', 'terraform-json', 'terraformPlan'];

/** This project's, as it ships: `dist/scan.cjs`. Remarks and hints are no alarm. */
export const own: Scanner = {
  name: 'CloudTrail Encryption',
  rule: 'no-kms-key, kms-key-conditional',
  dialects,
  version: () => run(process.execPath, [program, '--version'])?.trim(),
  scan: folder => {
    const rows: readonly OwnRow[] = JSON.parse(
      run(process.execPath, [program, 'scan', folder, '--format', 'json'], [0, 1]) ?? '',
    );
    return rows
      .filter(({ findings }) => findings.some(({ severity }) => /^(?:error|warning)$/.test(severity)))
      .map(({ file }) => below(folder, resolve(file)));
  },
};

/** In the order of the table. Each is found on the PATH. */
export const others: readonly Scanner[] = [
  {
    name: 'Checkov',
    rule: 'CKV_AWS_35',
    dialects: [...terraform, ...templates, 'ansible'],
    version: () => run('checkov', ['--version'])?.trim(),
    scan: folder => {
      const args = [
        '--directory',
        folder,
        '--check',
        'CKV_AWS_35',
        '--output',
        'json',
        '--compact',
        '--quiet',
      ];
      const printed: CheckovReport | readonly CheckovReport[] = JSON.parse(
        run('checkov', args, [0, 1]) ?? '',
      );
      return [printed]
        .flat()
        .flatMap(({ results }) => results.failed_checks)
        .map(({ file_path }) => file_path.replace(/^\//, ''));
    },
  },
  {
    name: 'Trivy',
    rule: 'AWS-0015',
    dialects: [...terraform, ...templates, 'ansible'],
    version: () => /Version: (\S+)/.exec(run('trivy', ['--version']) ?? '')?.[1],
    scan: folder => {
      const args = [
        'config',
        '--format',
        'json',
        '--quiet',
        '--skip-check-update',
        '--skip-version-check',
        folder,
      ];
      const { Results = [] }: TrivyReport = JSON.parse(run('trivy', args) ?? '');
      return Results.filter(({ Misconfigurations = [] }) =>
        Misconfigurations.some(({ ID }) => /^(?:AVD-)?AWS-0015$/.test(ID)),
      ).map(({ Target }) => Target);
    },
  },
  {
    name: 'KICS',
    rule: 'CloudTrail Log Files Not Encrypted With KMS',
    dialects: [...terraform, ...templates, 'ansible', 'pulumi', 'crossplane'],
    version: () => /([\d.]{3,})/.exec(run('kics', ['version']) ?? '')?.[1],
    scan: folder => {
      // It answers with 20 to 60 where it found something.
      const args = [
        'scan',
        '--path',
        folder,
        '--silent',
        '--ignore-on-exit',
        'all',
        '--report-formats',
        'json',
      ];
      const { queries = [] }: KicsReport = JSON.parse(run('kics', [...args, '--output-path', '-']) ?? '');
      return queries
        .filter(({ query_name }) => /CloudTrail.*KMS/.test(query_name))
        .flatMap(({ files }) => files.map(({ file_name }) => below(folder, file_name)));
    },
  },
];

interface OwnRow {
  readonly file: string;
  readonly findings: readonly { readonly severity: string }[];
}

interface CheckovReport {
  readonly results: { readonly failed_checks: readonly { readonly file_path: string }[] };
}

interface TrivyReport {
  readonly Results?: readonly {
    readonly Target: string;
    readonly Misconfigurations?: readonly { readonly ID: string }[];
  }[];
}

interface KicsReport {
  readonly queries?: readonly {
    readonly query_name: string;
    readonly files: readonly { readonly file_name: string }[];
  }[];
}

const program = join(import.meta.dirname, '../../dist/scan.cjs');

function below(folder: string, path: string): string {
  return relative(folder, path).replaceAll('\\', '/');
}

/** What a program prints; undefined where there is none. Throws where it fails in another way than it may. */
function run(
  command: string,
  args: readonly string[],
  expected: readonly number[] = [0],
): string | undefined {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (error && 'code' in error && error.code === 'ENOENT') return undefined;
  if (status === null || !expected.includes(status)) {
    throw new Error(`${command} ${args[0]} ended with ${status}: ${stderr.slice(-2000)}`);
  }
  return stdout;
}
