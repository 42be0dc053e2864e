import { parser } from '@lezer/javascript';
import { Statements } from './javascript/statements.ts';
import { lezerGrammar } from './lezer.ts';

/** TypeScript, and JavaScript, which it covers for our purposes. */
export const javascript = lezerGrammar(parser.configure({ dialect: 'ts' }), (root, text) =>
  new Statements(text).statementsIn(root),
);

/** The same where `<` may open an element. */
export const javascriptWithElements = lezerGrammar(parser.configure({ dialect: 'ts jsx' }), (root, text) =>
  new Statements(text).statementsIn(root),
);
