// The end-to-end tests: each file in a process and in a window of its own.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { failures } from './failures.mjs';
import { runNode, wasInterrupted } from './run.mjs';
import { root } from './setup.mjs';

const folder = 'test/e2e';

/** Those that take longest begin first; any others come last. */
const longest = ['code/code.test.ts', 'wizard/wizard.test.ts', 'trails/inventory.test.ts'];

/**
 * A file that fails is run once more, in a fresh window and alone: on a busy machine an editor can be slower than any
 * patience. What fails twice is broken. What passes the second time counts as passed, and is named, so that somebody looks
 * at it.
 * @param {{ seconds: number }} options the watchdog of each file
 * @param {ReturnType<typeof import('./limit.mjs').atMost>} inTurn how many windows there may be at once
 */
export async function runE2e({ seconds }, inTurn) {
  const failed = [];
  const attempt = async file => {
    if (wasInterrupted()) return;
    const first = await runFile(file, seconds);
    if (first.code === 0) return;
    console.log(`${file} ${outcomeOf(first, seconds)}.`);
    failed.push(file);
  };
  await Promise.all(testFiles().map(file => inTurn(() => attempt(file))));
  const broken = [];
  const unsteady = [];
  for (const file of failed) {
    if (wasInterrupted()) return { code: 1 };
    console.log(`\n${file} once more, in a fresh window:`);
    const second = await runFile(file, seconds);
    if (second.code === 0) {
      unsteady.push(file);
      continue;
    }
    console.log(`${file} ${outcomeOf(second, seconds)} again.`);
    broken.push(second.printed);
  }
  const remark = unsteady.length === 0 ? undefined : `at the second attempt only: ${unsteady.join(', ')}`;
  const code = broken.length === 0 && !wasInterrupted() ? 0 : 1;
  return { code, remark, printed: broken.map(failures).join('\n') };
}

function testFiles() {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.test.ts'))
    .map(name => name.replaceAll('\\', '/'))
    .sort();
  const rank = name => (longest.includes(name) ? longest.indexOf(name) : longest.length);
  return files.sort((one, other) => rank(one) - rank(other)).map(name => `${folder}/${name}`);
}

function runFile(file, seconds) {
  const mocha = 'node_modules/mocha/bin/mocha.js';
  return runNode([mocha, '--config', `${folder}/.mocharc.json`, file], { seconds, shown: 'at end' });
}

function outcomeOf({ timedOut, code }, seconds) {
  return timedOut ? `was ended by the watchdog after ${seconds} s` : `failed with exit code ${code}`;
}
