import type { Page } from 'playwright-core';
import { waitFor } from './waitFor.ts';

export type Problem = {
  readonly severity: 'error' | 'warning' | 'info' | 'unknown';
  readonly message: string;
  readonly source: string;
  readonly code: string;
  /** "Ln 3, Col 1" */
  readonly position: string;
};

type Commands = { readonly runCommand: (title: string) => Promise<void> };

/** The Problems panel. Hints do not appear in it. */
export class Problems {
  readonly #page: Page;
  readonly #commands: Commands;

  constructor(page: Page, commands: Commands) {
    this.#page = page;
    this.#commands = commands;
  }

  async open(): Promise<void> {
    const panel = this.#page.locator('.markers-panel-container');
    if (await panel.isVisible()) return;
    await this.#commands.runCommand('Problems: Focus on Problems View');
    await panel.waitFor();
  }

  /** Clicks the code of the first problem that has it. */
  async openPage(code: string): Promise<void> {
    const link = this.#page.locator('.markers-panel-container .monaco-list-row .marker-code');
    await link.filter({ hasText: code }).first().click();
  }

  /** The problems that are on screen now, grouped by nothing: file rows and related information are left out. */
  async list(): Promise<readonly Problem[]> {
    return this.#page.locator('.markers-panel-container .monaco-list-row').evaluateAll(elements =>
      elements
        .filter(element => element.querySelector('.marker-icon') !== null)
        .sort((a, b) => Number(a.getAttribute('data-index')) - Number(b.getAttribute('data-index')))
        .map(element => {
          const text = (selector: string): string =>
            element.querySelector(selector)?.textContent?.trim() ?? '';
          const icon = element.querySelector('.marker-icon .codicon')?.className ?? '';
          const severity = (['error', 'warning', 'info'] as const).find(name =>
            icon.includes(`codicon-${name}`),
          );
          return {
            severity: severity ?? 'unknown',
            message: text('.marker-message'),
            source: text('.marker-source'),
            code: text('.marker-code').replace(/^\((.*)\)$/, '$1'),
            position: text('.marker-line').replace(/^\[(.*)\]$/, '$1'),
          } as const;
        }),
    );
  }

  async listWhere(
    description: string,
    condition: (problems: readonly Problem[]) => boolean,
  ): Promise<readonly Problem[]> {
    return waitFor(
      () => this.list(),
      problems => (condition(problems) ? problems : undefined),
      problems =>
        `${description} among the problems:\n${problems.map(one => `${one.position} ${one.message}`).join('\n')}`,
    );
  }

  /** Opens the editor at a problem. */
  async goTo(message: string): Promise<void> {
    await this.#page
      .locator('.markers-panel-container .monaco-list-row')
      .filter({ hasText: message })
      .first()
      .dblclick();
  }
}
