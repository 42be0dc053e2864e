import type { TextRange } from '../base/text.ts';
import type { FindingCode } from './findingCode.ts';
import type { Scanner } from './scannerRules.ts';

/** A comment or metadata entry that says a person accepts findings of this rule at this trail. */
export interface Suppression {
  readonly tool: SuppressingTool;
  /** The file it is written in; absent when it is the declaration's own. */
  readonly uri?: string;
  /** Where it is written in that file. */
  readonly range: TextRange;
  /** The findings it silences; all of them when absent. Other scanners' entries silence what their rule covers. */
  readonly codes?: readonly FindingCode[];
  readonly reason?: string;
  /** The first day on which it no longer holds, `yyyy-mm-dd`. The reader has no clock: `analyze` drops what has expired. */
  readonly expires?: string;
}

/** This extension, and the scanners whose comments and files are honoured. Regula's waivers are in its own command line. */
export type SuppressingTool = 'cloudtrail-encryption' | Exclude<Scanner, 'regula'>;
