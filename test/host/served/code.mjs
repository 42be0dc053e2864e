#!/usr/bin/env node
// Takes the arguments of VS Code's own executable and runs the extension tests in the served VS Code, so that
// `runTests({ vscodeExecutablePath })` is the one entry for both hosts.

import '../../../scripts/typescript.mjs';

const { runServedTests } = await import('./tests.ts');
process.exit(await runServedTests(process.argv.slice(2)));
