// Runs a command of ours as a child of this process, in such a way that nothing of it stays behind.

import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './setup.mjs';

const running = new Set();

/**
 * Runs Node with these arguments and resolves to `{ code, timedOut, printed }`.
 * @param {readonly string[]} args
 * @param {{
 *   seconds?: number, env?: NodeJS.ProcessEnv, cwd?: string, quiet?: boolean, shown?: 'at once' | 'kept' | 'at end', reads?: boolean
 * }} options
 *   `seconds`: after that the child and all its children are ended. `quiet`: only its errors are shown. `shown`: what it prints
 *   is shown at once; or also kept as `printed`; or kept and shown when it has ended, for those that run side by side.
 *   `reads`: it has our standard input.
 */
export function runNode(
  args,
  { seconds, env = process.env, cwd = root, quiet = false, shown = 'at once', reads = false } = {},
) {
  return new Promise(resolve => {
    // A group of its own on POSIX, so that the watchdog reaches grandchildren too.
    const child = spawn(process.execPath, args, {
      cwd,
      // A pipe hides from the child that a person reads along.
      env: shown !== 'at once' && process.stdout.isTTY ? { FORCE_COLOR: '1', ...env } : env,
      stdio: [
        reads ? 'inherit' : 'ignore',
        ...(shown === 'at once' ? [quiet ? 'ignore' : 'inherit', 'inherit'] : ['pipe', 'pipe']),
      ],
      detached: hasGroups,
    });
    running.add(child);
    const printed = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', chunk => {
        printed.push(chunk);
        if (shown === 'kept') process.stdout.write(chunk);
      });
    }
    let timedOut = false;
    const watchdog =
      seconds === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            end(child);
          }, seconds * 1000);
    const done = code => {
      if (!running.delete(child)) return;
      clearTimeout(watchdog);
      if (hasGroups) killGroup(child, 'SIGKILL');
      const all = Buffer.concat(printed);
      if (shown === 'at end') process.stdout.write(all);
      resolve({ code, timedOut, printed: all.toString() });
    };
    child.once('error', error => {
      console.error(error.message);
      done(1);
    });
    child.once('exit', (exitCode, signal) => {
      const code = signal === null ? exitCode : 1;
      // What it printed last is still on its way; whoever it left behind may hold the pipe for ever.
      child.once('close', () => done(code));
      setTimeout(() => done(code), shown === 'at once' ? 0 : 2000);
    });
  });
}

/** Runs a TypeScript file: it may import the rest of the project by its `.ts` paths. */
export function runTypeScript(path, args, options) {
  const loader = pathToFileURL(join(root, 'scripts', 'typescript.mjs')).href;
  return runNode(['--import', loader, join(root, path), ...args], options);
}

const hasGroups = process.platform !== 'win32';

/** Asks first, so that a host may remove its temporary folders; insists after five seconds. */
function end(child) {
  if (!hasGroups) {
    spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore' });
    return;
  }
  killGroup(child, 'SIGTERM');
  setTimeout(() => running.has(child) && killGroup(child, 'SIGKILL'), 5000).unref();
}

function killGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already: that is what was wanted.
  }
}

let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (interrupted) {
      for (const child of running) killGroup(child, 'SIGKILL');
      process.exit(130);
    }
    interrupted = true;
    for (const child of running) end(child);
    if (running.size === 0) process.exit(130);
  });
}

/** True once the person has pressed Ctrl+C: the next step must not begin. */
export function wasInterrupted() {
  return interrupted;
}
