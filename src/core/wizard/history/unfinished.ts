import {
  closeRun,
  journalIn,
  type Step,
  trailsIn,
  type UnfinishedRun,
  unfinishedRuns,
} from '../../remediation/index.ts';
import { keyIdIn, trailNameIn } from '../../trail/arn.ts';
import { type Message, message } from '../../wording/message.ts';
import { stepInBrief } from '../../wording/plans.ts';
import type { NoticeAction } from '../ask.ts';
import type { WizardContext } from '../context.ts';
import { keyNames } from '../keys/keyNames.ts';
import { runDocument } from '../run/results.ts';
import { goOn } from '../run/tellResults.ts';
import { profileFor } from './profileOfRun.ts';
import { toTheSecond } from './runInBrief.ts';

/** Explains what a former window left half done, and offers to finish it or take it back. Asks AWS nothing. */
export async function tellUnfinished(context: WizardContext): Promise<void> {
  const { storage, clock, log } = context;
  const leftOut = await journalIn(storage).leftOut();
  if (leftOut > 0) {
    log(`${leftOut} lines of the journal cannot be read and are left out`);
  }
  const unfinished = await unfinishedRuns(storage, clock);
  await Promise.all(unfinished.map(one => tellOne(one, context)));
}

/** Explains one unfinished change, until the person decides. */
export async function tellOne(unfinished: UnfinishedRun, context: WizardContext): Promise<void> {
  const { run, offers } = unfinished;
  const nameKey = keyNames(context.inventory);
  const actions: NoticeAction[] = [
    { label: message('Finish'), run: () => finish(unfinished, context) },
    ...(offers.includes('undo')
      ? [{ label: message('Undo…'), run: () => context.next.restoreRun(run.id) }]
      : []),
    {
      label: message('Show Details'),
      run: async () => {
        await context.show.document('unfinished.md', runDocument(run, nameKey, context.show.say));
        await tellOne(unfinished, context);
      },
    },
    {
      label: message('Leave as It Is'),
      run: () => closeRun(run, context),
    },
  ];
  await context.show.notice({ severity: 'warning', text: explained(unfinished), actions });
}

function explained({ run, done, uncertain, notDone }: UnfinishedRun): readonly Message[] {
  const { plan } = run;
  const names = trailsIn(plan).map(trailNameIn).join(', ');
  return [
    names === ''
      ? message('Undoing a change in account {0} was not finished.', plan.account)
      : plan.purpose === 'repair'
        ? message('Repairing {0} in account {1} was not finished.', names, plan.account)
        : plan.purpose === 'restore'
          ? message('Restoring the encryption of {0} in account {1} was not finished.', names, plan.account)
          : message('Changing the encryption of {0} in account {1} was not finished.', names, plan.account),
    // Of one trail, several changes may have been left.
    message('Started {0}; {1} of {2} steps are done.', toTheSecond(run.time), done.length, run.steps.length),
    ...uncertain
      .slice(0, 1)
      .map(({ step }) => message('It is not known whether this step took effect: {0}.', inShort(step))),
    ...(uncertain.length === 0
      ? notDone.slice(0, 1).map(({ step }) => message('Next: {0}.', inShort(step)))
      : []),
  ];
}

function inShort(step: Step): Message {
  return stepInBrief(step, keyIdIn);
}

async function finish({ run }: UnfinishedRun, context: WizardContext): Promise<void> {
  await context.listed();
  await goOn(
    { ...run.plan, profile: profileFor(run, context) },
    message('Finishing a Change'),
    keyNames(context.inventory),
    context,
  );
}
