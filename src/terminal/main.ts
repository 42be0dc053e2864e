#!/usr/bin/env node
import { join } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { visible, visibleLines } from '../core/base/show.ts';
import { traceOf } from '../core/base/thrown.ts';
import { type Request, readArguments } from './arguments.ts';
import { scanAndReport } from './command.ts';
import { exitCodes } from './exitCodes.ts';
import { usage } from './usage.ts';

const interrupted = new AbortController();

process.once('SIGINT', () => interrupted.abort());
// The reader of the report may stop before its end, as `head` does. That is not a failure of the scan.
process.stdout.on('error', error => {
  if (!('code' in error && error.code === 'EPIPE')) {
    process.exitCode = exitCodes.mistake;
  }
  process.exit();
});
run(readArguments(process.argv.slice(2))).then(
  code => {
    process.exitCode = code;
  },
  error => {
    process.exitCode = interrupted.signal.aborted ? exitCodes.interrupted : exitCodes.mistake;
    if (!interrupted.signal.aborted) {
      process.stderr.write(`The scan failed: ${visibleLines(traceOf(error))}\n`);
    }
  },
);

async function run(request: Request): Promise<number> {
  switch (request.kind) {
    case 'help':
      process.stdout.write(usage);
      return exitCodes.nothing;
    case 'version':
      process.stdout.write(`${manifest.version}\n`);
      return exitCodes.nothing;
    case 'mistake':
      process.stderr.write(`${visible(request.message)}\nTry --help.\n`);
      return exitCodes.mistake;
    case 'scan':
      return scanAndReport(request, {
        // Files are read and analysed in a thread, so that one that takes too long can be left out.
        engine: join(import.meta.dirname, 'engine.cjs'),
        version: manifest.version,
        signal: interrupted.signal,
      });
  }
}
