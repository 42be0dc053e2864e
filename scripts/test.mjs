// npm test: every check of the project, in the order in which a failure is cheapest to learn of.
//
//   npm test                    all of them
//   npm test -- unit e2e        only these, and what they need
//
// Each step has its own watchdog, of the end-to-end tests each file, so that a hanging test is a failing test. A failure
// does not hide later failures: the remaining steps still run, and the exit code says whether all of them passed.
// Those that open windows run side by side, two windows at a time.

import { runE2e } from './e2e.mjs';
import { failures } from './failures.mjs';
import { atMost } from './limit.mjs';
import { runNode, runTypeScript, wasInterrupted } from './run.mjs';
import { setup } from './setup.mjs';

/** Windows of VS Code at once: each mostly waits, for its editor or for what a person would see. */
const inTurn = atMost(2);

const steps = [
  {
    name: 'lint',
    seconds: 120,
    run: options => runNode(['node_modules/@biomejs/biome/bin/biome', 'check', '.'], options),
  },
  {
    name: 'imports',
    seconds: 60,
    run: options => runNode(['scripts/imports.mjs'], options),
  },
  {
    name: 'types',
    seconds: 180,
    run: options => runNode(['node_modules/typescript/bin/tsc', '--noEmit'], options),
  },
  {
    name: 'unit',
    seconds: 1200,
    run: options => runNode([mocha, '--config', 'test/unit/.mocharc.json'], options),
  },
  {
    name: 'build',
    seconds: 180,
    run: options => runNode(['scripts/package.mjs', '--tests'], options),
  },
  {
    name: 'integration',
    needs: 'build',
    seconds: 900,
    opensWindows: true,
    run: options => inTurn(() => runTypeScript('test/host/integration.ts', [], options)),
  },
  {
    name: 'e2e',
    needs: 'build',
    seconds: 600,
    opensWindows: true,
    run: options => runE2e(options, inTurn),
  },
];

const mocha = 'node_modules/mocha/bin/mocha.js';

setup();
const chosen = choose(process.argv.slice(2));
const outcomes = new Map();
const begin = Date.now();
for (const step of chosen.filter(({ opensWindows }) => !opensWindows)) await runStep(step, { shown: 'kept' });
const windows = chosen.filter(({ opensWindows }) => opensWindows);
await Promise.all(windows.map(step => runStep(step, { shown: windows.length > 1 ? 'at end' : 'kept' })));
summarise();
process.exit(chosen.every(step => outcomes.get(step.name) === 'passed') ? 0 : 1);

async function runStep(step, options) {
  if (wasInterrupted()) return;
  if (step.needs !== undefined && outcomes.get(step.needs) === 'failed') {
    report(step, 'skipped', `because ${step.needs} failed`);
    return;
  }
  console.log(`\n── ${step.name} ${'─'.repeat(60 - step.name.length)}`);
  const started = Date.now();
  const { code, timedOut, remark, printed } = await step.run({ seconds: step.seconds, ...options });
  if (code !== 0) step.failures = failures(printed ?? '');
  const took = `${((Date.now() - started) / 1000).toFixed(1)} s`;
  if (timedOut) report(step, 'failed', `ended by the watchdog after ${step.seconds} s`);
  else if (code !== 0) report(step, 'failed', `exit code ${code}, ${took}`);
  else report(step, 'passed', remark === undefined ? took : `${took}, ${remark}`);
}

function choose(names) {
  const unknown = names.filter(name => !steps.some(step => step.name === name));
  if (unknown.length > 0) {
    console.error(`No such step: ${unknown.join(', ')}. Steps: ${steps.map(step => step.name).join(', ')}.`);
    process.exit(1);
  }
  if (names.length === 0) return steps;
  const needed = new Set(names.flatMap(name => [name, steps.find(step => step.name === name)?.needs]));
  return steps.filter(step => needed.has(step.name));
}

function report(step, outcome, detail) {
  outcomes.set(step.name, outcome);
  step.detail = detail;
  console.log(`${step.name}: ${outcome}, ${detail}`);
}

function summarise() {
  console.log(`\n── ${((Date.now() - begin) / 1000).toFixed(0)} s in all ${'─'.repeat(48)}`);
  for (const step of chosen) {
    console.log(
      `${(outcomes.get(step.name) ?? 'not run').padEnd(8)} ${step.name.padEnd(12)} ${step.detail ?? ''}`,
    );
  }
  for (const { name, failures } of chosen) {
    if (failures !== undefined) console.log(`\n── what failed in ${name}\n${failures}`);
  }
}
