import type * as vscode from 'vscode';
import { setContext } from './contextKey.ts';
import { type StepKey, stepKeys } from './contributions.ts';

/**
 * The steps of the walkthrough that a person has done, in any window. VS Code learns of steps when a page like theirs is first opened in a window. What
 * is true by then ticks none, so the manifest has each step ticked by its key together with the editor in front, which changes afterwards.
 */
export class DoneSteps {
  readonly #storage: vscode.Memento;
  readonly #done: Set<StepKey>;

  /** `storage` is that of all windows. */
  constructor(storage: vscode.Memento) {
    this.#storage = storage;
    const stored: unknown = storage.get(storageKey);
    this.#done = new Set(
      Object.values(stepKeys).filter(key => Array.isArray(stored) && stored.includes(key)),
    );
    for (const key of this.#done) {
      void setContext(key, true);
    }
  }

  /** Is called often, and does something the first time. */
  add(key: StepKey): void {
    if (!this.#done.has(key)) {
      this.#done.add(key);
      void setContext(key, true);
      void this.#storage.update(storageKey, [...this.#done]);
    }
  }
}

const storageKey = 'doneSteps';
