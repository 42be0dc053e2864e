/**
 * Words without which a statement neither makes a trail or a key nor says anything of one: classes, and what brings in other
 * code.
 */
export const words = new RegExp(
  [
    '[tT]rail',
    '[kK]ms',
    'Key(?:Policy)?\\b|\\bAlias\\b',
    'ServerSideEncryption',
    '\\b(?:import|require|global|nonlocal)\\b',
  ].join('|'),
  'g',
);
