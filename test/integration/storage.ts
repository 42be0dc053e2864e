import type * as vscode from 'vscode';

/** As VS Code keeps what an extension stores, in memory. */
export class Storage implements vscode.Memento {
  readonly #values = new Map<string, unknown>();

  keys(): readonly string[] {
    return [...this.#values.keys()];
  }

  get<T>(key: string, otherwise?: T): T | undefined {
    return this.#values.has(key) ? (this.#values.get(key) as T) : otherwise;
  }

  async update(key: string, value: unknown): Promise<void> {
    if (value === undefined) {
      this.#values.delete(key);
    } else {
      this.#values.set(key, structuredClone(value));
    }
  }
}
