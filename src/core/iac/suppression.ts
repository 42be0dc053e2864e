import type { TextRange } from '../base/text.ts';
import type { FindingCode } from './finding.ts';

/** A comment or metadata entry that says a person accepts findings of this rule at this trail. */
export interface Suppression {
  readonly tool: SuppressingTool;
  /** Where it is written, in the declaration's file. */
  readonly range: TextRange;
  /** The findings it silences; all of them when absent. Other scanners' entries silence what their rule covers. */
  readonly codes?: readonly FindingCode[];
  readonly reason?: string;
}

export type SuppressingTool =
  | 'cloudtrail-encryption'
  | 'checkov'
  | 'trivy'
  | 'tfsec'
  | 'kics'
  | 'terrascan'
  | 'cfn-guard'
  | 'cdk-nag'
  | 'semgrep';
