import type { Member } from '#kpi';
import { day, originAt } from '../draws.ts';

export const windowDays = 90;

/** A learner who enrolled on the first day, asked to complete one module. */
export function memberNamed(learner: string, role: string): Member {
  return {
    learner,
    cohort: 'first',
    role,
    track: null,
    team: null,
    enrolled: originAt(day(0), `${learner}-enrolled`),
    windowStart: day(0),
    windowEnd: day(windowDays),
    withdrawn: false,
    exclusion: null,
    required: [
      { id: 'module', title: 'Module', moveOn: 'completed', cmi5: 'au', priorCompletionCounts: false },
    ],
  };
}
