import { parser } from '@lezer/java';
import { Statements } from './java/statements.ts';
import { lezerGrammar } from './lezer.ts';

/** The grammar is older than `yield`, which takes a value as `throw` does; a name is followed by another sign. */
export const java = lezerGrammar(
  parser,
  (root, text) => new Statements(text).statementsIn(root),
  text => text.replaceAll(/\byield(?=\s+[\w"!(])/g, 'throw'),
);
