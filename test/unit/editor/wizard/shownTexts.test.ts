import assert from 'node:assert/strict';
import { inEnglish, message } from '../../../../src/core/wording/message.ts';
import { problemInFull } from '../../../../src/core/wording/problems.ts';
import { profileName } from '../../../../src/core/wording/profiles.ts';
import {
  choiceTexts,
  groupText,
  inputTexts,
  modalTexts,
  noticeText,
  pickTexts,
  progressText,
  titleText,
  validationText,
} from '../../../../src/editor/wizard/shownTexts.ts';

/** A name as somebody writes it who wants it to be obeyed. */
const name = 'x[Sign in](command:workbench.action.terminal.new) $(pass) \u202egnp\u009b1m\n';
const seen = String.raw`x[Sign in](command:workbench.action.terminal.new) $(pass) \u{202e}gnp\u{9b}1m\u{a}`;
const noLink = seen.replace('](', '] (');
const noIcon = seen.replace('$(pass)', String.raw`\$(pass)`);
const neither = noLink.replace('$(pass)', String.raw`\$(pass)`);

describe('what the wizard shows', () => {
  it('is text in a question and its headings', () => {
    const question = {
      title: message('Key for {0}', name),
      placeholder: [profileName(name), name],
      choices: [],
    };
    assert.deepEqual(pickTexts(question, inEnglish), {
      title: `Key for ${seen}`,
      placeholder: `${seen} · ${seen.replace(String.raw`\u{a}`, ' ')}`,
    });
    assert.equal(groupText([message('Steps'), profileName(name)], inEnglish), `Steps · ${seen}`);
    assert.equal(groupText(undefined, inEnglish), '');
  });

  it('draws no icon in a row', () => {
    const row = {
      id: '1',
      label: message('{0}', name),
      description: message('description: {0}', name),
      detail: message('detail: {0}', name),
      buttons: [{ icon: 'eye', label: message('Show {0}', name), run: () => {} }],
    };
    assert.deepEqual(choiceTexts(row, inEnglish), {
      label: noIcon,
      description: `description: ${noIcon}`,
      detail: `detail: ${noIcon}`,
      buttons: [`Show ${seen}`],
    });
    assert.deepEqual(choiceTexts({ id: '2', label: 'alias/logs' }, inEnglish), {
      label: 'alias/logs',
      buttons: [],
    });
  });

  it('goes on in the line beneath where a row is a long sentence', () => {
    const label = message(
      'The trail {0} is declared in {1}: the next deployment undoes a change made only in AWS.',
      'app-audit',
      'terraform/main.tf:17',
    );
    assert.deepEqual(choiceTexts({ id: '3', label }, inEnglish), {
      label: 'The trail app-audit is declared in terraform/main.tf:17: the next deployment',
      detail: 'undoes a change made only in AWS.',
      buttons: [],
    });
    // The heading of a group stands at the end of its first row.
    const first = choiceTexts({ id: '3', label }, inEnglish, 'What to know · prod · 222222222222');
    assert.deepEqual(
      [first.label, first.detail],
      [
        'The trail app-audit is declared in',
        'terraform/main.tf:17: the next deployment undoes a change made only in AWS.',
      ],
    );
    assert.ok(choiceTexts({ id: '3', label }, inEnglish, 'x'.repeat(200)).label.length > 20);
    const described = { id: '4', label, description: 'aws' };
    assert.equal(choiceTexts(described, inEnglish).label, inEnglish(label));
  });

  it('has no link and no icon in a prompt, nor in what is wrong with a value', () => {
    const question = {
      title: message('MFA'),
      prompt: message('For {0}', name),
      value: '',
      check: async () => undefined,
    };
    assert.deepEqual(inputTexts(question, inEnglish), { title: 'MFA', prompt: `For ${neither}` });
    assert.equal(validationText(message('{0} is taken', name), inEnglish), `${neither} is taken`);
  });

  it('has no link in a notification, whatever AWS or a proxy in its place answers', () => {
    const problem = { kind: 'aws-error', name: 'Error', detail: name } as const;
    const notice = noticeText([problemInFull(problem), message('Done: {0}.', name)], inEnglish);
    assert.doesNotMatch(notice, /\]\(/);
    assert.ok(notice.endsWith(`Done: ${noLink}.`), notice);
    assert.equal(progressText(message('Opening {0}', name), inEnglish), `Opening ${noLink}`);
    assert.equal(titleText(message('Policy of {0}', name), inEnglish), `Policy of ${seen}`);
  });

  it('makes no link of a bracket of ours and a parenthesis of theirs', () => {
    assert.equal(noticeText([message('[{0}]', 'a'), '(command:b)'], inEnglish), '[a] (command:b)');
    assert.equal(noticeText(message('[{0}]{1}', 'a', '(command:b)'), inEnglish), '[a] (command:b)');
  });

  it('has its lines in a modal, and no more', () => {
    const modal = modalTexts(
      { message: message('Change {0}?', name), detail: [name, message('b')], yes: message('Yes') },
      inEnglish,
    );
    assert.equal(modal.message, `Change ${seen}?`);
    assert.equal(modal.detail.split('\n').length, 2);
    assert.equal(modal.yes, 'Yes');
  });
});
