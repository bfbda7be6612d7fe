import type { BreakdownRow, Details, Kpi } from '../kpi.schema.ts';

/** It tells no count, and is the same for every group. */
const REASON = 'Hidden to protect the people in small groups.';

/** A row whose group is too small to show: its name and nothing that says anything of its people. */
export function suppressedRow(row: BreakdownRow, period: Kpi['period']): BreakdownRow {
  // the group's own period would tell when its few people began
  return { ...row, ...NOTHING, reasons: [REASON], period };
}

/** A shown row without some of its details. */
export function withoutDetails(row: BreakdownRow, names: readonly string[]): BreakdownRow {
  const details = Object.entries(row.details).filter(([name]) => !names.includes(name));
  return { ...row, details: Object.fromEntries(details) };
}

/** What of a KPI is of a small group. */
export interface SmallGroups {
  readonly minimum: number;
  /** everybody together is */
  readonly whole: boolean;
  /** the moments of the trend at which everybody together was */
  readonly points: ReadonlySet<string>;
}

/**
 * A KPI for a reader who may not see people: hidden altogether where all its people are a small group, and so is each point of
 * the trend; of larger groups no mean over a few.
 */
export function withoutSmallGroups(kpi: Kpi, { minimum, whole, points }: SmallGroups): Kpi {
  const shown: Kpi = {
    ...kpi,
    trend: kpi.trend.map((point) =>
      points.has(point.asOf) ? { ...point, value: null, status: 'cannot-say' } : point,
    ),
    details: withoutMeansOfFew(kpi.details, minimum),
    breakdown: kpi.breakdown.map((row) => ({ ...row, details: withoutMeansOfFew(row.details, minimum) })),
  };
  if (!whole) return shown;
  const { breakdownAt } = kpi.details;
  const details = breakdownAt === undefined ? {} : { breakdownAt };
  return { ...shown, ...NOTHING, reasons: [REASON], details };
}

const NOTHING = {
  value: null,
  numerator: null,
  denominator: null,
  n: null,
  interval: null,
  baseline: null,
  status: 'cannot-say',
  result: 'open',
  confidence: 'none',
  excluded: {},
  unmatched: null,
  censored: null,
  suppressed: true,
  details: {},
} as const satisfies Partial<Kpi>;

/** The mean of a detail with a count `n` beside it, where that is of fewer than `minimum` people, is all but a score of one. */
function withoutMeansOfFew(details: Details, minimum: number): Details {
  return Object.fromEntries(
    Object.entries(details).map(([name, detail]) => [
      name,
      isMeanOfFew(detail, minimum) ? { ...detail, meanPre: null } : detail,
    ]),
  );
}

function isMeanOfFew(
  detail: Details[string] | undefined,
  minimum: number,
): detail is { n: number; meanPre: number } {
  return (
    typeof detail === 'object' &&
    detail !== null &&
    !Array.isArray(detail) &&
    typeof detail['n'] === 'number' &&
    typeof detail['meanPre'] === 'number' &&
    detail['n'] < minimum
  );
}
