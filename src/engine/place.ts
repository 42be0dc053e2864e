/*
 * The path that a thread looks at, in memory that it shares with its host: should the thread hang or crash over it, the
 * host knows what to leave out.
 */

/** Longer than any path that a file system takes, but for a few of Windows. */
const size = 4096;

export function newPlace(): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(size));
}

export function writePlace(place: Uint8Array, path: string): void {
  const { written } = encoder.encodeInto(path, place.subarray(0, size - 1));
  place[written] = 0;
}

export function readPlace(place: Uint8Array): string {
  return Buffer.from(place.subarray(0, place.indexOf(0))).toString();
}

const encoder = new TextEncoder();
