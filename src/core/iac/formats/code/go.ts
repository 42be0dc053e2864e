import { parser } from '@lezer/go';
import { Statements } from './go/statements.ts';
import { lezerGrammar } from './lezer.ts';

export const go = lezerGrammar(parser, (root, text) => new Statements(text).statementsIn(root));
