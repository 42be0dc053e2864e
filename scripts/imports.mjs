// node scripts/imports.mjs: who may import whom in src. Part of npm run lint.
//
// The table is whole: each part of src has a row, a row names all that the part may import, and what nothing imports is not
// named. A part that is added without a row fails, and so does a circle of imports at run time.

import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What every language stands on. */
const ofLanguages =
  'core/base core/trail core/iac core/iac/sources core/iac/formats core/iac/suppression core/iac/worlds core/iac/declared core/iac/fixes';

/**
 * A part is a folder with all below it, or a file. Of several that a file lies in, the longest name is its part; a folder of
 * which one subfolder has a row has a row for each.
 */
const mayImport = {
  // Nothing of VS Code, the AWS SDK or the file system in the core: it asks through ports.
  'core/base': '',
  'core/trail': 'core/base',
  'core/account': 'core/base core/trail p-limit',
  'core/remediation': 'core/base core/trail core/account',
  // The one part that knows trails in AWS and trails in code.
  'core/drift': 'core/base core/trail core/account core/iac',
  'core/wording':
    'core/base core/trail core/account core/drift core/remediation core/iac core/iac/configuration core/iac/analysis',
  'core/report': 'core/base core/trail core/account core/drift core/remediation core/wording',
  'core/wizard': 'core/base core/trail core/account core/remediation core/wording core/report',

  // What the engine talks about, from the bottom up; what reads a text from one end to the other is on top.
  'core/iac': 'core/base core/trail core/iac/sources',
  'core/iac/sources': 'core/base core/trail core/iac',
  'core/iac/formats': 'core/base core/iac jsonc-parser smol-toml yaml @lezer/',
  'core/iac/suppression': 'core/base core/iac core/iac/sources yaml',
  'core/iac/worlds': 'core/base core/trail core/iac',
  'core/iac/declared': 'core/base core/trail core/iac core/iac/sources core/iac/formats',
  'core/iac/fixes': 'core/trail core/iac core/iac/sources',
  'core/iac/configuration': 'core/base core/trail core/iac core/iac/sources core/iac/formats jsonc-parser',
  'core/iac/analysis':
    'core/base core/trail core/iac core/iac/sources core/iac/suppression core/iac/fixes core/iac/configuration',
  'core/iac/index.ts': 'core/iac/analysis core/iac/languages',

  // Languages stand on what is common to them, never on each other; what becomes CloudFormation stands on it.
  'core/iac/languages':
    'core/iac core/iac/languages/terraform core/iac/languages/terraformPlan core/iac/languages/terragrunt core/iac/languages/terraformStacks core/iac/languages/cloudformation core/iac/languages/sam core/iac/languages/serverless core/iac/languages/crossplane core/iac/languages/ack core/iac/languages/ansible core/iac/languages/cdk core/iac/languages/pulumi',
  'core/iac/languages/terraform': `${ofLanguages} jsonc-parser yaml`,
  'core/iac/languages/terragrunt':
    'core/base core/iac core/iac/sources core/iac/formats core/iac/fixes core/iac/languages/terraform',
  'core/iac/languages/terraformStacks':
    'core/base core/iac core/iac/sources core/iac/formats core/iac/languages/terraform',
  'core/iac/languages/terraformPlan':
    'core/base core/iac core/iac/sources core/iac/formats core/iac/languages/terraform',
  'core/iac/languages/cloudformation': ofLanguages,
  'core/iac/languages/sam': 'core/iac core/iac/languages/cloudformation',
  'core/iac/languages/serverless':
    'core/base core/iac core/iac/sources core/iac/formats core/iac/languages/cloudformation',
  'core/iac/languages/ansible': ofLanguages,
  'core/iac/languages/manifests': ofLanguages,
  'core/iac/languages/crossplane': 'core/iac core/iac/formats core/iac/languages/manifests',
  'core/iac/languages/ack': 'core/iac core/iac/formats core/iac/languages/manifests',
  // Programs: what evaluates them knows no framework, and each framework stands on it.
  'core/iac/languages/programs': ofLanguages,
  'core/iac/languages/pulumi':
    'core/base core/trail core/iac core/iac/sources core/iac/formats core/iac/declared core/iac/fixes core/iac/languages/programs core/iac/languages/manifests',
  'core/iac/languages/cdk':
    'core/base core/trail core/iac core/iac/sources core/iac/formats core/iac/suppression core/iac/declared core/iac/fixes core/iac/languages/programs',

  // The edges know the core, and of each other only who reads files; extension.ts joins them.
  'machineClock.ts': 'core/base',
  aws: 'core/base core/trail core/account core/remediation node: @aws-sdk/ @smithy/',
  files:
    'core/base core/iac core/iac/sources core/iac/configuration core/iac/analysis core/remediation node:',
  engine:
    'core/base core/iac core/iac/index.ts core/iac/sources core/iac/configuration core/iac/analysis files node:',
  terminal:
    'core/base core/trail core/iac core/iac/sources core/iac/configuration core/iac/fixes core/iac/analysis core/report core/wording engine files machineClock.ts node: package.json',
  editor:
    'core/base core/trail core/account core/drift core/iac core/iac/sources core/iac/configuration core/iac/fixes core/iac/analysis core/wording core/report core/wizard files machineClock.ts node: vscode',
  'extension.ts': 'core/account aws engine editor machineClock.ts vscode',
};

