import * as vscode from 'vscode';
import { onOneLine, withoutIcons, withoutLinks, withoutLinksAndIcons } from '../core/base/show.ts';
import { setContext } from './contextKey.ts';
import { contextKeys } from './contributions.ts';

/*
 * The only place that hands texts to notifications, quick picks and input boxes outside the wizard, whose own place is
 * `wizard/vscodeAsk.ts` and `vscodeShow.ts`. What VS Code would obey in a text that others wrote is escaped here.
 */

export function showInfo(text: string, ...labels: string[]): Thenable<string | undefined> {
  return vscode.window.showInformationMessage(withoutLinks(text), ...labels);
}

export function showWarning(text: string, ...labels: string[]): Thenable<string | undefined> {
  return vscode.window.showWarningMessage(withoutLinks(text), ...labels);
}

export function showError(text: string, ...labels: string[]): Thenable<string | undefined> {
  return vscode.window.showErrorMessage(withoutLinks(text), ...labels);
}

/** Copies a text to the clipboard, and says so in the status bar. `said` is our own text. */
export async function copy(text: string, said: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(`$(check) ${withoutIcons(said)}`, 5000);
}

/** What a list of rows says of itself, and which parts of a row the typed text is looked for in. */
export interface PickOptions {
  readonly title: string;
  readonly placeHolder: string;
  readonly matchOnDescription?: boolean;
  readonly matchOnDetail?: boolean;
}

/** One of the rows, or undefined where the person gave up. */
export async function pickOne<T extends vscode.QuickPickItem>(
  items: readonly T[],
  options: PickOptions,
): Promise<T | undefined> {
  const [picked] = (await pick(items, options, false)) ?? [];
  return picked;
}

export function pickSeveral<T extends vscode.QuickPickItem>(
  items: readonly T[],
  options: PickOptions,
): Promise<readonly T[] | undefined> {
  return pick(items, options, true);
}

async function pick<T extends vscode.QuickPickItem>(
  items: readonly T[],
  { title, placeHolder, matchOnDescription = false, matchOnDetail = false }: PickOptions,
  canSelectMany: boolean,
): Promise<readonly T[] | undefined> {
  const list = vscode.window.createQuickPick<ReturnType<typeof rowOf<T>>>();
  Object.assign(list, {
    title: onOneLine(title),
    placeholder: placeHolder,
    matchOnDescription,
    matchOnDetail,
    canSelectMany,
  });
  list.items = items.map(rowOf);
  if (canSelectMany) {
    list.selectedItems = list.items.filter(row => row.picked);
  }
  try {
    return await new Promise<readonly T[] | undefined>(resolve => {
      list.onDidAccept(() => {
        const rows = canSelectMany ? list.selectedItems : list.activeItems;
        // Enter where no row is left answers nothing.
        if (canSelectMany || rows.length > 0) {
          resolve(rows.map(({ item }) => item));
        }
      });
      list.onDidHide(() => resolve(undefined));
      void showToStay(list);
    });
  } finally {
    list.dispose();
  }
}

/**
 * Shows a list that closes when the focus leaves it, but not for the focus that it loses while it opens. Whenever VS Code has drawn rows of
 * a tree that had the focus, it gives the focus to the tree again, and for a moment does not know yet that a list has
 * been opened since (`doRefresh` of its `TreeView`): the list would be gone before anybody saw it.
 */
async function showToStay(list: vscode.QuickInput): Promise<void> {
  list.ignoreFocusOut = true;
  list.show();
  // Once this is answered, VS Code has shown the list and knows that the tree lost the focus.
  await setContext(contextKeys.opensList, true);
  await setContext(contextKeys.opensList, false);
  list.ignoreFocusOut = false;
}

export interface TextQuestion {
  readonly title: string;
  readonly prompt: string;
  /** What is wrong with a text that may not be whole yet. */
  readonly whileTyping: (text: string) => string | undefined;
  /** What keeps a text from being taken. */
  readonly atEnd: (text: string) => string | undefined;
  /** Takes the box away: the answer is not wanted any more. */
  readonly signal?: AbortSignal;
}

/** What is typed into a box of its own, which stays while the person looks elsewhere; undefined where the person gave up. */
export async function askText({
  title,
  prompt,
  whileTyping,
  atEnd,
  signal,
}: TextQuestion): Promise<string | undefined> {
  const box = vscode.window.createInputBox();
  box.title = onOneLine(title);
  box.prompt = withoutLinksAndIcons(prompt);
  box.ignoreFocusOut = true;
  const say = (wrong: string | undefined) => {
    box.validationMessage = wrong === undefined ? undefined : withoutLinksAndIcons(wrong);
  };
  try {
    return await new Promise<string | undefined>(resolve => {
      box.onDidChangeValue(text => say(whileTyping(text)));
      box.onDidAccept(() => {
        const wrong = atEnd(box.value);
        say(wrong);
        if (wrong === undefined) {
          resolve(box.value);
        }
      });
      box.onDidHide(() => resolve(undefined));
      signal?.addEventListener('abort', () => resolve(undefined), { once: true });
      box.show();
    });
  } finally {
    box.dispose();
  }
}

/** Shows that something is under way, until it ends or the person ends it. */
export function whileWaiting<T>(title: string, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  return Promise.resolve(
    vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: withoutLinksAndIcons(title),
        cancellable: true,
      },
      (_progress, token) => {
        const controller = new AbortController();
        token.onCancellationRequested(() => controller.abort());
        return run(controller.signal);
      },
    ),
  );
}

/** A row of a tree, with nothing in it that acts instead of being seen. Its words are shown as they are. */
export function plainRow(item: vscode.TreeItem): vscode.TreeItem {
  const { label, description, tooltip, accessibilityInformation } = item;
  if (typeof label === 'string') {
    item.label = onOneLine(label);
  }
  if (typeof description === 'string') {
    item.description = onOneLine(description);
  }
  if (typeof tooltip === 'string') {
    item.tooltip = tooltip.split('\n').map(onOneLine).join('\n');
  }
  if (accessibilityInformation) {
    item.accessibilityInformation = {
      ...accessibilityInformation,
      label: onOneLine(accessibilityInformation.label),
    };
  }
  return item;
}

function rowOf<T extends vscode.QuickPickItem>(item: T): vscode.QuickPickItem & { readonly item: T } {
  const { label, description, detail } = item;
  return {
    ...item,
    item,
    label: item.kind === vscode.QuickPickItemKind.Separator ? onOneLine(label) : withoutIcons(label),
    ...(description !== undefined && { description: withoutIcons(description) }),
    ...(detail !== undefined && { detail: withoutIcons(detail) }),
  };
}
