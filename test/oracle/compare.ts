import assert from 'node:assert/strict';
import type { BreakdownRow, Kpi } from '#kpi';
import type { Expected, Reading } from './naive/figure.ts';

type Figures = Omit<Kpi, 'breakdown'> | Omit<BreakdownRow, 'breakdown' | 'key'>;

/** Sums may be added in another order: of a number twelve digits are compared. */
export function rounded(value: unknown): unknown {
  // What is zero but for the order of a sum is zero.
  if (typeof value === 'number') return Math.abs(value) < 1e-12 ? 0 : Number(value.toPrecision(10));
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, rounded(member)]));
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
  const { evidence: _, details, baseline, ...figures } = expected;
  const told = {
    period: answer.period,
    value: answer.value,
    numerator: answer.numerator,
    denominator: answer.denominator,
    n: answer.n,
    excluded: answer.excluded,
    unmatched: answer.unmatched,
    censored: answer.censored,
    status: answer.status,
    result: answer.result,
    confidence: answer.confidence,
    baseline: answer.baseline && { value: answer.baseline.value, n: answer.baseline.n },
  };
  // Not compared: with what the answer explains itself when they differ.
  const { reasons, asOf, knownBy } = answer;
  const about = { what, asOf, knownBy, reasons };
  const wanted = { about, ...figures, baseline, details };
  const found = { about, ...told, details: answeredDetails(answer.details, details) };
  assert.deepEqual(rounded(found), rounded(wanted));
}

/** Counts by name, which are compared whole: a name that the oracle does not count must not be there. */
const COUNTS: ReadonlySet<string> = new Set(['quarantined', 'unmatchedReasons', 'forms']);

/** Of the answer's details those that the oracle has, as far as it has them. */
function answeredDetails(answered: unknown, expected: unknown): unknown {
  if (Array.isArray(expected) && Array.isArray(answered))
    return answered.map((item, index) => answeredDetails(item, expected[index] ?? expected[0]));
  if (typeof expected !== 'object' || expected === null) return answered;
  if (typeof answered !== 'object' || answered === null) return answered;
  const wanted = new Map<string, unknown>(Object.entries(expected));
  const members: [string, unknown][] = Object.entries(answered);
  return Object.fromEntries(
    members
      .filter(([name]) => wanted.has(name))
      .map(([name, member]) => [name, COUNTS.has(name) ? member : answeredDetails(member, wanted.get(name))]),
  );
}
