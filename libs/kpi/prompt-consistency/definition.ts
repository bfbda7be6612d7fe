import type { KpiDefinition } from '../kpi-definition.ts';

export const promptConsistency: KpiDefinition = {
  id: 'prompt-consistency',
  title: 'Prompt consistency',
  unit: 'ratio',
  direction: 'up',
  definitionVersion: '1.2',
  definition:
    'How much less repeated runs of the same prompt version on the same test item differ in score than in the baseline period: ' +
    'one less the ratio of the within-subject standard deviations, now over baseline. A run is scored by the mean over its reviewers of the mean of the five criteria; ' +
    'runs of different items are never pooled. The interval is a seeded bootstrap clustered by prompt, with percentiles widened for few prompts (expanded percentile). ' +
    'Improved needs that interval clear of zero, pass^k of safety and format not lower than before, and reviewers who agree on the calibration items ' +
    "(the lowest Krippendorff's alpha of the criteria at least 0.667). Reviews by another version of the rubric are left out: a new version starts a new baseline.",
};
