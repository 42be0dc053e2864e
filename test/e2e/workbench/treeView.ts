import type { Locator, Page } from 'playwright-core';
import { shownText } from './shownText.ts';
import { waitFor } from './waitFor.ts';

/** A row as it is shown and as a screen reader hears it. */
export type Row = {
  readonly level: number;
  readonly label: string;
  readonly description: string;
  /** The codicons of the row, without `codicon-`: usually one. */
  readonly icons: readonly string[];
  /** `undefined` for a row that cannot be expanded. */
  readonly expanded: boolean | undefined;
  readonly ariaLabel: string;
};

/** A tree in the side bar. Rows are named by their label; where it occurs twice, the first counts. */
export class TreeView {
  readonly #page: Page;
  readonly #title: string;

  constructor(page: Page, title: string) {
    this.#page = page;
    this.#title = title;
  }

  get #pane(): Locator {
    // A lone view is merged with its container and its header hidden, but kept in the page. The label of a header may
    // be the title, or the title and what the view says beside it; the folder of the Explorer has a heading of its own.
    const labelled = `.pane:has(> .pane-header[aria-label^="${this.#title} Section"])`;
    const headed = `.pane:has(> .pane-header h3.title:text-is("${this.#title}"))`;
    return this.#page.locator('.part.sidebar').locator(`${labelled}, ${headed}`).first();
  }

  /** The rows that are on screen now, from top to bottom. */
  async rows(): Promise<readonly Row[]> {
    const rows = await this.#pane.locator('.monaco-list-row').evaluateAll(elements =>
      elements.map(element => {
        const text = (selector: string): string => element.querySelector(selector)?.textContent?.trim() ?? '';
        const classes = [...element.querySelectorAll('.custom-view-tree-node-item-icon')].flatMap(icon => [
          ...icon.classList,
        ]);
        const expanded = element.getAttribute('aria-expanded');
        return {
          index: Number(element.getAttribute('data-index')),
          level: Number(element.getAttribute('aria-level')),
          label: text('.label-name'),
          description: text('.label-description'),
          icons: classes
            .filter(name => name.startsWith('codicon-') && !name.startsWith('codicon-modifier'))
            .map(name => name.slice('codicon-'.length)),
          expanded: expanded === null ? null : expanded === 'true',
          ariaLabel: element.getAttribute('aria-label') ?? '',
        };
      }),
    );
    return rows
      .sort((a, b) => a.index - b.index)
      .map(({ index: _, expanded, ...row }) => ({ ...row, expanded: expanded ?? undefined }));
  }

  /** Waits until the rows satisfy the condition, and returns them. */
  async rowsWhere(
    description: string,
    condition: (rows: readonly Row[]) => boolean,
  ): Promise<readonly Row[]> {
    return waitFor(
      () => this.rows(),
      rows => (condition(rows) ? rows : undefined),
      rows => `${this.#title}: ${description}\n${rows.map(format).join('\n')}`,
    );
  }

  /** The labels of which less than this many pixels, or none of the beginning, are within the view. */
  async cutOff(atLeast = 24): Promise<readonly string[]> {
    const view = await this.#pane.boundingBox();
    if (view === null) throw new Error(`${this.#title} is not shown`);
    const isCutOff = async (label: Locator): Promise<boolean> => {
      const box = await label.boundingBox();
      return box === null || box.x < view.x || box.x + Math.min(box.width, atLeast) > view.x + view.width;
    };
    const shown = this.#pane.locator('.monaco-list-row .label-name');
    const outside = await Promise.all((await shown.all()).map(isCutOff));
    return (await shown.allInnerTexts()).filter((_, index) => outside[index]);
  }

  async row(label: string): Promise<Row> {
    const rows = await this.rowsWhere(`a row "${label}"`, all => all.some(row => row.label === label));
    const found = rows.find(row => row.label === label);
    if (found === undefined) throw new Error(`no row "${label}"`);
    return found;
  }

  async expand(label: string): Promise<void> {
    await this.#toggle(label, true);
  }

  async collapse(label: string): Promise<void> {
    await this.#toggle(label, false);
  }

  /** Clicks a row. What that does may take the row away. */
  async select(label: string): Promise<void> {
    const row = await this.#uncovered(label);
    await repeatUntil(
      () => row.locator('.label-name').click(),
      async () => {
        const [classes] = await row.evaluateAll(elements => elements.map(({ className }) => className));
        return classes === undefined || /\bselected\b/.test(classes);
      },
    );
  }

  /** The labels of the selected rows that are on screen, joined by a comma. */
  async selectedLabel(): Promise<string> {
    const labels = this.#pane.locator('.monaco-list-row.selected .label-name');
    return (await labels.allInnerTexts()).join(', ');
  }

  /** Adds a row to the selection. */
  async selectAlso(label: string): Promise<void> {
    const row = await this.#uncovered(label);
    await row.locator('.label-name').click({ modifiers: ['ControlOrMeta'] });
  }

  /** Clicks an inline action, which shows while the pointer is over its row. */
  async clickRowAction(label: string, action: string): Promise<void> {
    const row = await this.#uncovered(label);
    await row.hover();
    await row.locator(`.actions .action-label[aria-label^="${action}"]`).click();
  }

  async rowActions(label: string): Promise<readonly string[]> {
    const row = await this.#uncovered(label);
    await row.hover();
    return labels(row.locator('.actions .action-label'));
  }

  /** Chooses from the context menu of a row. */
  async chooseFromMenu(label: string, item: string): Promise<void> {
    const row = await this.#uncovered(label);
    await row.click({ button: 'right' });
    const menu = this.#page.locator('.context-view .monaco-menu').last();
    const wanted = menu
      .locator('.action-item', { has: this.#page.locator(`[aria-label^="${item}"]`) })
      .first();
    await waitFor(
      async () => {
        await wanted.hover();
        return wanted.evaluate(element => element.classList.contains('focused'));
      },
      isFocused => isFocused || undefined,
      () => `the item "${item}" of the menu to be under the pointer`,
    );
    // A menu ignores a click that follows its opening at once; the keyboard has no such guard.
    await this.#page.keyboard.press('Enter');
    await menu.waitFor({ state: 'detached' });
  }

  async clickTitleAction(action: string): Promise<void> {
    await this.#pane.hover();
    const inPane = `.pane-header .action-label[aria-label^="${action}"]`;
    const merged = `.part.sidebar .composite.title .action-label[aria-label^="${action}"]`;
    await this.#pane.locator(inPane).or(this.#page.locator(merged)).first().click();
  }

  /** Waits for an action in the title of the view, shown or not. */
  async titleAction(action: string): Promise<void> {
    const inPane = `.pane-header .action-label[aria-label^="${action}"]`;
    const merged = `.part.sidebar .composite.title .action-label[aria-label^="${action}"]`;
    await this.#pane.locator(inPane).or(this.#page.locator(merged)).first().waitFor({ state: 'attached' });
  }

  /** Folds the view away under its heading, so that the others have more room. */
  async fold(): Promise<void> {
    const header = this.#pane.locator('> .pane-header');
    if ((await header.getAttribute('aria-expanded')) === 'true') await header.click();
    await this.#pane.locator('> .pane-header[aria-expanded="false"]').waitFor();
  }

  /** The text beside the view's title. */
  async description(): Promise<string> {
    return (await this.#pane.locator('.pane-header .description').textContent())?.trim() ?? '';
  }

  /** The welcome text of an empty view. */
  async welcome(): Promise<string> {
    return shownText(this.#pane.locator('.welcome-view-content'));
  }

  async clickWelcomeButton(label: string): Promise<void> {
    await this.#pane.locator('.welcome-view-content .monaco-button').filter({ hasText: label }).click();
  }

  /** The hover text of a row, once VS Code has asked the extension for it. */
  async tooltip(label: string): Promise<string> {
    await this.#row(label).locator('.label-name').hover();
    const hover = this.#page.locator('.workbench-hover:visible, .monaco-hover:visible').last();
    await hover.waitFor();
    return waitFor(
      () => shownText(hover),
      text => (text === 'Loading...' ? undefined : text),
      () => `the hover text of "${label}"`,
    );
  }

  async #toggle(label: string, expanded: boolean): Promise<void> {
    const row = await this.row(label);
    if (row.expanded === undefined) throw new Error(`"${label}" cannot be expanded`);
    const isDone = (rows: readonly Row[]) =>
      rows.some(one => one.label === label && one.expanded === expanded);
    if (row.expanded !== expanded) {
      const twistie = (await this.#uncovered(label)).locator('.monaco-tl-twistie');
      // Sent to the element: where rows above come or go at this moment, a pointer hits the neighbour.
      await repeatUntil(
        () => twistie.dispatchEvent('click'),
        async () => isDone(await this.rows()),
      );
    }
    await this.rowsWhere(`"${label}" ${expanded ? 'expanded' : 'collapsed'}`, isDone);
  }

  /** The hover of another row may lie over this one until the pointer leaves. */
  async #uncovered(label: string): Promise<Locator> {
    await this.#page.mouse.move(1, 1);
    const hover = this.#page.locator('.context-view .monaco-hover:not(.compact):visible').first();
    // One that somebody opened by a key stays, and lies elsewhere.
    await hover.waitFor({ state: 'hidden', timeout: 2000 }).catch(() => undefined);
    return this.#row(label);
  }

  #row(label: string): Locator {
    const exact = this.#page.locator('.label-name').getByText(label, { exact: true });
    return this.#pane.locator('.monaco-list-row').filter({ has: exact }).first();
  }
}

/**
 * A click on a row that is drawn again at that moment is lost: whoever sees after a second that nothing has happened clicks
 * again.
 */
async function repeatUntil(click: () => Promise<void>, isDone: () => Promise<boolean>): Promise<void> {
  await waitFor(
    async () => {
      await click();
      return waitFor(isDone, done => done || undefined, String, 1000).catch(() => false);
    },
    done => done || undefined,
    () => 'a click to do something',
  );
}

async function labels(locator: Locator): Promise<readonly string[]> {
  return locator.evaluateAll(elements => elements.map(element => element.getAttribute('aria-label') ?? ''));
}

function format(row: Row): string {
  return `${'  '.repeat(row.level)}${row.label}  ${row.description}  [${row.icons.join(' ')}]`;
}
