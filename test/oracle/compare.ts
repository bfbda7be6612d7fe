import assert from 'node:assert/strict';
import type { BreakdownRow, Kpi } from '#kpi';
import type { Expected, Reading } from './naive/figure.ts';

type Figures = Omit<Kpi, 'breakdown'> | Omit<BreakdownRow, 'breakdown' | 'key'>;

/** Sums may be added in another order: of a number ten digits are compared, also of one that stands in a sentence. */
export function rounded(value: unknown): unknown {
  if (typeof value === 'number') return roundedNumber(value);
  if (typeof value === 'string')
    return value.replace(/-?\d+\.\d{8,}(e-?\d+)?/g, (number) => `${roundedNumber(Number(number))}`);
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, rounded(member)]));
}

function roundedNumber(value: number): number {
  // What is zero but for the order of a sum is zero.
  return Math.abs(value) < 1e-12 ? 0 : Number(value.toPrecision(10));
}

/** An answer against what the oracle says; returns how many rows of groups large enough to be shown were compared. */
export function compareKpi(answer: Kpi, expected: Reading): number {
  compareFigures(answer, expected.whole, `${answer.kpi} of the whole program`);
  const rows = answer.breakdown.map(({ key }) => key);
  assert.deepEqual([answer.kpi, ...rows.toSorted()], [answer.kpi, ...[...expected.rows.keys()].toSorted()]);
  let shown = 0;
  for (const row of answer.breakdown) {
    const own = expected.rows.get(row.key);
    if (own === undefined) continue;
    if (row.suppressed) {
      assert.deepEqual([row.value, row.numerator, row.denominator, row.n], [null, null, null, null]);
      continue;
    }
    shown += 1;
    compareFigures(row, own, `${answer.kpi} of ${row.key}`);
  }
  return shown;
}

function compareFigures(answer: Figures, expected: Expected, what: string): void {
  const { evidence: _, ...figures } = expected;
  const told = {
    period: answer.period,
    value: answer.value,
    numerator: answer.numerator,
    denominator: answer.denominator,
    n: answer.n,
    interval: endsOf(answer.interval),
    target: answer.target,
    baseline: answer.baseline,
    excluded: answer.excluded,
    unmatched: answer.unmatched,
    censored: answer.censored,
    status: answer.status,
    result: answer.result,
    confidence: answer.confidence,
    reasons: answer.reasons,
    freshness: answer.freshness,
    details: answer.details,
  };
  // Not compared: where they differ.
  const { asOf, knownBy } = answer;
  const about = { what, asOf, knownBy };
  assert.deepEqual(
    rounded({ about, ...told }),
    rounded({ about, ...figures, interval: endsOf(figures.interval) }),
  );
}

function endsOf(interval: Expected['interval']) {
  return interval && { low: interval.low, high: interval.high };
}
