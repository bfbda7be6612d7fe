import { table } from '../commands/print.ts';

/** One measured number. A ratio is of two figures of the same run, so that it says something on another machine too. */
export interface Figure {
  readonly bench: 'intake' | 'kpi' | 'statements';
  readonly figure: string;
  readonly value: number;
  readonly unit: string;
  /** What it is held against; null when it is there to be read only. */
  readonly goal: string | null;
}

/** One JSON line per figure, then all of them as a table. */
export function printFigures(figures: readonly Figure[]): void {
  for (const figure of figures) process.stdout.write(`${JSON.stringify(figure)}\n`);
  const rows = figures.map(({ bench, figure, value, unit, goal }) => [
    bench,
    figure,
    rounded(value),
    unit,
    goal ?? '',
  ]);
  process.stdout.write(`\n${table([['bench', 'figure', 'value', 'unit', 'goal'], ...rows])}\n`);
}

/** The smallest value that a share of all are not above (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new RangeError('A percentile of nothing was asked for.');
  return value;
}

function rounded(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
