import type { Page } from 'playwright-core';
import { openQuickFixes } from './editors.ts';
import { QuickAccess } from './quickAccess.ts';
import { waitFor } from './waitFor.ts';

/**
 * A person without a pointer: every method presses keys and looks where the focus is, so that it fails where the focus is
 * elsewhere.
 */
export class Keyboard {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async press(keys: string): Promise<void> {
    await this.#page.keyboard.press(keys);
  }

  /** Replaces the text where the focus is. */
  async write(text: string): Promise<void> {
    await this.press('ControlOrMeta+a');
    await this.#page.keyboard.type(text);
  }

  /** Runs a command of the palette by its title with its category. */
  async runCommand(title: string): Promise<void> {
    await new QuickAccess(this.#page).runCommand(title);
  }

  /** The key of *Back* in a quick input, which VS Code binds differently for each system. */
  async goBack(): Promise<void> {
    const isMac = await this.#page.evaluate('navigator.userAgent.includes("Macintosh")');
    const isWindows = await this.#page.evaluate('navigator.userAgent.includes("Windows")');
    await this.press(isMac ? 'Control+Minus' : isWindows ? 'Alt+ArrowLeft' : 'Control+Alt+Minus');
  }

  /** Moves down from the first row of the tree that has the focus. */
  async moveToRow(label: string): Promise<void> {
    await this.#page.locator('.part.sidebar .monaco-list:focus').waitFor();
    await this.press('Home');
    await this.#moveDown(
      `.part.sidebar .monaco-list:focus .monaco-list-row.focused .label-name >> text="${label}"`,
      `the row "${label}"`,
    );
  }

  /** Opens the context menu of the row that has the focus, and chooses the item that begins so. */
  async chooseFromMenu(item: string): Promise<void> {
    const menu = '.context-view .monaco-menu';
    await this.press('Shift+F10');
    await this.#page.locator(menu).last().waitFor();
    await this.#moveDown(
      `${menu} .action-item.focused [aria-label^="${item}"]`,
      `the item "${item}" of the menu`,
    );
    await this.press('Enter');
    await this.#page.locator(menu).last().waitFor({ state: 'detached' });
  }

  /** Opens the light bulb's menu at the cursor and chooses the item with exactly this title. */
  async applyQuickFix(title: string): Promise<void> {
    const menu = '.action-widget:not(.action-list-submenu-panel)';
    await openQuickFixes(this.#page);
    await this.#moveDown(`${menu} .monaco-list-row.focused .title >> text="${title}"`, `the fix "${title}"`);
    await this.press('Enter');
    await this.#page.locator(menu).first().waitFor({ state: 'hidden' });
  }

  /** Presses the arrow until the focus is where it should be: never further than any list here is long. */
  async #moveDown(focused: string, what: string): Promise<void> {
    let pressed = 0;
    await waitFor(
      async () => {
        if ((await this.#page.locator(focused).count()) > 0) return true;
        if (++pressed <= 60) await this.press('ArrowDown');
        return false;
      },
      isThere => isThere || undefined,
      () => `the focus on ${what}`,
    );
  }
}
