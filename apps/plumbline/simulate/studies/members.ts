import type { Member } from '#kpi';
import { day, originAt } from '../draws.ts';

export const windowDays = 90;

/** A learner who enrolled on a day, the first unless told, asked to complete one module. */
export function memberNamed(learner: string, role: string, enrolled = 0): Member {
  return {
    learner,
    cohort: 'first',
    role,
    track: null,
    team: null,
    enrolled: originAt(day(enrolled), `${learner}-enrolled`),
    windowStart: day(enrolled),
    windowEnd: day(enrolled + windowDays),
    withdrawn: false,
    exclusion: null,
    required: [
      { id: 'module', title: 'Module', moveOn: 'completed', cmi5: 'au', priorCompletionCounts: false },
    ],
  };
}
