import type { Locator, Page } from 'playwright-core';
import { waitFor } from './waitFor.ts';

/** What a screen reader is given: roles, names and states of the accessibility tree, and what is announced. */
export class ScreenReader {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** What has the focus: `treeitem "Profile prod, …" [expanded] [level=1]`. In a list that is the row it points to. */
  async focused(): Promise<string> {
    const id = await this.#page.evaluate<string | null>(
      "document.activeElement?.getAttribute('aria-activedescendant') ?? null",
    );
    return firstLine(this.#page.locator(id ? `[id="${id}"]` : '*:focus').last());
  }

  /** Waits until what has the focus is heard so. */
  async focusedWhere(pattern: RegExp): Promise<string> {
    return waitFor(
      () => this.focused().catch(() => ''),
      heard => (pattern.test(heard) ? heard : undefined),
      heard => `the focus on ${pattern}; it is on ${heard}`,
    );
  }

  /** Waits for an element that is read by this role and name, shown or not yet scrolled into view. */
  async hears(role: Parameters<Page['getByRole']>[0], name: RegExp): Promise<string> {
    const found = this.#page.getByRole(role, { name }).first();
    await found.waitFor({ state: 'attached' });
    return firstLine(found);
  }

  /** Waits for a sentence that is announced although the focus is elsewhere. */
  async announced(pattern: RegExp): Promise<string> {
    return waitFor(
      () => this.#page.locator('.monaco-aria-container > *').allTextContents(),
      texts => texts.find(text => pattern.test(text)),
      texts => `${pattern} to be announced; it was: ${texts.join(' | ')}`,
    );
  }
}

/** Role, name and states of an element, without what is in it. */
async function firstLine(element: Locator): Promise<string> {
  const snapshot = await element.ariaSnapshot();
  const [heard] = /\w+ "(?:[^"\\]|\\.)*"(?: \[[^\]]*\])*/.exec(snapshot) ?? [];
  return heard ?? snapshot;
}
