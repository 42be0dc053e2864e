/*
 * The engine for trails in infrastructure code: a document and the files it refers to go in, findings and fixes as data
 * come out. It knows no editor, disk or clock.
 */
export { createAnalyzer } from './analysis/analyze.ts';
export { createLanguages } from './languages/index.ts';