/**
 * What is wrong with the imports of some files, by their paths below `src`, in one line each. `rules` is the table above.
 * @param {ReadonlyMap<string, string>} files
 * @param {Readonly<Record<string, string>>} [rules]
 * @returns {string[]}
 */
export function importFaults(files, rules = mayImport) {
  const parts = Object.keys(rules).sort((one, other) => other.length - one.length);
  const partOf = path => {
    const part = parts.find(one => path === one || path.startsWith(`${one}/`));
    const isDirect = part === undefined || !path.slice(part.length + 1).includes('/');
    return isDirect || !parts.some(one => one.startsWith(`${part}/`) && !one.endsWith('.ts'))
      ? part
      : undefined;
  };
  const unused = new Set(parts.flatMap(part => namesIn(rules[part]).map(name => `${part} ${name}`)));
  const faults = [];
  for (const [path, text] of files) {
    const part = partOf(path);
    if (part === undefined) {
      faults.push(`${path} lies in no part of the table`);
      continue;
    }
    for (const { from } of importsOf(text)) {
      const target = from.startsWith('.') ? posix.join(posix.dirname(path), from) : from;
      const other = from.startsWith('.') ? (partOf(target) ?? posix.basename(target)) : target;
      const name = namesIn(rules[part]).find(
        one => one === other || (/[:/]$/.test(one) && other.startsWith(one)),
      );
      unused.delete(`${part} ${name}`);
      if (other !== part && name === undefined) {
        faults.push(`${path} imports ${target}: ${part} may not import ${other}`);
      }
    }
  }
  return [
    ...faults,
    ...[...unused].map(one => `no import needs what the table allows: ${one.replace(' ', ' to import ')}`),
    ...circlesIn(files).map(circle => `imports run in a circle: ${circle.join(' → ')}`),
  ];
}

function namesIn(row) {
  return row.split(' ').filter(name => name !== '');
}

/** As Biome lays them out. `isType`: gone before the program runs; `isLate`: run when it is asked for. */
function importsOf(text) {
  const written = [...text.matchAll(/^(?:import|export)(\s+type)?\s(?:([^'";]*?)\sfrom\s)?'([^']+)'/gm)];
  return [
    ...written.map(([, type, names, from]) => ({
      from,
      isType: Boolean(type) || areTypes(names),
      isLate: false,
    })),
    ...[...text.matchAll(/\bimport\('([^']+)'\)/g)].map(([, from]) => ({
      from,
      isType: false,
      isLate: true,
    })),
  ];
}

function areTypes(names) {
  const inBraces = /^\{([^}]*)\}$/.exec(names?.trim() ?? '')?.[1];
  return inBraces?.split(',').every(name => /^\s*(?:type\s|$)/.test(name)) ?? false;
}

/** Each file that imports itself through others, once, with the shortest way back. */
function circlesIn(files) {
  const next = new Map(
    [...files].map(([path, text]) => [
      path,
      importsOf(text)
        .filter(({ from, isType, isLate }) => from.startsWith('.') && !isType && !isLate)
        .map(({ from }) => posix.join(posix.dirname(path), from)),
    ]),
  );
  const told = new Set();
  const circles = [];
  for (const start of next.keys()) {
    const circle = told.has(start) ? undefined : wayBack(start, next);
    if (circle) {
      circles.push(circle);
      for (const path of circle) told.add(path);
    }
  }
  return circles;
}

function wayBack(start, next) {
  const ways = [[start]];
  const seen = new Set();
  for (let way = ways.shift(); way; way = ways.shift()) {
    for (const path of next.get(way.at(-1)) ?? []) {
      if (path === start) return [...way, start];
      if (!seen.has(path)) {
        seen.add(path);
        ways.push([...way, path]);
      }
    }
  }
  return undefined;
}

/** The files of src, by their paths below it. */
export function sourceFiles() {
  const src = fileURLToPath(new URL('../src/', import.meta.url));
  const paths = readdirSync(src, { recursive: true })
    .map(path => path.replaceAll('\\', '/'))
    .filter(path => path.endsWith('.ts'));
  return new Map(paths.sort().map(path => [path, readFileSync(`${src}${path}`, 'utf8')]));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const faults = importFaults(sourceFiles());
  for (const fault of faults) console.error(fault);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
