import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Page } from 'playwright-core';
import type { OpenedWindow } from '../host/window.ts';
import { Dialogs } from './workbench/dialogs.ts';
import { Editors } from './workbench/editors.ts';
import { Problems } from './workbench/problems.ts';
import { QuickAccess } from './workbench/quickAccess.ts';
import { QuickInput } from './workbench/quickInput.ts';
import { Refactoring } from './workbench/refactoring.ts';
import { TreeView } from './workbench/treeView.ts';
import { waitFor } from './workbench/waitFor.ts';

/**
 * A VS Code window as a person knows it. Everything waits for what it needs and throws when it does not come;
 * nothing sleeps. Only this file and its folder know the elements and classes of the page. After a restart ask for
 * views and editors again: the old ones belong to the old page.
 */
export class Workbench {
  readonly #window: OpenedWindow;

  constructor(window: OpenedWindow) {
    this.#window = window;
  }

  /** For what no method here covers. */
  get page(): Page {
    return this.#window.page();
  }

  get quickAccess(): QuickAccess {
    return new QuickAccess(this.page);
  }

  get quickInput(): QuickInput {
    return new QuickInput(this.page);
  }

  get editors(): Editors {
    return new Editors(this.page, this);
  }

  get problems(): Problems {
    return new Problems(this.page, this);
  }

  get refactoring(): Refactoring {
    return new Refactoring(this.page);
  }

  get dialogs(): Dialogs {
    return new Dialogs(this.page, this);
  }

  /** Opens a container of the activity bar by its title and leaves it open when it is. */
  async openContainer(title: string): Promise<void> {
    const { page } = this;
    const item = page.locator(`.activitybar .action-item:has(.action-label[aria-label^="${title}"])`).first();
    await item.waitFor();
    if ((await item.getAttribute('aria-expanded')) !== 'true') await item.click();
    await page.locator('.part.sidebar .composite.title h2').filter({ hasText: title }).first().waitFor();
  }

  /** Waits for that text in the badge on a container's icon; an empty text means no badge. */
  async containerBadgeIs(title: string, expected: string): Promise<void> {
    const item = this.page.locator(`.activitybar .action-item:has(.action-label[aria-label^="${title}"])`);
    await waitFor(
      async () => (await item.first().locator('.badge:visible .badge-content').allInnerTexts()).join(''),
      text => (text.trim() === expected ? true : undefined),
      text => `the badge "${expected}" on ${title}; it is "${text}"`,
    );
  }

  /** Drags the edge of the side bar to so many pixels from the left. */
  async widenSideBar(to: number): Promise<void> {
    const { page } = this;
    const box = await page.locator('.part.sidebar').boundingBox();
    if (box === null) throw new Error('the side bar is closed');
    await page.mouse.move(box.x + box.width, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(to, box.y + box.height / 2, { steps: 5 });
    await page.mouse.up();
    // Away from the edge, which would stay lit.
    await page.mouse.move(to + 200, box.y + box.height / 2);
  }

  /** A view in the side bar by its title. */
  view(title: string): TreeView {
    return new TreeView(this.page, title);
  }

  /**
   * Waits until the window's own storage holds a text, as it would be lost with a window that ends at once. A desktop window
   * stores what is left when it is closed.
   */
  async waitUntilStored(text: string): Promise<void> {
    await waitFor(
      () => this.page.evaluate<boolean>(isStored(text)),
      stored => stored || undefined,
      () => `${text} in the storage of the window`,
    );
  }

  /** Ends the editor and opens it again, as a person would after a crash of the machine. */
  async restart(): Promise<void> {
    await this.#window.restart();
  }

  /** Opens another window of the same editor on a folder. It is closed with this one. */
  async another(folder: string): Promise<Workbench> {
    const page = await this.#window.another(folder);
    return new Workbench({ ...this.#window, page: () => page });
  }

  /** Runs a palette command: its title with its category, as the palette shows it ("View: Toggle Terminal"). */
  async runCommand(title: string): Promise<void> {
    await this.quickAccess.runCommand(title);
  }

  /** Opens a walkthrough by its title, and waits until these of its steps are ticked. */
  async walkthroughHasDone(walkthrough: string, expected: readonly string[]): Promise<void> {
    await this.runCommand('Welcome: Open Walkthrough...');
    await this.quickInput.itemsWhere(walkthrough, all => all.some(({ label }) => label === walkthrough));
    await this.quickInput.accept(walkthrough);
    const done = this.page.locator('.getting-started-step:has(.codicon.complete) .step-title');
    await waitFor(
      async () => (await done.allInnerTexts()).map(text => text.trim()),
      texts => isDeepStrictEqual(texts, expected) || undefined,
      texts => `the steps ${expected.join(', ')}; done are: ${texts.join(', ')}`,
    );
  }

  /** Answers the editor *Workspace Trust*, which has to be open. */
  async trustFolder(): Promise<void> {
    const button = this.page.locator('.workspace-trust-editor .monaco-button', { hasText: /^Trust$/ });
    await button.first().click();
    await this.page.locator('.workspace-trust-editor.trusted').waitFor();
  }

  /** Writes `out/screenshots/NAME.png`. The pointer and the caret are put where they do not show. */
  async screenshot(name: string): Promise<string> {
    const folder = join(import.meta.dirname, '../../out/screenshots');
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${name}.png`);
    await this.page.screenshot({ path, caret: 'hide', animations: 'disabled' });
    return path;
  }

  async statusBarTexts(): Promise<readonly string[]> {
    const items = this.page.locator('.part.statusbar .statusbar-item');
    return items.evaluateAll(elements =>
      elements.map(element => element.getAttribute('aria-label') ?? '').filter(label => label !== ''),
    );
  }

  async clipboard(): Promise<string> {
    return this.page.evaluate('navigator.clipboard.readText()');
  }
}

/**
 * An expression for the page, which is no Node: whether any of its databases of state holds a text; yes where it has none.
 */
const isStored = (text: string) => `(async () => {
  const answer = request => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const all = await indexedDB.databases();
  const names = all.map(({ name }) => name).filter(name => name?.startsWith('vscode-web-state-db'));
  for (const name of names) {
    const database = await answer(indexedDB.open(name));
    const values = await Promise.all(
      [...database.objectStoreNames].map(store => answer(database.transaction(store).objectStore(store).getAll())),
    );
    database.close();
    if (JSON.stringify(values).includes(${JSON.stringify(text)})) return true;
  }
  return names.length === 0;
})()`;
