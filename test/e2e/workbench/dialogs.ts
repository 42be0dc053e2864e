import type { Locator, Page } from 'playwright-core';
import { shownText } from './shownText.ts';
import { waitFor } from './waitFor.ts';

export type Dialog = {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
};

export type Notification = {
  readonly severity: 'info' | 'warning' | 'error';
  readonly message: string;
  readonly buttons: readonly string[];
};

type Commands = { readonly runCommand: (title: string) => Promise<void> };

/** Modal dialogs and notifications. */
export class Dialogs {
  readonly #page: Page;
  readonly #commands: Commands;

  constructor(page: Page, commands: Commands) {
    this.#page = page;
    this.#commands = commands;
  }

  /** The dialog, once it has the focus: a key that is pressed earlier would go elsewhere. */
  async modal(): Promise<Dialog> {
    const box = this.#page.locator('.monaco-dialog-box');
    await box.locator('*:focus').first().waitFor();
    return {
      message: await text(box.locator('.dialog-message-text')),
      detail: await text(box.locator('.dialog-message-detail')),
      buttons: await texts(box.locator('.dialog-buttons .monaco-button')),
    };
  }

  async choose(button: string): Promise<void> {
    const box = this.#page.locator('.monaco-dialog-box');
    await box.locator('.dialog-buttons .monaco-button').filter({ hasText: button }).first().click();
    await box.waitFor({ state: 'detached' });
  }

  async cancelModal(): Promise<void> {
    const box = this.#page.locator('.monaco-dialog-box');
    await box.waitFor();
    await this.#page.keyboard.press('Escape');
    await box.waitFor({ state: 'detached' });
  }

  /** The notifications that are shown now. */
  async notifications(): Promise<readonly Notification[]> {
    return this.#page.locator(toast).evaluateAll(elements =>
      elements.map(element => {
        const icon = element.querySelector('.notification-list-item-icon')?.className ?? '';
        const buttons = [
          ...element.querySelectorAll('.notification-list-item-buttons-container .monaco-button'),
        ];
        return {
          severity: icon.includes('codicon-error')
            ? 'error'
            : icon.includes('codicon-warning')
              ? 'warning'
              : 'info',
          message: element.querySelector('.notification-list-item-message')?.textContent?.trim() ?? '',
          buttons: buttons.map(button => button.textContent?.trim() ?? ''),
        } as const;
      }),
    );
  }

  /** Waits for a notification whose message matches. */
  async notification(pattern: RegExp): Promise<Notification> {
    return waitFor(
      () => this.notifications(),
      all => all.find(one => pattern.test(one.message)),
      all =>
        `a notification like ${pattern}; there are: ${all.map(one => one.message).join(' | ') || 'none'}`,
    );
  }

  /** The window shows three at a time and keeps later ones back: clear them between two paths. */
  async clearNotifications(): Promise<void> {
    await waitFor(
      async () => {
        await this.#commands.runCommand('Notifications: Clear All Notifications');
        return (await this.notifications()).length;
      },
      count => count === 0 || undefined,
      count => `no notifications; there are ${count}`,
    );
  }

  async clickNotificationButton(pattern: RegExp, button: string): Promise<void> {
    const shown = this.#page.locator(toast).filter({ hasText: pattern });
    await shown.locator('.monaco-button').filter({ hasText: button }).first().click();
  }

  async closeNotification(pattern: RegExp): Promise<void> {
    const shown = this.#page.locator(toast).filter({ hasText: pattern });
    await shown.hover();
    await shown.locator('.codicon-notifications-clear').click();
    await shown.waitFor({ state: 'detached' });
  }
}

const toast = '.notifications-toasts .notification-toast .notification-list-item';

async function text(locator: Locator): Promise<string> {
  return (await locator.count()) === 0 ? '' : await shownText(locator.first());
}

async function texts(locator: Locator): Promise<readonly string[]> {
  return (await locator.allInnerTexts()).map(one => one.trim());
}
