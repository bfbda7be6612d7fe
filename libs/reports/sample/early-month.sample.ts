import type { ReportSnapshotInput } from '../snapshot/report-snapshot.schema.ts';
import { goodMonth } from './good-month.sample.ts';
import { shareRow, trend } from './kpi.sample.ts';

/** Three weeks in: windows open, one score phase, reviewers not calibrated, two incidents, nothing to compare yet. */
export function earlyMonth(document: ReportSnapshotInput['document'] = 'executive'): ReportSnapshotInput {
  const month = goodMonth(document);
  const unsure = { status: 'cannot-say', result: 'open', confidence: 'none', interval: null } as const;
  return {
    ...month,
    edition: 1,
    previous: null,
    decisions: [],
    kpis: month.kpis.map((kpi) => {
      switch (kpi.kpi) {
        case 'training-completion':
          return {
            ...kpi,
            value: 6 / 112,
            numerator: 6,
            denominator: 112,
            n: 112,
            interval: { low: 0.025, high: 0.112, level: 0.95, method: 'wilson' },
            status: 'below-not-certain' as const,
            result: 'open' as const,
            censored: 104,
            period: { ...kpi.period, closed: false },
            trend: trend([6 / 112]),
            breakdown: [
              shareRow('operator', 'Model operators', 3, 34, 31),
              shareRow('prompt', 'Prompt engineers', 2, 31, 29),
              shareRow('manager', 'Managers & change champions', 1, 47, 44),
            ],
          };
        case 'skills-gain':
          return {
            ...kpi,
            ...unsure,
            value: null,
            numerator: null,
            denominator: null,
            n: 0,
            unmatched: 88,
            reasons: ['too-few-matched'],
            trend: trend([null]),
            breakdown: [],
            details: {},
          };
        case 'prompt-consistency':
          return { ...kpi, ...unsure, value: 0.08, n: 4, reasons: ['reviewers-disagree'], trend: [] };
        case 'incident-response':
          return {
            ...kpi,
            ...unsure,
            value: null,
            n: 2,
            censored: 2,
            baseline: null,
            reasons: ['no-baseline'],
            trend: [],
          };
        case 'governance-coverage':
          return {
            ...kpi,
            value: 3 / 8,
            numerator: 3,
            denominator: 8,
            n: 8,
            interval: { low: 0.14, high: 0.69, level: 0.95, method: 'wilson' },
            status: 'missed' as const,
            trend: trend([0.2, 3 / 8]),
          };
      }
      return kpi;
    }),
    byTrack: {},
    learning: { ...month.learning, gates: [], certificates: null, skills: null, feedback: null },
    prompts: {
      repeatability: [{ label: 'W40', spread: 0.6, runs: 12, baseline: true }],
      criteria: [{ criterion: 'safety', baseline: 3.8, now: null, n: 4 }],
      passHatK: null,
      agreement: [
        { criterion: 'grounding', alpha: 0.5843, items: 10 },
        { criterion: 'safety', alpha: null, items: 2 },
      ],
      reviewers: [],
      worst: [],
      reuse: null,
    },
    incidents: {
      survival: {
        baseline: null,
        now: { n: 2, open: 2, steps: [{ seconds: 0, share: 1 }], censoredAt: [4_000, 90_000] },
        drills: null,
      },
      log: [],
      drillPairs: [],
      open: [],
      longest: [],
      evaluation: null,
    },
    work: { use: null, returns: [] },
  };
}
