import { readFileSync, writeFileSync } from 'node:fs';
import type { Language } from '../../../src/core/iac/language.ts';
import { serve } from '../../../src/engine/serve.ts';

/*
 * The program of a thread whose language does what its text says: `hang`, `crash`, `fail`, `ask` for a file, `wait` for
 * the writer of a pipe, `count` what this thread was asked to count, or read nothing. It stands for readers with faults that
 * the real ones are tested not to have. `hang` first writes a file, so that a test knows that it has begun.
 */

const language: Language = {
  id: 'terraform',
  claims: () => true,
  read: async ({ uri, text }, sources, signal) => {
    const [, order, name = ''] = /cloudtrail (\w+) ?(\S*)/.exec(text) ?? [];
    switch (order) {
      case 'hang':
        writeFileSync(name, '');
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
        // Ends when the last writer does, and not before: what waits for the operating system cannot be terminated. As a
        // text, since Node then opens and reads in one piece.
        readFileSync(name, 'utf8');
        break;
      case 'count':
        counted++;
        throw new Error(`counted ${counted}`);
      case 'fail':
        throw new Error(`no luck with ${uri}`);
      case 'ask': {
        const other = await sources.read(name);
        signal?.throwIfAborted();
        throw new Error(`${name} says ${other?.text}`);
      }
    }
    return { trails: [], gaveUp: [] };
  },
  fixes: async () => [],
  flaws: () => 0,
};

let counted = 0;

serve([language]);
