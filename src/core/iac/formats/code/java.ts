import { parser } from '@lezer/java';
import { Statements } from './java/statements.ts';
import { lezerGrammar } from './lezer.ts';

export const java = lezerGrammar(parser, (root, text) => new Statements(text).statementsIn(root));
