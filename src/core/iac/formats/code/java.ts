import { parser } from '@lezer/java';
import { Statements } from './java/statements.ts';
import { lezerGrammar } from './lezer.ts';

export const java = lezerGrammar(parser, (root, text) => new Statements(text).statementsIn(root), known);

/**
 * The grammar is older than `yield`, which takes a value as `throw` does; a name is followed by another sign. And it knows
 * the words of module declarations in no other place, where they are names: `builder.with(key)`.
 */
function known(text: string): string {
  return text
    .replaceAll(/\byield(?=\s+[\w"!(])/g, 'throw')
    .replaceAll(
      /\b(?:exports|opens|provides|requires|to|transitive|uses|with)(?=\s*[^\s\w"$])/g,
      word => word.charAt(0).toUpperCase() + word.slice(1),
    );
}
