import type { KpiRow, KpiView } from '../snapshot/kpi-view.ts';
import { reportSnapshotSchema, type ReportSnapshotInput } from '../snapshot/report-snapshot.schema.ts';

type KpiInput = ReportSnapshotInput['kpis'][number];
type RowInput = KpiInput['breakdown'][number];

export const AS_OF = '2026-10-31T22:59:59.999999Z';
export const KNOWN_BY = '2026-11-01T05:00:00.000000Z';

const figures = {
  numerator: null,
  denominator: null,
  interval: null,
  baseline: null,
  result: 'open',
  confidence: 'low',
  reasons: [],
  excluded: {},
  unmatched: 0,
  censored: 0,
  suppressed: false,
  details: {},
} as const;

/** A breakdown row of a share. */
export function shareRow(key: string, title: string, done: number, of: number, inside = 0): RowInput {
  const share = of === 0 ? null : done / of;
  const reach = of === 0 ? 0 : 0.9 / Math.sqrt(of);
  return {
    ...figures,
    excluded: {},
    reasons: [],
    key,
    title,
    unit: 'share',
    value: share,
    numerator: done,
    denominator: of,
    n: of,
    interval:
      share === null
        ? null
        : {
            low: Math.max(0, share - reach),
            high: Math.min(1, share + reach * 0.7),
            level: 0.95,
            method: 'wilson',
          },
    target: { value: 0.85, comparison: 'at-least' },
    status: share !== null && share >= 0.85 ? 'reached-not-certain' : 'below-not-certain',
    censored: inside,
  };
}

/** A breakdown row of matched scores. */
export function gainRow(key: string, title: string, before: number, after: number, n: number): RowInput {
  return {
    ...figures,
    excluded: {},
    reasons: [],
    key,
    title,
    unit: 'ratio',
    value: after / before - 1,
    numerator: after,
    denominator: before,
    n,
    target: { value: 0.2, comparison: 'at-least' },
    status: 'reached-not-certain',
  };
}

export function suppressedRow(key: string, title: string): RowInput {
  return {
    ...figures,
    excluded: {},
    reasons: ['suppressed'],
    key,
    title,
    unit: 'share',
    value: null,
    n: null,
    unmatched: null,
    censored: null,
    target: { value: 0.85, comparison: 'at-least' },
    status: 'cannot-say',
    suppressed: true,
  };
}

/** A KPI with the given figures over a month's end in October 2026. */
export function kpi(
  given: Pick<KpiInput, 'kpi' | 'title' | 'owner' | 'value' | 'unit' | 'n' | 'status'> & Partial<KpiInput>,
): KpiInput {
  return {
    ...figures,
    excluded: {},
    reasons: [],
    target: null,
    definitionVersion: '1',
    cohort: 'all',
    period: { start: '2026-07-31T22:00:00Z', end: '2026-10-31T22:59:59.999999Z', closed: true },
    asOf: AS_OF,
    knownBy: KNOWN_BY,
    freshness: { lastEventAt: '2026-10-31T19:12:04Z', sources: ['urn:lms', 'urn:incidents'] },
    trend: [],
    breakdown: [],
    ...given,
  };
}

/** Month ends with their values, the last one at {@link AS_OF}. */
export function trend(values: readonly (number | null)[]): KpiInput['trend'] {
  const ends = ['2026-05-31', '2026-06-30', '2026-07-31', '2026-08-31', '2026-09-30', '2026-10-31'];
  return values.map((value, index) => ({
    asOf: `${ends[ends.length - values.length + index] ?? '2026-01-31'}T22:00:00Z`,
    value,
    status: value === null ? 'cannot-say' : 'below-not-certain',
  }));
}

/** Parsed rows, as the views get them. */
export function parsedRows(rows: readonly RowInput[]): KpiRow[] {
  return reportSnapshotSchema.shape.kpis.element.shape.breakdown.parse(rows);
}

export function parsedKpi(input: KpiInput): KpiView {
  return reportSnapshotSchema.shape.kpis.element.parse(input);
}
