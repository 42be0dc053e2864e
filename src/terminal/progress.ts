import { count } from './lines.ts';

/** A line that shows the progress of the scan, only on a terminal; it is removed before anything else is written. */
export class Progress {
  readonly #stream: NodeJS.WriteStream;
  readonly #isShown: boolean;
  #last = 0;
  #isOnScreen = false;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
    this.#isShown = stream.isTTY === true;
  }

  update(files: number, trails: number): void {
    const time = performance.now();
    if (!this.#isShown || time - this.#last < 100) {
      return;
    }
    this.#last = time;
    this.#isOnScreen = true;
    this.#stream.write(`\r\u001b[2K${count(files, 'file')}, ${count(trails, 'trail')}…`);
  }

  clear(): void {
    if (this.#isOnScreen) {
      this.#isOnScreen = false;
      this.#stream.write('\r\u001b[2K');
    }
  }
}
