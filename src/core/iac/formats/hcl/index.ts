/**
 * HCL, the language of Terraform and OpenTofu, as a syntax tree with exact ranges. In: a text in its native or JSON
 * syntax, broken or whole. Out: blocks, attributes, expressions and comments; nothing is evaluated here.
 */
export { parseHcl, parseTemplate } from './parse.ts';
export { parseHclJson } from './parseJson.ts';
export * from './syntax.ts';
