import { measureYardstick, usual, type Yardstick } from './yardstick.ts';

/** What one round found of a figure. */
export interface Measured {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly budget: number;
  /** Milliseconds of CPU time behind it, where they say more than the time on the clock. */
  readonly cpu?: number;
  /** Waiting makes most of it, and a faster machine does not shorten that: told as it was. */
  readonly waits?: true;
}

/** A figure of several rounds. Times are those of the machine that the budgets were written for: see `yardstick.ts`. */
export interface Figure {
  readonly what: string;
  readonly unit: string;
  readonly budget: number;
  readonly values: readonly number[];
  readonly cpu: readonly number[];
}

/** Measures several times, with the yardstick before and after each round, and scales the times of a round by it. */
export async function inRounds(
  count: number,
  measure: () => Promise<readonly Measured[]>,
): Promise<readonly Figure[]> {
  const rounds: (readonly Measured[])[] = [];
  let before = measureYardstick();
  for (let round = 0; round < count; round++) {
    const measured = await measure();
    const after = measureYardstick();
    rounds.push(measured.map(one => scaled(one, before, after)));
    before = after;
  }
  const figures = new Map<string, readonly Measured[]>();
  for (const one of rounds.flat()) {
    figures.set(one.what, [...(figures.get(one.what) ?? []), one]);
  }
  return [...figures].map(([what, all]) => ({
    what,
    unit: all[0]?.unit ?? '',
    budget: all[0]?.budget ?? Number.NaN,
    values: all.map(({ value }) => value),
    cpu: all.flatMap(({ cpu }) => cpu ?? []),
  }));
}

function scaled(measured: Measured, before: Yardstick, after: Yardstick): Measured {
  const isTime = measured.unit.startsWith('ms') && !measured.waits;
  const wall = isTime ? (2 * usual) / (before.wall + after.wall) : 1;
  const cpu = (2 * usual) / (before.cpu + after.cpu);
  return {
    ...measured,
    value: measured.value * wall,
    ...(measured.cpu !== undefined && { cpu: measured.cpu * cpu }),
  };
}

/** A table for people: median, spread, budget, CPU time. Medians over their budget are marked, and fail nothing. */
export function printFigures(figures: readonly Figure[]): void {
  const rows = figures.map(({ what, values, budget, unit, cpu }) => {
    const median = quantile(values, 0.5);
    return [
      what,
      `${shown(median)} ${unit}`,
      values.length > 1 ? `${shown(Math.min(...values))} – ${shown(Math.max(...values))}` : '',
      `≤ ${shown(budget)} ${unit}`,
      median > budget ? 'over' : '',
      cpu.length > 0 ? `CPU ${shown(quantile(cpu, 0.5))} ms` : '',
    ];
  });
  const widths = [0, 1, 2, 3, 4].map(column => Math.max(...rows.map(row => row[column]?.length ?? 0)));
  for (const [what = '', ...cells] of rows) {
    const rest = cells.map((cell, index) => cell.padStart(widths[index + 1] ?? 0));
    console.log([what.padEnd(widths[0] ?? 0), ...rest].join('   ').trimEnd());
  }
}

/** The value below which a share of the values lies: `quantile(times, 0.95)`. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function shown(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
