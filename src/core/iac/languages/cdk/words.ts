/**
 * Words without which a statement neither makes a trail or a key nor says anything of one: classes, methods that grant,
 * override and silence, and what brings in other code.
 */
export const words = new RegExp(
  [
    '[tT]rail',
    '[kK]ms',
    '\\b(?:New)?(?:Cfn)?(?:Key|Alias)\\b',
    '\\b[gG]rants?\\b',
    '\\b[gG]rant_?(?:[eE]ncrypt|[dD]ecrypt|[gG]enerate_?[mM]ac|[vV]erify_?[mM]ac)',
    '[aA]dd_?(?:[aA]lias|[tT]o_?[rR]esource_?[pP]olicy|[sS]tatements|[mM]etadata)',
    '[aA]dd_?(?:[nN]ot_?|[aA]ll_?)?(?:[aA]ctions|[rR]esources|[pP]rincipals)\\b',
    '[aA]dd_?(?:[sS]ervice|[aA]ccount_?[rR]oot|[aA]ws(?:_?[aA]ccount)?|[aA]rn|[aA]ny|[fF]ederated|[cC]anonical_?[uU]ser)_?[pP]rincipal\\b',
    '[aA]dd_?(?:(?:[sS]ource_?)?(?:[aA]ccount|[aA]rn)_?)?[cC]onditions?\\b',
    '[oO]verride\\b',
    '[eE]nable_?[kK]ey_?[rR]otation|\\.(?:set)?[eE]nabled\\b',
    'NagSuppressions|acknowledge',
    'Aspects|Mixins|property_?[iI]njectors',
    '\\b(?:import|require|global|nonlocal)\\b',
  ].join('|'),
  'g',
);
