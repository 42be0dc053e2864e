import { auditOf, journalIn, runsOf } from '../../remediation/index.ts';
import { historyAsJson, historyAsMarkdown } from '../../report/history.ts';
import { message } from '../../wording/message.ts';
import { trailName } from '../../wording/plans.ts';
import type { TrailReference, WizardContext } from '../context.ts';
import { recordedRuns } from '../run/runPlans.ts';

type Form = 'show-markdown' | 'show-json' | 'copy-markdown' | 'copy-json';

/** Shows or copies what was changed from here: of one trail, or of all. */
export async function showHistory(trail: TrailReference | undefined, context: WizardContext): Promise<void> {
  const { ask, show } = context;
  const all = await recordedRuns(context);
  const entries = auditOf(trail ? runsOf(trail.arn, all) : all);
  const leftOut = await journalIn(context.storage).leftOut();
  const damage = leftOut === 0 ? [] : [message('{0} lines of the journal cannot be read.', leftOut)];
  if (entries.length === 0) {
    const text = trail
      ? message('This extension has not changed the trail {0}.', trailName(trail.arn))
      : message('This extension has not changed any trail.');
    void show.notice({ severity: leftOut === 0 ? 'info' : 'warning', text: [text, ...damage] });
    return;
  }
  const reply = await ask.pick<Form>({
    title: message('Change History'),
    placeholder: [message('{0} recorded changes', entries.length), ...damage],
    choices: [
      { id: 'a', label: message('Show as Markdown'), icon: 'markdown', value: 'show-markdown' },
      { id: 'b', label: message('Show as JSON'), icon: 'json', value: 'show-json' },
      { id: 'c', label: message('Copy as Markdown'), icon: 'copy', value: 'copy-markdown' },
      { id: 'd', label: message('Copy as JSON'), icon: 'copy', value: 'copy-json' },
    ],
  });
  if (reply.kind !== 'answer') {
    return;
  }
  switch (reply.value) {
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
