import * as vscode from 'vscode';
import type { Reading } from './reading.ts';

/** All that is known of trails in code, by document. Every view of it listens here. */
export class Readings implements vscode.Disposable {
  readonly #readings = new Map<string, Reading>();
  readonly #changes = new vscode.EventEmitter<readonly vscode.Uri[]>();
  #withTrails: readonly Reading[] | undefined;
  /** The documents of which something changed. */
  readonly onDidChange = this.#changes.event;

  get(uri: vscode.Uri): Reading | undefined {
    return this.#readings.get(uri.toString());
  }

  /** Those that declare trails, by address. Needed for every row that is drawn, so the list is computed once. */
  withTrails(): readonly Reading[] {
    this.#withTrails ??= [...this.#readings.values()]
      .filter(({ assessments }) => assessments.length > 0)
      .sort((left, right) => (left.uri.path < right.uri.path ? -1 : 1));
    return this.#withTrails;
  }

  all(): readonly Reading[] {
    return [...this.#readings.values()];
  }

  /** Many changes at once are drawn once. */
  set(readings: readonly Reading[]): void {
    const changed = readings.filter(
      ({ uri, assessments }) => assessments.length > 0 || (this.get(uri)?.assessments.length ?? 0) > 0,
    );
    for (const reading of readings) {
      this.#readings.set(reading.uri.toString(), reading);
    }
    this.#withTrails = undefined;
    if (changed.length > 0) {
      this.#changes.fire(changed.map(({ uri }) => uri));
    }
  }

  delete(uris: readonly vscode.Uri[]): void {
    const gone = uris.filter(uri => (this.get(uri)?.assessments.length ?? 0) > 0);
    for (const uri of uris) {
      this.#readings.delete(uri.toString());
    }
    this.#withTrails = undefined;
    if (gone.length > 0) {
      this.#changes.fire(gone);
    }
  }

  dispose(): void {
    this.#changes.dispose();
  }
}
