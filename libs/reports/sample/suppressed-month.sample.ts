import type { ReportSnapshotInput } from '../snapshot/report-snapshot.schema.ts';
import { goodMonth } from './good-month.sample.ts';
import { shareRow, suppressedRow } from './kpi.sample.ts';

/** A small cohort: one role is hidden, a second with it so that it cannot be worked out, and all scores. */
export function suppressedMonth(
  document: ReportSnapshotInput['document'] = 'executive',
): ReportSnapshotInput {
  const month = goodMonth(document);
  return {
    ...month,
    groupsAt: { asOf: '2026-09-30T21:59:59.999999Z', knownBy: '2026-09-30T21:59:59.999999Z' },
    kpis: month.kpis.map((kpi) => {
      if (kpi.kpi === 'training-completion')
        return {
          ...kpi,
          breakdown: [
            shareRow('operator', 'Model operators', 9, 11, 1),
            suppressedRow('risk', 'AI risk assessors'),
            suppressedRow('unknown', 'Unknown role'),
          ],
        };
      if (kpi.kpi === 'skills-gain')
        return {
          ...kpi,
          value: null,
          numerator: null,
          denominator: null,
          n: null,
          unmatched: null,
          interval: null,
          status: 'cannot-say' as const,
          reasons: ['suppressed'],
          suppressed: true,
          trend: [],
          details: {},
          breakdown: [
            suppressedRow('operator', 'Model operators'),
            suppressedRow('risk', 'AI risk assessors'),
          ],
        };
      return kpi;
    }),
    byTrack: { 'skills-gain': [suppressedRow('risk-assessment', 'AI risk assessment')] },
    learning: {
      ...month.learning,
      pace: month.learning.pace.map((row) => Object.assign({}, row, { suppressed: row.role === 'risk' })),
      modules: month.learning.modules.map((row) =>
        Object.assign({}, row, { cohort: null, completed: null, suppressed: true }),
      ),
      gates: month.learning.gates.map((row) =>
        Object.assign({}, row, { reached: null, due: null, suppressed: true }),
      ),
      certificates: [
        {
          level: 'Foundation',
          role: 'risk',
          title: 'AI risk assessors',
          live: null,
          due: null,
          lapsed: null,
          suppressed: true,
        },
      ],
    },
    people: null,
  };
}
