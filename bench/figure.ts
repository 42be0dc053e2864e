/** One measured figure beside its budget. */
export interface Figure {
  readonly what: string;
  readonly measured: number;
  readonly budget: number;
  readonly unit: string;
}

/** A table for people; figures over their budget are marked, and fail nothing: machines differ. */
export function printFigures(figures: readonly Figure[]): void {
  const rows = figures.map(({ what, measured, budget, unit }) => ({
    what,
    measured: `${shown(measured)} ${unit}`,
    budget: `≤ ${shown(budget)} ${unit}`,
    over: measured > budget ? 'over' : '',
  }));
  const width = (column: 'what' | 'measured' | 'budget') => Math.max(...rows.map(row => row[column].length));
  for (const row of rows) {
    const cells = [
      row.what.padEnd(width('what')),
      row.measured.padStart(width('measured')),
      row.budget.padStart(width('budget')),
      row.over,
    ];
    console.log(cells.join('   ').trimEnd());
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
