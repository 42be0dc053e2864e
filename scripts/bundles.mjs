// The files of dist/ that a build makes, in one list: esbuild.mjs builds it, packageContents.mjs says from it what ships, the
// tests of bundles and packages read it. A bundle that another one loads on first use is named there by the path of its source.

/**
 * `from`: what it is built from. `lazy`: it loads others when they are first needed, by `import()`. `ships`: the packages that have
 * it. `extension` is what VS Code loads at start: small, without the AWS SDK and without a parser.
 */
export const bundles = [
  {
    out: 'extension',
    from: 'src/extension.ts',
    lazy: ['aws', 'commands', 'wizard', 'tools', 'fixAll', 'organization', 'gitIgnore'],
    ships: ['extension'],
  },
  // The AWS SDK.
  { out: 'aws', from: 'src/aws/index.ts', ships: ['extension'] },
  // What the commands do.
  {
    out: 'commands',
    from: 'src/editor/commands/commandList.ts',
    lazy: ['report'],
    ships: ['extension'],
  },
  // Everything that changes trails.
  { out: 'wizard', from: 'src/editor/wizard/openWizard.ts', ships: ['extension'] },
  // Reports, and documents about trails.
  { out: 'report', from: 'src/core/report/index.ts', ships: ['extension'] },
  // What language models are answered.
  { out: 'tools', from: 'src/editor/tools/answers.ts', ships: ['extension'] },
  // Several fixes that hold together.
  { out: 'fixAll', from: 'src/core/iac/analysis/fixAll.ts', ships: ['extension'] },
  // What AWS Config is asked.
  {
    out: 'organization',
    from: 'src/core/account/organization/organizationReading.ts',
    ships: ['extension'],
  },
  // What a scan through VS Code needs.
  { out: 'gitIgnore', from: 'src/core/iac/configuration/gitIgnore.ts', ships: ['extension'] },
  // The analysis engine with its parsers: the program of a thread.
  { out: 'engine', from: 'src/engine/worker.ts', ships: ['extension', 'scanner'] },
  // The scanner for a terminal, in a package of its own with the engine.
  { out: 'scan', from: 'src/terminal/main.ts', ships: ['scanner'] },
];

/** Names of the bundles in dist/ that ship in a package, `extension` or `scanner`. */
export function bundlesOf(shippedIn) {
  return bundles.filter(({ ships }) => ships.includes(shippedIn)).map(({ out }) => `${out}.cjs`);
}
