import type { KpiDefinition } from '../kpi-definition.ts';

export const skillsGain: KpiDefinition = {
  id: 'skills-gain',
  title: 'Skills gain',
  unit: 'ratio',
  direction: 'up',
  definitionVersion: '1.5',
  definition:
    'Mean post-assessment score divided by mean pre-assessment score, less one, over learners who have both. ' +
    "Scores are percent of the maximum on the form's declared scale. The pre score is the first attempt, and it counts only when it lies before the first module the learner finished in the program; " +
    "the post score is the first attempt inside the learner's own window, on the same form or one declared equivalent. " +
    'A score in a statement that breaks a rule of cmi5 is no attempt. ' +
    'The interval is a seeded paired bootstrap (symmetric bootstrap-t of the ratio, after Hwang), from 1,000 learners on that of Fieller; with fewer than five learners there is none. It is never the mean of individual percentages.',
};
