import * as vscode from 'vscode';
import type { Reading } from './reading.ts';

/** All that is known of trails in code, by document. Every view of it listens here. */
export class Readings implements vscode.Disposable {
  readonly #readings = new Map<string, Reading>();
  readonly #changes = new vscode.EventEmitter<readonly vscode.Uri[]>();
  #shown: readonly Reading[] | undefined;
  /** The documents of which something changed. */
  readonly onDidChange = this.#changes.event;

  get(uri: vscode.Uri): Reading | undefined {
    return this.#readings.get(uri.toString());
  }

  /** Those that there is something to say of, by address. Needed for every row that is drawn, so the list is computed once. */
  shown(): readonly Reading[] {
    this.#shown ??= [...this.#readings.values()]
      .filter(isShown)
      .sort((left, right) => (left.uri.path < right.uri.path ? -1 : 1));
    return this.#shown;
  }

  /** Those that declare trails, by address. */
  withTrails(): readonly Reading[] {
    return this.shown().filter(({ assessments }) => assessments.length > 0);
  }

  all(): readonly Reading[] {
    return [...this.#readings.values()];
  }

  /** Many changes at once are drawn once. */
  set(readings: readonly Reading[]): void {
    const changed = readings.filter(reading => isShown(reading) || isShown(this.get(reading.uri)));
    for (const reading of readings) {
      this.#readings.set(reading.uri.toString(), reading);
    }
    this.#shown = undefined;
    if (changed.length > 0) {
      this.#changes.fire(changed.map(({ uri }) => uri));
    }
  }

  delete(uris: readonly vscode.Uri[]): void {
    const gone = uris.filter(uri => isShown(this.get(uri)));
    for (const uri of uris) {
      this.#readings.delete(uri.toString());
    }
    this.#shown = undefined;
    if (gone.length > 0) {
      this.#changes.fire(gone);
    }
  }

  dispose(): void {
    this.#changes.dispose();
  }
}

function isShown(reading: Reading | undefined): boolean {
  return reading !== undefined && (reading.assessments.length > 0 || reading.unread !== undefined);
}
