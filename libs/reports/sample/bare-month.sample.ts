import type { ReportSnapshotInput } from '../snapshot/report-snapshot.schema.ts';
import { goodMonth } from './good-month.sample.ts';

/** A program that was defined and then heard nothing: every list empty, every value absent. */
export function bareMonth(document: ReportSnapshotInput['document'] = 'executive'): ReportSnapshotInput {
  const month = goodMonth(document);
  const share = { value: null, numerator: 0, denominator: 0, n: 0 };
  return {
    ...month,
    cohort: { id: 'all', title: 'all cohorts', learners: 0 },
    edition: 1,
    previous: null,
    decisions: [],
    staleSources: [{ source: 'urn:lms', lastEventAt: null }],
    kpis: month.kpis.map((kpi) =>
      Object.assign({}, kpi, share, {
        owner: null,
        interval: null,
        baseline: null,
        status: 'cannot-say' as const,
        result: 'open' as const,
        confidence: 'none' as const,
        reasons: [],
        excluded: {},
        unmatched: 0,
        censored: 0,
        trend: [],
        breakdown: [],
        details: {},
        freshness: { lastEventAt: null, sources: [] },
      }),
    ),
    byTrack: {},
    learning: { pace: [], modules: [], gates: [], certificates: null, skills: null, feedback: null },
    prompts: {
      repeatability: [],
      criteria: [],
      passHatK: null,
      agreement: [],
      reviewers: [],
      worst: [],
      reuse: null,
    },
    incidents: {
      survival: { baseline: null, now: null, drills: null },
      log: [],
      drillPairs: [],
      open: [],
      longest: [],
      evaluation: null,
    },
    governance: {
      stock: { covered: 0, uncovered: 0, overdue: 0 },
      flow: { inTime: 0, late: 0, never: 0 },
      unknownTier: 0,
      uncovered: [],
      exceptions: [],
      expiry: [],
      tierChanges: [],
    },
    work: { use: null, returns: [] },
  };
}
