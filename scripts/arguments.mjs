// What a script of ours was asked for, read before anything is installed or built.

import { parseArgs } from 'node:util';

/**
 * Ends the process with the usage: asked for with --help, or behind what is wrong.
 * @param {string} usage
 * @param {{
 *   options?: import('node:util').ParseArgsOptionsConfig, names?: readonly string[],
 *   faultOf?: (values: Record<string, string | boolean | undefined>) => string | undefined
 * }} accepted
 *   `names`: what the words pick from, each by a part of its name. `faultOf`: what is wrong with a value.
 * @returns the values of the options, and the names that were picked: without a word, all.
 */
export function readArguments(usage, { options = {}, names = [], faultOf = () => undefined } = {}) {
  const asked = parsed(options);
  const { values = {}, positionals: words = [] } = asked;
  if (values.help) {
    process.stdout.write(usage);
    process.exit(0);
  }
  const unknown = words.find(word => !names.some(name => name.includes(word)));
  const fault = asked.fault ?? (unknown === undefined ? faultOf(values) : `There is no ${unknown}.`);
  if (fault !== undefined) {
    console.error(`${fault}\n\n${usage}`);
    process.exit(2);
  }
  const picked = names.filter(name => words.length === 0 || words.some(word => name.includes(word)));
  return { values, names: picked };
}

function parsed(options) {
  try {
    const help = { type: 'boolean', short: 'h' };
    return parseArgs({ options: { ...options, help }, allowPositionals: true });
  } catch (error) {
    // Node goes on with how to write a word that looks like an option.
    return { fault: `${error.message.split(/\. /)[0].replace(/\.$/, '')}.` };
  }
}
