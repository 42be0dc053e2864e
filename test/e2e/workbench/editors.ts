import type { Locator, Page } from 'playwright-core';
import { QuickAccess } from './quickAccess.ts';
import { shownText } from './shownText.ts';
import { waitFor } from './waitFor.ts';

export type Severity = 'error' | 'warning' | 'info' | 'hint';

type Commands = { readonly runCommand: (title: string) => Promise<void> };

/** The text editors of the window; what is read or typed is that of the active one. */
export class Editors {
  readonly #page: Page;
  readonly #commands: Commands;

  constructor(page: Page, commands: Commands) {
    this.#page = page;
    this.#commands = commands;
  }

  get #active(): Locator {
    return this.#page.locator('.editor-group-container.active .editor-instance').first();
  }

  /** Opens a file of the workspace by its path from the folder, through Quick Open. */
  async open(path: string): Promise<void> {
    const name = path.slice(path.lastIndexOf('/') + 1);
    await new QuickAccess(this.#page).openFile(path);
    await this.waitUntilActive(name);
    await this.focus();
  }

  async waitUntilActive(name: string): Promise<void> {
    const tab = this.#page.locator('.editor-group-container.active .tab.active').filter({ hasText: name });
    await tab.first().waitFor();
    await this.#active.locator('.view-lines').first().waitFor();
  }

  /** The same of a document that is shown as it is meant to be read, not as text. */
  async waitUntilRendered(name: string): Promise<void> {
    const tab = this.#page.locator('.editor-group-container.active .tab.active').filter({ hasText: name });
    await tab.first().waitFor();
    const shown = this.#page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
    await shown.locator('h1').first().waitFor();
  }

  async activeTitle(): Promise<string> {
    const tab = this.#page.locator('.editor-group-container.active .tab.active .label-name');
    return shownText(tab.first());
  }

  /** Moves the focus into the text, from wherever it is. */
  async focus(): Promise<void> {
    await waitFor(
      async () => {
        await this.#page.keyboard.press('ControlOrMeta+1');
        return this.#active.locator(':focus').count();
      },
      count => count > 0 || undefined,
      () => 'the focus in the editor',
    );
  }

  /** Both from 1, as the status bar counts. */
  async goTo(line: number, column = 1): Promise<void> {
    await new QuickAccess(this.#page).goTo(line, column);
    await waitFor(
      () => this.position(),
      position => (position.startsWith(`Ln ${line}, Col ${column}`) ? true : undefined),
      position => `the cursor at ${line}:${column}; it is at ${position}`,
    );
  }

  /** "Ln 3, Col 1" from the status bar. */
  async position(): Promise<string> {
    const item = this.#page.locator('[id="status.editor.selection"]');
    return (await item.count()) === 0 ? '' : await shownText(item);
  }

  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text);
  }

  async press(keys: string): Promise<void> {
    await this.#page.keyboard.press(keys);
  }

  async undo(): Promise<void> {
    await this.#page.keyboard.press('ControlOrMeta+z');
  }

  async save(): Promise<void> {
    await this.#page.keyboard.press('ControlOrMeta+s');
    await this.#page.locator('.editor-group-container.active .tab.active:not(.dirty)').waitFor();
  }

  /** The lines that are on screen now, joined by \n. For whole documents save, and read the file. */
  async visibleText(): Promise<string> {
    return visibleLines(this.#active);
  }

  async visibleTextWhere(description: string, condition: (text: string) => boolean): Promise<string> {
    return waitFor(
      () => this.visibleText(),
      text => (condition(text) ? text : undefined),
      text => `${description} in the editor:\n${text}`,
    );
  }

  /** How many stretches of squiggle of that severity are on screen. */
  async squiggles(severity: Severity): Promise<number> {
    return this.#active.locator(`.squiggly-${severity}`).count();
  }

  async squigglesWhere(severity: Severity, condition: (count: number) => boolean): Promise<number> {
    return waitFor(
      () => this.squiggles(severity),
      count => (condition(count) ? count : undefined),
      count => `${severity} squiggles; there are ${count}`,
    );
  }

  /** The hover at the cursor, as text. */
  async hover(): Promise<string> {
    await this.#commands.runCommand('Show or Focus Hover');
    const hover = this.#active.locator('.monaco-resizable-hover .monaco-hover:visible').first();
    await hover.waitFor();
    return waitFor(
      () => shownText(hover),
      text => (text === '' || /^Loading/.test(text) ? undefined : text),
      () => 'a hover with text',
    );
  }

  async codeLenses(): Promise<readonly string[]> {
    return (await this.#active.locator('.codelens-decoration').allInnerTexts()).map(text => text.trim());
  }

  async codeLensesWhere(condition: (texts: readonly string[]) => boolean): Promise<readonly string[]> {
    return waitFor(
      () => this.codeLenses(),
      texts => (condition(texts) ? texts : undefined),
      texts => `code lenses; there are: ${texts.join(' | ') || 'none'}`,
    );
  }

  async clickCodeLens(text: string): Promise<void> {
    await this.#active.locator('.codelens-decoration a').filter({ hasText: text }).first().click();
  }

  /** Opens the light bulb's menu at the cursor and returns its items. There is none before the document was read. */
  async quickFixes(): Promise<readonly string[]> {
    await openQuickFixes(this.#page);
    return this.quickFixesShown();
  }

  /** The items of the light bulb's menu, once it is open. */
  async quickFixesShown(): Promise<readonly string[]> {
    const items = this.#page.locator(`${menu} .monaco-list-row.action .title`);
    await items.first().waitFor();
    return (await items.allInnerTexts()).map(text => text.trim());
  }

  /** Opens the light bulb's menu and chooses the item with exactly this title. */
  async applyQuickFix(title: string): Promise<void> {
    const titles = await this.quickFixes();
    if (!titles.includes(title)) throw new Error(`no quick fix "${title}" among: ${titles.join(' | ')}`);
    const exact = this.#page.locator('.title').getByText(title, { exact: true });
    await this.#page.locator(`${menu} .monaco-list-row.action`).filter({ has: exact }).first().click();
    await this.#page.locator(menu).first().waitFor({ state: 'hidden' });
  }

  /** Opens the light bulb's menu and chooses the first item with such a title. */
  async applyFirstQuickFix(isWanted: (title: string) => boolean): Promise<void> {
    const titles = await this.quickFixes();
    const index = titles.findIndex(isWanted);
    if (index < 0) throw new Error(`no such quick fix among: ${titles.join(' | ')}`);
    await this.#page.locator(`${menu} .monaco-list-row.action`).nth(index).click();
    await this.#page.locator(menu).first().waitFor({ state: 'hidden' });
  }

  async closeMenu(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.#page.locator(menu).first().waitFor({ state: 'hidden' });
  }

  /** Both sides of the active diff editor. */
  async diff(): Promise<{ readonly original: string; readonly modified: string }> {
    const editor = this.#active.locator('.monaco-diff-editor').first();
    await editor.locator('.editor.modified .view-lines').waitFor();
    return {
      original: await visibleLines(editor.locator('.editor.original')),
      modified: await visibleLines(editor.locator('.editor.modified')),
    };
  }

  async closeAll(): Promise<void> {
    await this.#commands.runCommand('View: Close All Editors');
  }
}

/** Presses the keys of the light bulb's menu until it is there. */
export async function openQuickFixes(page: Page): Promise<void> {
  await waitFor(
    async () => {
      await page.keyboard.press('ControlOrMeta+.');
      const item = page.locator(`${menu} .monaco-list-row.action`).first();
      return item.waitFor({ timeout: 3000 }).then(
        () => true,
        () => false,
      );
    },
    isOpen => isOpen || undefined,
    () => "the light bulb's menu",
  );
}

/** Newer versions keep a second, empty one for submenus. */
const menu = '.action-widget:not(.action-list-submenu-panel)';

/** Lines are drawn in any order and indented with non-breaking spaces. */
async function visibleLines(editor: Locator): Promise<string> {
  const lines = await editor.locator('.view-lines .view-line').evaluateAll(elements =>
    elements.map(element => ({
      top: Number.parseFloat((element as unknown as { style: { top: string } }).style.top),
      text: element.textContent ?? '',
    })),
  );
  return lines
    .sort((a, b) => a.top - b.top)
    .map(line => line.text.replaceAll('\u00a0', ' '))
    .join('\n');
}
