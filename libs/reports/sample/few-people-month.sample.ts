import type { ReportSnapshotInput } from '../snapshot/report-snapshot.schema.ts';
import { suppressedRow } from './kpi.sample.ts';
import { suppressedMonth } from './suppressed-month.sample.ts';

/** Fewer people in all than a group must have: what is of people is hidden altogether, in the first month's middle. */
export function fewPeopleMonth(document: ReportSnapshotInput['document'] = 'executive'): ReportSnapshotInput {
  const month = suppressedMonth(document);
  return {
    ...month,
    cohort: { ...month.cohort, learners: null },
    groupsAt: null,
    kpis: month.kpis.map((kpi) =>
      kpi.kpi === 'training-completion'
        ? {
            ...kpi,
            value: null,
            numerator: null,
            denominator: null,
            n: null,
            unmatched: null,
            censored: null,
            interval: null,
            excluded: {},
            status: 'cannot-say' as const,
            result: 'open' as const,
            confidence: 'none' as const,
            reasons: ['Hidden to protect the people in small groups.'],
            suppressed: true,
            trend: [],
            details: {},
            breakdown: [suppressedRow('operator', 'Model operators')],
          }
        : kpi,
    ),
    learning: { ...month.learning, pace: [], gates: [] },
  };
}
