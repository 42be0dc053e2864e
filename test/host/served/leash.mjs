// Runs a command that must never outlive us, however we end. This process leads a group of its own; when our end of
// its stdin closes (also after SIGKILL or a crash, where no handler of ours runs), it ends the whole group.
//
//   node leash.mjs COMMAND ARGUMENT…

import { spawn } from 'node:child_process';

const [command = '', ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
let ending = false;

child.once('error', error => {
  console.error(error.message);
  process.exit(127);
});
child.once('exit', code => {
  if (ending) killGroup();
  else process.exit(code ?? 1);
});

process.stdin.once('close', end).resume();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);

/** Asks first, then insists: an extension host in an endless loop hears nothing. */
function end() {
  if (ending) return;
  ending = true;
  child.kill('SIGTERM');
  setTimeout(killGroup, 1500);
}

function killGroup() {
  process.kill(-process.pid, 'SIGKILL');
}
