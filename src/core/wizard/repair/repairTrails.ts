import { type Nothing, offerTrails } from '../../account/offeredTrails.ts';
import { type Repair, repairsOf } from '../../account/repairs.ts';
import { namedIn } from '../../account/seenTrails.ts';
import { type InventoryTrail, trailsOf } from '../../account/state.ts';
import { type Plan, planRepair } from '../../remediation/index.ts';
import { type Message, message } from '../../wording/message.ts';
import { profileName } from '../../wording/profiles.ts';
import { resultOfTrail } from '../../wording/trails.ts';
import type { Choice } from '../ask.ts';
import type { TrailReference, WizardContext } from '../context.ts';
import { keyNames } from '../keys/keyNames.ts';
import { trailsSeenUnder } from '../keys/trailsSeenUnder.ts';
import { reviewPlans } from '../review/reviewPlans.ts';
import { runAndTell } from '../run/tellResults.ts';
import { tellNoProfile } from '../tell.ts';

export interface RepairTrails {
  readonly repair: Repair;
  /** Empty = ask. */
  readonly trails: readonly TrailReference[];
}

/**
 * Puts trails back to work: enables their keys, cancels the deletion of their keys, or starts logging. Shows the plan, and
 * does nothing before the person said yes.
 */
export async function repairTrails(request: RepairTrails, context: WizardContext): Promise<void> {
  await context.listed();
  const trails =
    request.trails.length > 0 ? found(request.trails, context) : await choose(request.repair, context);
  const plans = plansFor(request.repair, trails, context);
  if (plans.length === 0) {
    if (request.trails.length > 0) {
      void context.show.notice({ severity: 'info', text: nothingToRepair(request.repair) });
    }
    return;
  }
  const nameKey = keyNames(context.inventory);
  const title = titleOf(request.repair);
  const reply = await reviewPlans(
    { title: message('Review: {0}', title), yes: title, plans, nameKey },
    context,
  );
  if (reply.kind === 'answer' && reply.value === 'run') {
    const works = plans.map(plan => ({ plan }));
    await runAndTell(works, title, nameKey, context);
  }
}

/** One plan for each profile; what a run rests on is read again before each write. */
function plansFor(
  repair: Repair,
  trails: readonly InventoryTrail[],
  { inventory, newId }: WizardContext,
): readonly Plan[] {
  const profiles = [...new Set(trails.map(({ profile }) => profile.name))];
  const trailsUnder = trailsSeenUnder(inventory);
  return profiles.flatMap(profile => {
    const chosen = trails.filter(one => one.profile.name === profile);
    const [first] = chosen;
    const plan =
      first &&
      planRepair({ id: newId(), repair, profile, caller: first.identity, trails: chosen, trailsUnder });
    return plan ? [plan] : [];
  });
}

function found(
  references: readonly TrailReference[],
  { inventory }: WizardContext,
): readonly InventoryTrail[] {
  return references.flatMap(({ profile, arn }) => {
    const state = inventory.state(profile);
    return state ? trailsOf(state).filter(({ trail }) => trail.arn === arn) : [];
  });
}

/** The person picks among the trails that can be repaired; if there is none, a notice says so. */
async function choose(repair: Repair, context: WizardContext): Promise<readonly InventoryTrail[]> {
  const { inventory, settings } = context;
  const { trails, nothing } = offerTrails(inventory.states(), shown => repairsOf(shown).includes(repair), {
    isNamed: namedIn(settings()),
    someRegions: settings().regions.length > 0,
  });
  if (nothing) {
    tellNothing(nothing, repair, context);
    return [];
  }
  const choices = trails.map(
    ({ trail, acting }): Choice<InventoryTrail> => ({
      id: trail.arn,
      label: trail.name,
      description: resultOfTrail(acting),
      detail: [profileName(acting.profile.name), acting.identity.account, trail.homeRegion],
      icon: 'warning',
      value: acting,
    }),
  );
  const reply = await context.ask.pick<InventoryTrail>({
    title: titleOf(repair),
    placeholder: message('Select a trail; type to filter by name, profile, account or Region'),
    choices,
  });
  return reply.kind === 'answer' ? [reply.value] : [];
}

function titleOf(repair: Repair): Message {
  switch (repair) {
    case 'enable-key':
      return message('Enable KMS Key');
    case 'cancel-deletion':
      return message('Cancel Deletion of KMS Key');
    case 'start-logging':
      return message('Start Logging');
  }
}

/** Of trails that nobody has read, nothing is known. */
function tellNothing(nothing: Nothing, repair: Repair, context: WizardContext): void {
  if (nothing === 'no-profile') {
    tellNoProfile(context);
    return;
  }
  void context.show.notice(
    nothing === 'nothing-read'
      ? {
          severity: 'info',
          text: message('No trail has been read yet. Expand a profile in the view "Trails" first.'),
          actions: [{ label: message('Open the View'), run: context.openView }],
        }
      : { severity: 'info', text: nothingToRepair(repair) },
  );
}

function nothingToRepair(repair: Repair): Message {
  switch (repair) {
    case 'enable-key':
      return message('No trail that was read has a disabled KMS key of its own account.');
    case 'cancel-deletion':
      return message('No trail that was read has a KMS key of its own account that is pending deletion.');
    case 'start-logging':
      return message('Every trail that was read is logging, as far as its status could be read.');
  }
}
