import {
  type AuditEntry,
  auditOf,
  isUndoable,
  journalIn,
  type RecordedRun,
  runsOf,
  type UnfinishedRun,
  unfinishedRuns,
} from '../../remediation/index.ts';
import { historyAsJson, historyAsMarkdown } from '../../report/history.ts';
import { trailNameIn } from '../../trail/arn.ts';
import { type Message, message } from '../../wording/message.ts';
import type { Choice } from '../ask.ts';
import type { TrailReference, WizardContext } from '../context.ts';
import { keyNames } from '../keys/keyNames.ts';
import { runDocument } from '../run/results.ts';
import { recordedRuns } from '../run/runPlans.ts';
import { runInBrief } from './runInBrief.ts';
import { tellOne } from './unfinished.ts';

type Picked =
  | { readonly kind: 'details' | 'undo'; readonly run: RecordedRun }
  | { readonly kind: 'finish'; readonly unfinished: UnfinishedRun }
  | { readonly kind: 'show-markdown' | 'show-json' | 'copy-markdown' | 'copy-json' };

/**
 * Lists the recorded changes, newest first: of one trail, or of all. Each can be opened, and finished or undone if possible; the whole
 * list can be shown and copied for an audit. AWS is not called.
 */
export async function showHistory(trail: TrailReference | undefined, context: WizardContext): Promise<void> {
  const { ask, show } = context;
  const all = await recordedRuns(context);
  const shown = (trail ? runsOf(trail.arn, all) : all).filter(run => auditOf([run]).length > 0);
  const entries = auditOf(shown);
  const unfinished = await unfinishedRuns(context.storage, context.clock);
  const leftOut = await journalIn(context.storage).leftOut();
  const damage = leftOut === 0 ? [] : [damageInFull(leftOut)];
  if (entries.length === 0) {
    const text = trail
      ? message('This extension has not changed the trail {0}.', trailNameIn(trail.arn))
      : message('This extension has not changed any trail.');
    void show.notice({ severity: leftOut === 0 ? 'info' : 'warning', text: [text, ...damage] });
    return;
  }
  const reply = await ask.pick<Picked>({
    title: trail ? [message('Change History'), trailNameIn(trail.arn)] : message('Change History'),
    placeholder: [message('Press Enter to see the steps of a change'), ...damage],
    choices: [
      ...shown.toReversed().map(run =>
        choiceOf(
          run,
          all,
          unfinished.find(one => one.run.id === run.id),
          context,
        ),
      ),
      ...wholeHistory,
    ],
  });
  if (reply.kind === 'answer') {
    await done(reply.value, entries, context);
  }
}

function damageInFull(lines: number): Message {
  return lines === 1
    ? message('1 line of the journal cannot be read.')
    : message('{0} lines of the journal cannot be read.', lines);
}

function choiceOf(
  run: RecordedRun,
  all: readonly RecordedRun[],
  unfinished: UnfinishedRun | undefined,
  context: WizardContext,
): Choice<Picked> {
  const { brief, state, when, who } = runInBrief(run, all, keyNames(context.inventory));
  return {
    id: run.id,
    label: brief,
    description: [when, run.plan.account],
    detail: [state, who],
    icon: run.plan.purpose === 'restore' ? 'discard' : run.plan.purpose === 'repair' ? 'tools' : 'key',
    value: { kind: 'details', run },
    buttons: [
      ...(unfinished
        ? [
            {
              icon: 'debug-continue',
              label: message('Finish…'),
              value: { kind: 'finish', unfinished },
            } as const,
          ]
        : []),
      ...(isUndoable(run, all)
        ? [{ icon: 'discard', label: message('Undo…'), value: { kind: 'undo', run } } as const]
        : []),
      { icon: 'list-ordered', label: message('Show Details'), value: { kind: 'details', run } },
    ],
  };
}

const wholeHistory: readonly Choice<Picked>[] = (
  [
    ['show-markdown', message('Show as Markdown'), 'markdown'],
    ['show-json', message('Show as JSON'), 'json'],
    ['copy-markdown', message('Copy as Markdown'), 'copy'],
    ['copy-json', message('Copy as JSON'), 'copy'],
  ] as const
).map(([kind, label, icon]) => ({
  id: kind,
  group: message('Complete history, for an audit'),
  label,
  icon,
  value: { kind },
}));

function done(picked: Picked, entries: readonly AuditEntry[], context: WizardContext) {
  const { show, next, inventory } = context;
  switch (picked.kind) {
    case 'finish':
      // Says first what is done and what is not.
      return tellOne(picked.unfinished, context);
    case 'details':
      return show.document('change.md', runDocument(picked.run, keyNames(inventory), show.say));
    case 'undo':
      return next.restoreRun(picked.run.id);
    case 'show-markdown':
      return show.document('history.md', historyAsMarkdown(entries));
    case 'show-json':
      return show.document('history.json', historyAsJson(entries));
    case 'copy-markdown':
      return show.copy(historyAsMarkdown(entries));
    case 'copy-json':
      return show.copy(historyAsJson(entries));
  }
}
