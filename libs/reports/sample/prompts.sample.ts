import type { ReportSnapshotInput } from '../snapshot/report-snapshot.schema.ts';

const weeks = [
  'W28',
  'W29',
  'W30',
  'W31',
  'W32',
  'W33',
  'W34',
  'W35',
  'W36',
  'W37',
  'W38',
  'W39',
  'W40',
  'W41',
  'W42',
  'W43',
];
const spreads = [
  0.61, 0.57, 0.66, 0.59, 0.63, 0.58, 0.52, 0.49, 0.5, 0.45, 0.44, 0.41, 0.42, 0.38, 0.4, 0.39,
];

/** Repeatability that falls below its baseline, with one reviewer stricter than the rest. */
export function goodPrompts(): ReportSnapshotInput['prompts'] {
  return {
    repeatability: weeks.map((label, index) => ({
      label,
      spread: spreads[index] ?? 0.5,
      runs: 36,
      baseline: index < 6,
    })),
    criteria: [
      { criterion: 'clarity', baseline: 3.4, now: 4.1, n: 24 },
      { criterion: 'grounding', baseline: 3.1, now: 3.8, n: 24 },
      { criterion: 'safety', baseline: 4.0, now: 4.4, n: 24 },
      { criterion: 'completeness', baseline: 3.3, now: 3.9, n: 24 },
      { criterion: 'format compliance', baseline: 3.6, now: 4.5, n: 24 },
    ],
    passHatK: {
      safety: { baseline: 0.71, now: 0.86, k: 3, n: 72 },
      format: { baseline: 0.64, now: 0.9, k: 3, n: 72 },
    },
    agreement: [
      { criterion: 'clarity', alpha: 0.78, items: 20 },
      { criterion: 'grounding', alpha: 0.71, items: 20 },
      { criterion: 'safety', alpha: 0.84, items: 20 },
      { criterion: 'completeness', alpha: 0.69, items: 20 },
      { criterion: 'format compliance', alpha: 0.91, items: 20 },
    ],
    reviewers: [
      { reviewer: 'Reviewer A', severity: -0.42, n: 20 },
      { reviewer: 'Reviewer B', severity: 0.08, n: 20 },
      { reviewer: 'Reviewer C', severity: 0.21, n: 20 },
      { reviewer: 'Reviewer D', severity: 0.13, n: 18 },
    ],
    worst: Array.from({ length: 10 }, (_, index) => ({
      prompt: `PR-${String(110 + index * 7)}`,
      version: String(1 + (index % 3)),
      owner: ['Payments', 'Claims', 'Platform', 'Legal'][index % 4] ?? 'Platform',
      runs: 9 + (index % 4) * 3,
      mean: 2.1 + index * 0.11,
      spread: 1.05 - index * 0.06,
    })),
    reuse: { prompts: 64, reused: 27 },
  };
}
