import { namedIn, seenTrail, viewsOf } from '../../account/seenTrails.ts';
import { type Batch, partsOfTrail, type WantedKey } from '../../remediation/index.ts';
import { message } from '../../wording/message.ts';
import { alsoThrough } from '../../wording/profiles.ts';
import { answer, type Choice, type Text } from '../ask.ts';
import type { OpenAccounts, WizardContext } from '../context.ts';
import { keyQuestion, otherProfileChoice } from '../keys/keyQuestion.ts';
import type { Page } from '../walk.ts';
import { type Answers, withEntry } from './answers.ts';
import { profilePageId } from './profilePage.ts';

/** Asks for the key of a batch. */
export function keyPage(batch: Batch, context: WizardContext, accounts: OpenAccounts): Page<Answers> {
  return {
    id: `key ${batch.id}`,
    async ask(answers, page) {
      const reply = await context.ask.pick(
        keyQuestion<'other-profile'>(
          {
            title: titleFor(batch),
            page,
            account: await accounts.of(batch.profile),
            caller: batch.caller,
            wanted: wantedBy(batch),
            mayCreate: true,
            former: answers.keys.get(batch.id),
            more: otherProfiles(batch, context),
          },
          context,
        ),
      );
      if (reply.kind !== 'answer') {
        return reply;
      }
      if (reply.value === 'other-profile') {
        const arns = batch.trails.map(({ trail }) => trail.arn);
        const settled = [...new Set([...answers.settled, ...arns])];
        return { kind: 'reopen', value: { ...answers, settled }, pages: arns.map(profilePageId) };
      }
      return answer({ ...answers, keys: withEntry(answers.keys, batch.id, reply.value) });
    },
  };
}

/** The way to another profile, where other profiles see the trails, too. */
function otherProfiles(
  { profile, trails }: Batch,
  { inventory, settings }: WizardContext,
): readonly Choice<'other-profile'>[] {
  const isNamed = namedIn(settings());
  const names = trails.flatMap(({ trail }) =>
    viewsOf(seenTrail(inventory.states(), trail.arn, isNamed)).map(shown => shown.profile.name),
  );
  const others = [...new Set(names)].filter(name => name !== profile);
  return others.length === 0 ? [] : [otherProfileChoice(profile, alsoThrough(others))];
}

export function titleFor({ trails, bucketRegion }: Batch): Text {
  const [only] = trails;
  return trails.length === 1 && only
    ? message('KMS Key of {0}', only.trail.name)
    : message('KMS Key of {0} Trails with Log Buckets in {1}', trails.length, bucketRegion);
}

function wantedBy({ trails, bucketRegion, bucketKey }: Batch): WantedKey {
  const keys = new Set(trails.map(({ trail }) => trail.kmsKeyId));
  const [currentKeyArn] = keys.size === 1 ? keys : [];
  return {
    trails: trails.map(({ trail }) => partsOfTrail(trail.arn)),
    bucketRegion,
    bucketKey,
    ...(currentKeyArn !== undefined && { currentKeyArn }),
  };
}
