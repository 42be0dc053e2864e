import type { Page } from 'playwright-core';
import { QuickInput, type QuickItem } from './quickInput.ts';
import { waitFor } from './waitFor.ts';

/** So long, in milliseconds, before a person who sees nothing happen presses the keys again. */
const patience = 3000;

/**
 * The palette, Quick Open and *Go to Line*, by keys. While a window is busy, a part of it that is just being drawn may take the
 * focus: the keys are lost then, or the list closes under them. So each step looks whether it came to what it was for,
 * and is done again when it did not.
 */
export class QuickAccess {
  readonly #page: Page;
  readonly #quickInput: QuickInput;

  constructor(page: Page) {
    this.#page = page;
    this.#quickInput = new QuickInput(page);
  }

  /** Runs a command of the palette: its title with its category, as the palette shows it. */
  async runCommand(title: string): Promise<void> {
    await this.#accept('F1', `>${title}`, ({ label }) => label === title);
  }

  /** Opens the palette with this filter, and leaves it open. Returns the commands once the list is what is wanted. */
  async listCommands(
    filter: string,
    condition: (items: readonly QuickItem[]) => boolean,
  ): Promise<readonly QuickItem[]> {
    return this.#find('F1', `>${filter}`, condition);
  }

  /** Opens a file of the workspace by its path from the folder. */
  async openFile(path: string): Promise<void> {
    const names = path.split('/');
    const name = names.pop();
    const folder = names.join('/');
    await this.#accept(
      'ControlOrMeta+p',
      path,
      ({ label, description }) =>
        label === name && (description === folder || description.endsWith(`/${folder}`)),
    );
  }

  /** Moves the cursor; line and column count from 1. */
  async goTo(line: number, column: number): Promise<void> {
    await this.#accept('F1', `:${line}:${column}`, ({ label }) => label.includes(`${line}`));
  }

  async #accept(keys: string, text: string, isWanted: (item: QuickItem) => boolean): Promise<void> {
    let isEntered = false;
    await waitFor(
      async () => {
        if ((await this.#quickInput.openValue()) !== text) {
          if (isEntered) return true;
          // Not opened yet, or closed by a tree that was drawn and took the focus.
          await this.#find(keys, text, items => items.some(isWanted));
        }
        const focused = await this.#quickInput.focusedItem();
        const isThere = focused !== undefined && isWanted(focused);
        await this.#page.keyboard.press(isThere ? 'Enter' : 'ArrowDown');
        isEntered ||= isThere;
        return isThere && (await this.#isGone(text));
      },
      isGone => isGone || undefined,
      () => `"${text}" to be accepted`,
    );
  }

  async #find(
    keys: string,
    text: string,
    condition: (items: readonly QuickItem[]) => boolean,
  ): Promise<readonly QuickItem[]> {
    return waitFor(
      async () => {
        if ((await this.#quickInput.openValue()) !== undefined) {
          // Pressed once more, the keys of Quick Open move on in its list, and open what they stop at.
          await this.#page.keyboard.press('Escape');
        }
        await this.#page.keyboard.press(keys);
        if (!(await this.#quickInput.hasFocusWithin(patience))) return undefined;
        // The same text once more is no change, and would be looked for no more.
        await this.#page.keyboard.press('ControlOrMeta+a');
        await this.#page.keyboard.press('Backspace');
        await this.#page.keyboard.insertText(text);
        return this.#quickInput.itemsWhere(text, condition, patience).catch(() => undefined);
      },
      items => items,
      () => `"${text}" to be found`,
      60_000,
    );
  }

  /** Whether what was typed no longer stands in the input, because that is closed or serves another question by now. */
  async #isGone(text: string): Promise<boolean> {
    return waitFor(
      () => this.#quickInput.openValue(),
      value => value !== text || undefined,
      () => 'another text',
      patience,
    ).catch(() => false);
  }
}
