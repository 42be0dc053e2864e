import { readFileSync } from 'node:fs';
import type { Language } from '../../../src/core/iac/language.ts';
import { serve } from '../../../src/engine/serve.ts';

/*
 * The program of a thread whose language does what its text says: `hang`, `crash`, `fail`, `ask` for a file, `wait` for
 * the writer of a pipe, or read nothing. It stands for readers with faults that the real ones are tested not to have.
 */

const language: Language = {
  id: 'terraform',
  claims: () => true,
  read: async ({ uri, text }, sources, signal) => {
    const [, order, name = ''] = /cloudtrail (\w+) ?(\S*)/.exec(text) ?? [];
    switch (order) {
      case 'hang':
        for (;;) {
          // For ever.
        }
      case 'crash':
        setImmediate(() => {
          throw new Error('a fault of the reader');
        });
        await new Promise(() => {});
        break;
      case 'wait':
        // Ends with the first writer, and not before: what waits for the operating system cannot be terminated.
        readFileSync(name);
        break;
      case 'fail':
        throw new Error(`no luck with ${uri}`);
      case 'ask': {
        const other = await sources.read(name);
        signal?.throwIfAborted();
        throw new Error(`${name} says ${other?.text}`);
      }
    }
    return [];
  },
  fixes: async () => [],
  flaws: () => 0,
};

serve([language]);
