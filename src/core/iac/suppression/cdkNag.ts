import { coveredByScanners, isRuleOf } from '../scannerRules.ts';
import type { Suppression } from '../suppression.ts';
import { at, listOf, type SuppressionReader, textOf, withReason } from './tool.ts';

/**
 * cdk-nag: `Metadata.cdk_nag.rules_to_suppress`, which its suppressions leave in the synthesised template, on the
 * resource or for the whole stack. An entry with `applies_to` accepts single findings of a rule that has several; this
 * rule has one, and such an entry does not reach it.
 */
export const cdkNag: SuppressionReader = {
  metadata: (metadata, range) =>
    listOf(at(metadata, 'cdk_nag', 'rules_to_suppress'))
      .filter(
        entry => isRuleOf('cdk-nag', textOf(at(entry, 'id')) ?? '') && at(entry, 'applies_to') === undefined,
      )
      .map((entry): Suppression => {
        const encoded = at(entry, 'is_reason_encoded') === true;
        const reason = encoded ? undefined : textOf(at(entry, 'reason'));
        return { tool: 'cdk-nag', range, codes: coveredByScanners, ...withReason(reason) };
      }),
};
