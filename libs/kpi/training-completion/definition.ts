import type { KpiDefinition } from '../kpi-definition.ts';

export const trainingCompletion: KpiDefinition = {
  id: 'training-completion',
  title: 'Training completion',
  unit: 'share',
  direction: 'up',
  definitionVersion: '1.4',
  definition:
    'Learners who met every module required for their role within their own window, as a share of the adjusted cohort: ' +
    'those enrolled, less exclusions from a closed, dated and approved list. Withdrawals stay in the denominator. ' +
    'Day 1 of a window is the day of enrolment in the time zone of the program, and the window ends with its last day. ' +
    'A module is completed or passed by the verb of a statement or by what its result says, whatever the verb; the program says which of the two each module asks for. ' +
    'The role is the one held at the end of the window, or now while it runs; of two told for one moment the one recorded last. A module finished before day 1 counts only where the program says so. ' +
    'A statement that breaks a rule of cmi5 says nothing of a module. ' +
    'Once the last window has closed this is a census: the status states whether this cohort reached the target, and the confidence what that says of the next one. ' +
    'While windows run, a share below the target is missed only when the target is out of reach.',
};
