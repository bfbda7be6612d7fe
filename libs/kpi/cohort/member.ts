import type { Instant } from '#platform';
import type { FactOrigin } from '../evidence/evidence.ts';

/** A module as it is asked of a learner. */
export interface RequiredModule {
  readonly id: string;
  readonly title: string;
  readonly moveOn: 'completed' | 'passed' | 'both' | 'either';
  /** what of cmi5 the activity stands for; a block or course counts by satisfied or waived alone */
  readonly cmi5: 'au' | 'block' | 'course';
  readonly priorCompletionCounts: boolean;
}

/** One enrolment as of a moment, with the learner's own window. */
export interface Member {
  readonly learner: string;
  readonly cohort: string;
  /** the role at the earlier of the asked moment and the end of the own window; null: unknown to the program */
  readonly role: string | null;
  /** the track of that role; null: it has none, or the role is unknown */
  readonly track: string | null;
  readonly team: string | null;
  readonly enrolled: FactOrigin;
  readonly windowStart: Instant;
  readonly windowEnd: Instant;
  readonly withdrawn: boolean;
  readonly exclusion: (FactOrigin & { readonly reason: string }) | null;
  readonly required: readonly RequiredModule[];
}

/** The adjusted cohort: enrolled, not excluded. */
export function adjusted(members: readonly Member[]): Member[] {
  return members.filter((member) => member.exclusion === null);
}

/** From the start of the first enrolment day to the latest own window end of the adjusted cohort. */
export function cohortPeriod(members: readonly Member[], asOf: Instant) {
  let start: Instant | null = null;
  let end: Instant | null = null;
  for (const { windowStart, windowEnd } of adjusted(members)) {
    if (start === null || windowStart < start) start = windowStart;
    if (end === null || windowEnd > end) end = windowEnd;
  }
  // Nobody enrolled: a period of no length at the asked moment, still open.
  if (start === null || end === null) return { start: asOf, end: asOf, closed: false };
  return { start, end, closed: asOf >= end };
}
