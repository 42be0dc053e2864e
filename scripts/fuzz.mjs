// npm run fuzz: what must be true whatever happens, tried with cases made up at random.

import { readArguments } from './arguments.mjs';
import { campaigns } from './names.mjs';
import { runTypeScript } from './run.mjs';
import { setup } from './setup.mjs';

const usage = `Usage: npm run fuzz -- [options] [NAME…]

Makes up cases round after round until the time is over, and ends with 1 at the
first that fails. The seed of its round is printed with it.

NAME is a part of one of these; without any, all of them are tried:
  ${campaigns.join(', ')}

Options:
  --minutes N  how long; by default 1. 0 is one round
  --seed S     of the first round: the same seed makes the same cases again
  --help       this text
`;

const { values, names } = readArguments(usage, {
  options: { minutes: { type: 'string', default: '1' }, seed: { type: 'string' } },
  names: campaigns,
  faultOf: ({ minutes, seed = '0' }) =>
    /^\d+(?:\.\d+)?$/.test(minutes)
      ? /^\d+$/.test(seed)
        ? undefined
        : `--seed ${seed} is not a whole number.`
      : `--minutes ${minutes} is not a number of minutes.`,
});
setup();
const seed = values.seed === undefined ? [] : ['--seed', values.seed];
const { code } = await runTypeScript('test/fuzz/index.ts', ['--minutes', values.minutes, ...seed, ...names]);
process.exit(code ?? 1);
