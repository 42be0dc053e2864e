/**
 * What a fixed piece of work takes on this machine, now: the same kinds of work as the product's, none of its code. Times are
 * told as they would be on a machine, quiet or not, on which it takes `usual` milliseconds, so that two runs can be compared.
 */
export interface Yardstick {
  readonly wall: number;
  readonly cpu: number;
}

/** Of the machine that the budgets were written for. */
export const usual = 12;

/** The median of several tries, in milliseconds; before the first, it is done until it is as fast as it gets. */
export function measureYardstick(): Yardstick {
  while (warm++ < 10) {
    work();
  }
  const tries = Array.from({ length: 7 }, once);
  return { wall: middle(tries.map(({ wall }) => wall)), cpu: middle(tries.map(({ cpu }) => cpu)) };
}

let warm = 0;

/** Milliseconds of CPU time of this process, all its threads together, since another reading. */
export function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function once(): Yardstick {
  const before = process.cpuUsage();
  const start = performance.now();
  work();
  return { wall: performance.now() - start, cpu: cpuSince(before) };
}

/** Words are found in a text, counted, sorted, printed as JSON and read again. */
function work(): void {
  const counts = new Map<string, { count: number; first: number }>();
  for (const { 0: word, index } of text.matchAll(/[\w$]+|"[^"]*"/g)) {
    const entry = counts.get(word);
    if (entry) {
      entry.count++;
    } else {
      counts.set(word, { count: 1, first: index });
    }
  }
  const sorted = [...counts].sort(
    ([left, a], [right, b]) => b.count - a.count || left.localeCompare(right, 'en'),
  );
  const read = JSON.parse(JSON.stringify(sorted)) as unknown[];
  if (read.length !== 4013) {
    throw new Error(`The yardstick found ${read.length} words.`);
  }
}

const text = Array.from(
  { length: 4000 },
  (_, index) => `resource "type_${index % 7}" "name_${index}" {\n  value = var.input_${index % 3}\n}\n`,
).join('');

function middle(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}
