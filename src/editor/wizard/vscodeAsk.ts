import * as vscode from 'vscode';
import { messageOf } from '../../core/base/thrown.ts';
import {
  type Ask,
  answer,
  type ConfirmQuestion,
  type Entry,
  type InputQuestion,
  isNote,
  type Note,
  type PageNumber,
  type PickManyQuestion,
  type PickQuestion,
  type Reply,
  type Text,
} from '../../core/wizard/ask.ts';
import { say } from '../say.ts';
import { GrowingList, type Row, rowOf } from './growingList.ts';
import { choiceTexts, inputTexts, modalTexts, pickTexts, validationText } from './shownTexts.ts';

/** Asks with VS Code's own quick picks, input boxes and modals. A question stays while the person looks elsewhere. */
export function vscodeAsk(): Ask {
  return { pick, pickMany, input, confirm };
}

function pick<T>(question: PickQuestion<T>): Promise<Reply<T>> {
  const quickPick = vscode.window.createQuickPick<Row<T>>();
  Object.assign(quickPick, pickTexts(question, say));
  quickPick.ignoreFocusOut = true;
  quickPick.matchOnDescription = true;
  quickPick.matchOnDetail = true;
  quickPick.keepScrollPosition = true;
  const refresh: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('refresh'),
    tooltip: vscode.l10n.t('Refresh'),
  };
  placed(quickPick, question.page, question.feed ? [refresh] : []);
  const list = new GrowingList(quickPick, question.active);
  list.show(question.choices);
  let reading = new AbortController();
  const read = () => {
    reading.abort();
    reading = new AbortController();
    const { signal } = reading;
    quickPick.busy = true;
    void question
      .feed?.(choices => signal.aborted || list.show(choices), signal)
      .finally(() => {
        if (!signal.aborted) {
          quickPick.busy = false;
        }
      });
  };
  return asked<Reply<T>>(
    quickPick,
    () => reading.abort(),
    () => ({ kind: 'back' }),
    resolve => {
      if (question.feed) {
        read();
      }
      return [
        quickPick.onDidAccept(() => {
          const choice = list.accepted;
          if (choice && 'value' in choice && choice.value !== undefined) {
            resolve(answer(choice.value));
          } else {
            choice?.onAccept?.();
          }
        }),
        quickPick.onDidTriggerItemButton(({ item, button }) => {
          const { choice } = item;
          const index = choice ? choiceTexts(choice, say).buttons.indexOf(button.tooltip ?? '') : -1;
          const pressed = choice?.buttons?.[index];
          if (pressed && 'value' in pressed) {
            resolve(answer(pressed.value));
          } else {
            pressed?.run();
          }
        }),
        quickPick.onDidTriggerButton(button => {
          if (button === refresh) {
            read();
          }
        }),
      ];
    },
  );
}

function pickMany<T>(question: PickManyQuestion<T>): Promise<Entry<readonly T[]>> {
  const quickPick = vscode.window.createQuickPick<Row<T>>();
  Object.assign(quickPick, pickTexts(question, say));
  quickPick.ignoreFocusOut = true;
  quickPick.canSelectMany = true;
  placed(quickPick, question.page);
  const rows = question.choices.map(choice => rowOf(choice));
  quickPick.items = rows;
  quickPick.selectedItems = rows.filter((_, index) => question.choices[index]?.picked);
  const chosen = () => quickPick.selectedItems.flatMap(({ choice }) => choice?.value ?? []);
  return asked<Entry<readonly T[]>>(
    quickPick,
    () => {},
    () => ({ kind: 'back', entered: chosen() }),
    resolve => [quickPick.onDidAccept(() => resolve(answer(chosen())))],
  );
}

function input(question: InputQuestion): Promise<Entry<string>> {
  const box = vscode.window.createInputBox();
  Object.assign(box, inputTexts(question, say));
  box.value = question.value;
  box.ignoreFocusOut = true;
  placed(box, question.page);
  let checking = new AbortController();
  /** True where the value is fine; false also where it is not the value any more. */
  const check = async (): Promise<boolean> => {
    checking.abort();
    checking = new AbortController();
    const { signal } = checking;
    box.busy = true;
    try {
      const checked = await question.check(box.value, signal);
      if (signal.aborted) {
        return false;
      }
      box.busy = false;
      box.validationMessage = validationOf(checked);
      return checked === undefined || isNote(checked);
    } catch (error) {
      if (!signal.aborted) {
        box.busy = false;
        box.validationMessage = validationText(messageOf(error), say);
      }
      return false;
    }
  };
  return asked<Entry<string>>(
    box,
    () => checking.abort(),
    () => ({ kind: 'back', entered: box.value }),
    resolve => [
      box.onDidChangeValue(() => void check()),
      box.onDidAccept(async () => {
        const { value } = box;
        if (await check()) {
          resolve(answer(value));
        }
      }),
    ],
  );
}

function validationOf(
  checked: Text | Note | undefined,
): string | vscode.InputBoxValidationMessage | undefined {
  if (isNote(checked)) {
    return {
      message: validationText(checked.note, say),
      severity: vscode.InputBoxValidationSeverity.Info,
    };
  }
  return checked === undefined ? undefined : validationText(checked, say);
}

async function confirm(question: ConfirmQuestion): Promise<boolean> {
  const { message, detail, yes } = modalTexts(question, say);
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, yes)) === yes;
}

function placed(
  question: vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox,
  page: PageNumber | undefined,
  buttons: readonly vscode.QuickInputButton[] = [],
): void {
  if (page && page.total > 1) {
    question.step = page.number;
    question.totalSteps = page.total;
  }
  question.buttons = page?.canGoBack ? [vscode.QuickInputButtons.Back, ...buttons] : buttons;
}

type Question = vscode.QuickInput & {
  readonly onDidTriggerButton: vscode.Event<vscode.QuickInputButton>;
};

interface Cancelled {
  readonly kind: 'cancel';
}

/** Shows a question until it is answered, left or dismissed. */
async function asked<R>(
  question: Question,
  end: () => void,
  back: () => R,
  listen: (resolve: (reply: R | Cancelled) => void) => readonly vscode.Disposable[],
): Promise<R | Cancelled> {
  const listeners: vscode.Disposable[] = [];
  try {
    return await new Promise<R | Cancelled>(resolve => {
      listeners.push(
        question.onDidHide(() => resolve({ kind: 'cancel' })),
        question.onDidTriggerButton(button => {
          if (button === vscode.QuickInputButtons.Back) {
            resolve(back());
          }
        }),
        ...listen(resolve),
      );
      question.show();
    });
  } finally {
    end();
    vscode.Disposable.from(...listeners).dispose();
    question.dispose();
  }
}
