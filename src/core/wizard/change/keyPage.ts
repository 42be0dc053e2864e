import { namedIn, seenTrail } from '../../account/seenTrails.ts';
import { partsOfTrail, type WantedKey } from '../../remediation/index.ts';
import { message } from '../../wording/message.ts';
import { alsoThrough } from '../../wording/profiles.ts';
import { answer, type Choice, type Text } from '../ask.ts';
import type { OpenAccounts, WizardContext } from '../context.ts';
import { keyQuestion, otherProfileChoice } from '../keys/keyQuestion.ts';
import type { Page } from '../walk.ts';
import { type Answers, type Group, withEntry } from './answers.ts';
import { profilePageId } from './profilePage.ts';

/** Asks for the key of a group of trails. */
export function keyPage(group: Group, context: WizardContext, accounts: OpenAccounts): Page<Answers> {
  return {
    id: `key ${group.id}`,
    stage: 'key',
    async ask(answers, page) {
      const reply = await context.ask.pick(
        keyQuestion<'other-profile'>(
          {
            title: titleFor(group),
            page,
            account: await accounts.of(group.profile),
            caller: group.caller,
            wanted: wantedBy(group),
            mayCreate: true,
            former: answers.keys.get(group.id),
            more: otherProfiles(group, context),
          },
          context,
        ),
      );
      if (reply.kind !== 'answer') {
        return reply;
      }
      if (reply.value === 'other-profile') {
        const arns = group.subjects.map(({ trail }) => trail.arn);
        const settled = [...new Set([...answers.settled, ...arns])];
        return { kind: 'reopen', value: { ...answers, settled }, pages: arns.map(profilePageId) };
      }
      return answer({ ...answers, keys: withEntry(answers.keys, group.id, reply.value) });
    },
  };
}

/** The way to another profile, where other profiles see the trails, too. */
function otherProfiles(
  { profile, subjects }: Group,
  { inventory, settings }: WizardContext,
): readonly Choice<'other-profile'>[] {
  const isNamed = namedIn(settings());
  const names = subjects.flatMap(({ trail }) => {
    const seen = seenTrail(inventory.states(), trail.arn, isNamed);
    return seen ? [seen.acting, ...seen.others].map(shown => shown.profile.name) : [];
  });
  const others = [...new Set(names)].filter(name => name !== profile);
  return others.length === 0 ? [] : [otherProfileChoice(profile, alsoThrough(others))];
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
