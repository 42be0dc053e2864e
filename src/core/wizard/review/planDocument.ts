import { code, fenced, inLine } from '../../base/markdown.ts';
import { visibleJson } from '../../base/show.ts';
import { iamNeedsOfPlan, type Plan } from '../../remediation/index.ts';
import { inEnglish as plain } from '../../wording/message.ts';
import { type NameKey, stepInBrief, stepInDetail, warningInFull } from '../../wording/plans.ts';
import { profileName } from '../../wording/profiles.ts';
import { policyChangesIn } from './policyChange.ts';
import { formatted } from './policyText.ts';

const headings: Readonly<Record<Plan['purpose'], string>> = {
  enable: 'Encrypt trails with SSE-KMS',
  change: 'Encrypt trails with SSE-KMS',
  restore: 'Restore what was so before',
  repair: 'Put trails back to work',
};

/** The plan as one reads it in a ticket. */
export function planAsMarkdown(plans: readonly Plan[], nameKey: NameKey): string {
  return plans
    .map(plan =>
      [
        `# ${headings[plan.purpose]}`,
        '',
        inLine(`Account ${plan.account}, profile ${plain(profileName(plan.profile))}`),
        '',
        ...plan.steps.flatMap((step, index) => {
          const detail = stepInDetail(step, plan, nameKey);
          return [
            `${index + 1}. ${inLine(plain(stepInBrief(step, nameKey)))}`,
            ...(detail ? [`   ${inLine(plain(detail))}`] : []),
          ];
        }),
        '',
        '## What to know',
        '',
        ...plan.warnings.map(warning => `- ${inLine(plain(warningInFull(warning, nameKey)))}`),
        '',
        '## IAM actions needed',
        '',
        ...iamNeedsOfPlan(plan).map(({ action, resource }) => `- ${code(action)} on ${code(resource)}`),
        ...policyChangesIn([plan]).flatMap(({ keyArn, after }) => [
          '',
          `## Key policy of ${keyArn === undefined ? 'the new key' : inLine(nameKey(keyArn))}`,
          '',
          fenced('json', visibleJson(formatted(after).trimEnd())),
        ]),
        '',
      ].join('\n'),
    )
    .join('\n');
}
