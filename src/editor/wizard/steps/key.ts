import { partsOfTrail, type WantedKey } from '../../../core/remediation/index.ts';
import { message } from '../../../core/wording/message.ts';
import { type Answers, type Group, withEntry } from '../answers.ts';
import { answer, type Text } from '../ask.ts';
import type { OpenAccounts, WizardContext } from '../context.ts';
import { keyQuestion } from '../keyQuestion.ts';
import type { Step } from '../walk.ts';

/** Asks for the key of a group of trails. */
export function keyStep(group: Group, context: WizardContext, accounts: OpenAccounts): Step<Answers> {
  return {
    id: `key ${group.id}`,
    stage: 'key',
    async ask(answers, place) {
      const reply = await context.ask.pick(
        keyQuestion(
          {
            title: titleFor(group),
            place,
            account: await accounts.of(group.profile),
            caller: group.caller,
            wanted: wantedBy(group),
            mayCreate: true,
            former: answers.keys.get(group.id),
          },
          context,
        ),
      );
      return reply.kind === 'answer'
        ? answer({ ...answers, keys: withEntry(answers.keys, group.id, reply.value) })
        : reply;
    },
  };
}

export function titleFor({ subjects, region }: Group): Text {
  const [only] = subjects;
  return subjects.length === 1 && only
    ? message('KMS Key of {0}', only.trail.name)
    : message('KMS Key of {0} Trails with Log Buckets in {1}', subjects.length, region);
}

function wantedBy({ subjects, region, bucketKey }: Group): WantedKey {
  const keys = new Set(subjects.map(({ trail }) => trail.kmsKeyId));
  const [currentKeyArn] = keys.size === 1 ? keys : [];
  return {
    trails: subjects.map(({ trail }) => partsOfTrail(trail.arn)),
    bucketRegion: region,
    bucketKey,
    ...(currentKeyArn !== undefined && { currentKeyArn }),
  };
}
