import { coveredByScanners, isRuleOf } from '../scannerRules.ts';
import { at, listOf, type SuppressionReader, textOf } from './tool.ts';

/** AWS CloudFormation Guard: `Metadata.guard.SuppressedRules`, a list of rule names, on the resource. */
export const cfnGuard: SuppressionReader = {
  metadata: (metadata, range, level) =>
    level === 'resource' &&
    listOf(at(metadata, 'guard', 'SuppressedRules')).some(name => isRuleOf('cfn-guard', textOf(name) ?? ''))
      ? [{ tool: 'cfn-guard', range, codes: coveredByScanners }]
      : [],
};
