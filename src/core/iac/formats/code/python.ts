import { parser } from '@lezer/python';
import { lezerGrammar } from './lezer.ts';
import { Statements } from './python/statements.ts';

export const python = lezerGrammar(parser, (root, text) => new Statements(text).statementsIn(root));
