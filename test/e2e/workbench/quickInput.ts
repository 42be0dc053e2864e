import type { Locator, Page } from 'playwright-core';
import { shownText } from './shownText.ts';
import { waitFor } from './waitFor.ts';

export type QuickItem = {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  /** The separator drawn above this item, if any. */
  readonly group: string;
  readonly checked: boolean | undefined;
  /** The buttons at the end of the row. */
  readonly buttons: readonly string[];
  readonly ariaLabel: string;
};

/** Quick pick and input box: the one widget at the top of the window. */
export class QuickInput {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get #widget(): Locator {
    return this.#page.locator('.quick-input-widget:visible');
  }

  get #input(): Locator {
    return this.#widget.locator('.quick-input-box input');
  }

  async waitUntilOpen(title?: string): Promise<void> {
    await this.#widget.waitFor();
    if (title !== undefined) await this.#widget.locator('.quick-input-title', { hasText: title }).waitFor();
  }

  async waitUntilClosed(): Promise<void> {
    await this.#widget.first().waitFor({ state: 'hidden' });
  }

  async title(): Promise<string> {
    return shownText(this.#widget.locator('.quick-input-title'));
  }

  async placeholder(): Promise<string> {
    return (await this.#input.getAttribute('placeholder')) ?? '';
  }

  async value(): Promise<string> {
    return this.#input.inputValue();
  }

  /** As `value`, without waiting: undefined when nothing is open. */
  async openValue(): Promise<string | undefined> {
    const values = await this.#input.evaluateAll(inputs =>
      inputs.map(input => (input as unknown as { readonly value: string }).value),
    );
    return values[0];
  }

  /** Waits until what is typed goes into the input; false when that does not come about within these milliseconds. */
  async hasFocusWithin(timeout: number): Promise<boolean> {
    const focused = this.#widget.locator('.quick-input-box input:focus');
    return focused.waitFor({ timeout }).then(
      () => true,
      () => false,
    );
  }

  /** The prompt or the validation message under the input. */
  async message(): Promise<string> {
    return shownText(this.#widget.locator('.quick-input-message'));
  }

  async messageWhere(pattern: RegExp): Promise<string> {
    return waitFor(
      () => this.message(),
      message => (pattern.test(message) ? message : undefined),
      message => `a message like ${pattern}; it is "${message}"`,
    );
  }

  /** Replaces what stands in the input: the filter of a pick, the answer of an input box. */
  async type(text: string): Promise<void> {
    await this.#input.fill(text);
  }

  /** The items that are on screen now. */
  async items(): Promise<readonly QuickItem[]> {
    return this.#items('.monaco-list-row');
  }

  /** The item that Enter accepts. */
  async focusedItem(): Promise<QuickItem | undefined> {
    const [item] = await this.#items('.monaco-list-row.focused');
    return item;
  }

  async itemsWhere(
    description: string,
    condition: (items: readonly QuickItem[]) => boolean,
    timeout?: number,
  ): Promise<readonly QuickItem[]> {
    return waitFor(
      () => this.items(),
      items => (condition(items) ? items : undefined),
      items => `${description} in the quick pick:\n${items.map(item => item.label).join('\n')}`,
      timeout,
    );
  }

  /** Chooses the item with exactly this label; without one, presses Enter on what is there. */
  async accept(label?: string): Promise<void> {
    if (label === undefined) await this.#input.press('Enter');
    else await this.#item(label).click();
  }

  /** Enter, again where VS Code was not ready for it: a file dialog drops one that comes while it lists the folder. */
  async acceptUntilClosed(): Promise<void> {
    const within = { timeout: 2000 };
    await waitFor(
      async () => {
        await this.#input.press('Enter', within).catch(() => undefined);
        return this.#widget.waitFor({ state: 'hidden', ...within }).then(
          () => true,
          () => false,
        );
      },
      isClosed => isClosed || undefined,
      () => 'the quick input to be closed',
    );
  }

  /** Checks or unchecks an item of a pick of several. */
  async toggle(label: string): Promise<void> {
    await this.#item(label)
      .locator('.quick-input-list-label > .monaco-checkbox, .quick-input-list-checkbox')
      .click();
  }

  async clickItemButton(label: string, button: string): Promise<void> {
    const item = this.#item(label);
    await item.hover();
    await item.locator(`.quick-input-list-entry-action-bar .action-label[aria-label^="${button}"]`).click();
  }

  /** A button in the title row of the widget. */
  async clickTitleButton(button: string): Promise<void> {
    await this.#widget.locator(`.quick-input-titlebar .action-label[aria-label^="${button}"]`).click();
  }

  async back(): Promise<void> {
    await this.clickTitleButton('Back');
  }

  async cancel(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.waitUntilClosed();
  }

  async #items(row: string): Promise<readonly QuickItem[]> {
    const items = await this.#widget.locator(`.quick-input-list ${row}`).evaluateAll(elements =>
      elements.map(element => {
        const text = (selector: string): string => element.querySelector(selector)?.textContent?.trim() ?? '';
        const buttons = [...element.querySelectorAll('.quick-input-list-entry-action-bar .action-label')];
        return {
          index: Number(element.getAttribute('data-index')),
          label: text('.quick-input-list-row:first-child .label-name'),
          description: text('.quick-input-list-row:first-child .label-description'),
          detail: text('.quick-input-list-label-meta'),
          group: text('.quick-input-list-separator'),
          checked:
            element.getAttribute('role') === 'checkbox'
              ? element.getAttribute('aria-checked') === 'true'
              : null,
          buttons: buttons.map(button => button.getAttribute('aria-label') ?? ''),
          ariaLabel: element.getAttribute('aria-label') ?? '',
        };
      }),
    );
    return items
      .sort((a, b) => a.index - b.index)
      .map(({ index: _, checked, ...item }) => ({ ...item, checked: checked ?? undefined }));
  }

  #item(label: string): Locator {
    const exact = this.#page
      .locator('.quick-input-list-row:first-child .label-name')
      .getByText(label, { exact: true });
    return this.#widget.locator('.quick-input-list .monaco-list-row').filter({ has: exact }).first();
  }
}
