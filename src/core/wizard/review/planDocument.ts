import { code, fenced, inLine } from '../../base/markdown.ts';
import { visibleJson } from '../../base/show.ts';
import { iamNeedsOfPlan, type Plan } from '../../remediation/index.ts';
import { type Message, message, type Say } from '../../wording/message.ts';
import { type NameKey, stepInBrief, stepInDetail, warningInFull } from '../../wording/plans.ts';
import { profileName } from '../../wording/profiles.ts';
import { policyChangesIn } from './policyChange.ts';
import { formatted } from './policyText.ts';

const headings: Readonly<Record<Plan['purpose'], Message>> = {
  enable: message('Encrypt trails with SSE-KMS'),
  change: message('Encrypt trails with SSE-KMS'),
  restore: message('Restore the previous state'),
  repair: message('Repair trails'),
};

/** The plan as Markdown, for a ticket. */
export function planAsMarkdown(plans: readonly Plan[], nameKey: NameKey, say: Say): string {
  return plans
    .map(plan =>
      [
        `# ${say(headings[plan.purpose])}`,
        '',
        inLine(say(message('Account {0}, profile {1}', plan.account, profileName(plan.profile)))),
        '',
        ...plan.steps.flatMap((step, index) => {
          const detail = stepInDetail(step, plan, nameKey);
          return [
            `${index + 1}. ${inLine(say(stepInBrief(step, nameKey)))}`,
            ...(detail ? [`   ${inLine(say(detail))}`] : []),
          ];
        }),
        '',
        `## ${say(message('What to know'))}`,
        '',
        ...plan.warnings.map(warning => `- ${inLine(say(warningInFull(warning, nameKey)))}`),
        '',
        `## ${say(message('IAM actions needed'))}`,
        '',
        ...iamNeedsOfPlan(plan).map(
          ({ action, resource }) => `- ${say(message('{0} on {1}', code(action), code(resource)))}`,
        ),
        ...policyChangesIn([plan]).flatMap(({ keyArn, after }) => [
          '',
          `## ${keyArn === undefined ? say(message('Key policy of the new key')) : inLine(say(message('Key policy of {0}', nameKey(keyArn))))}`,
          '',
          fenced('json', visibleJson(formatted(after).trimEnd())),
        ]),
        '',
      ].join('\n'),
    )
    .join('\n');
}
