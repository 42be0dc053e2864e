/** Milliseconds by which the clock of AWS is ahead of this computer's, by the date of an answer; undefined where it has none. */
export function clockOffsetIn(headers: Readonly<Record<string, string>>, now: number): number | undefined {
  const date = Date.parse(headers['date'] ?? '');
  return Number.isNaN(date) ? undefined : date - now;
}
