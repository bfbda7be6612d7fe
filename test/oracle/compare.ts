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

/** Counts of a row that the auditor of hidden groups does not look at: with the whole they would tell of the hidden. */
const UNAUDITED: Readonly<Partial<Record<string, readonly string[]>>> = {
  'training-completion': ['quarantined'],
  'skills-gain': ['ceilingShare', 'forms', 'quarantined', 'preOnly'],
};

/** An answer against what the oracle says; returns how many rows of groups large enough to be shown were compared. */
export function compareKpi(answer: Kpi, expected: Reading): number {
  compareFigures(answer, expected.whole, `${answer.kpi} of the whole program`);
  const rows = answer.breakdown.map(({ key }) => key);
  assert.deepEqual([answer.kpi, ...rows.toSorted()], [answer.kpi, ...[...expected.rows.keys()].toSorted()]);
  const minimum = expected.minimumGroup;
  if (minimum !== null) compareHidden(answer, expected, minimum);
  const leftOut = answer.breakdown.some(({ suppressed }) => suppressed) ? (UNAUDITED[answer.kpi] ?? []) : [];
  let shown = 0;
  for (const row of answer.breakdown) {
    const own = expected.rows.get(row.key);
    if (own === undefined) continue;
    if (row.suppressed) {
      assert.deepEqual([answer.kpi, minimum !== null, rounded(told(row))], [answer.kpi, true, hiddenOf(row)]);
      continue;
    }
    shown += 1;
    const details = Object.entries(own.details).filter(([name]) => !leftOut.includes(name));
    compareFigures(row, { ...own, details: Object.fromEntries(details) }, `${answer.kpi} of ${row.key}`);
  }
  return shown;
}

/** What follows from k alone: no row of fewer people is shown, and none is the only one hidden, as the others would tell it. */
function compareHidden(answer: Kpi, { whole, rows }: Reading, minimum: number): void {
  const hidden = answer.breakdown.filter(({ suppressed }) => suppressed).map(({ key }) => key);
  const small = [...rows].filter(([, { n }]) => n > 0 && n < minimum).map(([key]) => key);
  const about = [answer.kpi, 'small rows that are shown'];
  assert.deepEqual([...about, ...small.filter((key) => !hidden.includes(key))], about);
  const together = hidden.reduce((sum, key) => sum + (rows.get(key)?.n ?? 0), 0);
  const isCovered = hidden.length !== 1 && together >= minimum;
  // Where everybody is shown, at worst everything is hidden.
  const isAll = hidden.length === rows.size || together === whole.n;
  assert.deepEqual(
    [answer.kpi, hidden, hidden.length === 0 || isCovered || isAll],
    [answer.kpi, hidden, true],
  );
}

/** A hidden row: nothing in it is of its people. */
function hiddenOf({ period, target, freshness }: Figures) {
  return {
    period,
    value: null,
    numerator: null,
    denominator: null,
    n: null,
    interval: null,
    target,
    baseline: null,
    excluded: {},
    unmatched: null,
    censored: null,
    status: 'cannot-say',
    result: 'open',
    confidence: 'none',
    reasons: ['Hidden to protect the people in small groups.'],
    freshness,
    details: {},
  };
}

function compareFigures(answer: Figures, expected: Expected, what: string): void {
  const { evidence: _, ...figures } = expected;
  // Not compared: where they differ.
  const { asOf, knownBy } = answer;
  const about = { what, asOf, knownBy };
  assert.deepEqual(
    rounded({ about, ...told(answer) }),
    rounded({ about, ...figures, interval: endsOf(figures.interval) }),
  );
}

function told(answer: Figures) {
  return {
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
}

function endsOf(interval: Expected['interval']) {
  return interval && { low: interval.low, high: interval.high };
}
