import type { Locator, Page } from 'playwright-core';
import { waitFor } from './waitFor.ts';

/** The preview of an edit in the panel, where a person chooses what of it is made. */
export class Refactoring {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get #panel(): Locator {
    return this.#page.locator('.bulk-edit-panel');
  }

  /** The rows on screen. */
  async rowsWhere(condition: (rows: readonly string[]) => boolean): Promise<readonly string[]> {
    return waitFor(
      () =>
        this.#panel
          .locator('.monaco-list-row')
          .evaluateAll(elements => elements.map(element => element.textContent?.trim() ?? '')),
      rows => (condition(rows) ? rows : undefined),
      rows => `the rows of the preview; there are: ${rows.join(' | ')}`,
    );
  }

  async apply(): Promise<void> {
    await this.#panel.locator('.monaco-button').filter({ hasText: 'Apply' }).first().click();
    await this.#panel.waitFor({ state: 'hidden' });
  }
}
