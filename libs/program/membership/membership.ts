import { countUpTo, type FactOrigin } from '#facts';
import { LATEST_INSTANT, type CalendarDate, type Instant } from '#platform';
import { ownDay1, ownWindowEnd, ownWindowStart } from '../calendar/calendar.ts';
import type { Program } from '../definition/program.ts';

/** What an event of the log says of a learner in a program. `role` and `team` are '' where it says nothing. */
export interface LearnerFact extends FactOrigin {
  readonly learner: string;
  readonly kind: 'enrolled' | 'withdrawn' | 'excluded' | 'role-changed';
  readonly cohort: string;
  readonly role: string;
  readonly team: string;
  readonly reason: string;
  readonly approver: string;
}

export interface Exclusion {
  readonly reason: string;
  readonly at: Instant;
  readonly approver: string;
  readonly origin: FactOrigin;
}

/** A learner in a program, with a window of the learner's own. */
export interface Membership {
  readonly learner: string;
  readonly cohort: string;
  readonly enrolledAt: Instant;
  /** The enrolment that counts. */
  readonly enrolled: FactOrigin;
  readonly day1: CalendarDate;
  readonly windowStart: Instant;
  readonly windowEnd: Instant;
  /** The role held at a moment; null when nobody said, or before the enrolment. */
  roleAt(moment: Instant): string | null;
  teamAt(moment: Instant): string | null;
  /** The team at the end of the window, or the last one known. */
  readonly team: string | null;
  /** Null while the learner takes part, also after a return. */
  readonly withdrawnAt: Instant | null;
  readonly exclusion: Exclusion | null;
}

/**
 * The memberships that facts of one program add up to, by learner; facts of a learner who never enrolled give none.
 *
 * A learner has one membership and one window in a program:
 * - The enrolment that occurred first counts; of several at one moment the first recorded. A later one, sent again with
 *   another date or after a withdrawal, never moves the window, or a late learner could be given a fresh one.
 * - An enrolment after a withdrawal is a return: the learner takes part again, in the same cohort and window.
 * - Roles come from the counted enrolment and from role changes; another enrolment only gives a role that was unknown.
 * - The first exclusion stands; only a void takes it back.
 */
export function memberships(program: Program, facts: readonly LearnerFact[]): Membership[] {
  return membershipTimelines(program, facts).flatMap((timeline) => timeline.at(LATEST_INSTANT) ?? []);
}

/** What was said of one learner, in time order; the membership as of any moment, the same object while nothing happened between. */
export class MembershipTimeline {
  private readonly times: readonly Instant[];
  /** by how many of the facts had occurred */
  private readonly known = new Map<number, Membership | null>();

  /** @param facts of one learner, in time order */
  constructor(
    private readonly program: Program,
    private readonly facts: readonly LearnerFact[],
  ) {
    this.times = facts.map(({ occurredAt }) => occurredAt);
  }

  /** null: had not enrolled by then */
  at(asOf: Instant): Membership | null {
    const count = countUpTo(this.times, asOf);
    const known = this.known.get(count);
    if (known !== undefined) return known;
    const made = membership(this.program, this.facts.slice(0, count));
    this.known.set(count, made);
    return made;
  }
}

/** What facts of one program say of each learner, by learner. */
export function membershipTimelines(program: Program, facts: readonly LearnerFact[]): MembershipTimeline[] {
  const byLearner = Map.groupBy(facts, ({ learner }) => learner);
  return [...byLearner]
    .sort(([a], [b]) => compare(a, b))
    .map(([, own]) => new MembershipTimeline(program, own.sort(byOccurrence)));
}

function membership(program: Program, facts: readonly LearnerFact[]): Membership | null {
  const counted = facts.find(({ kind }) => kind === 'enrolled');
  if (!counted) return null;
  const exclusion = facts.find(({ kind }) => kind === 'excluded');
  const stay = facts.filter(({ kind }) => kind === 'withdrawn' || kind === 'enrolled');
  const last = stay.at(-1);
  const withdrawal = last?.kind === 'withdrawn' ? firstOfRun(stay) : undefined;
  const roles = timeline(facts, counted, 'role');
  const teams = timeline(facts, counted, 'team');
  const enrolledAt = counted.occurredAt;
  const windowEnd = ownWindowEnd(program, enrolledAt);
  return {
    learner: counted.learner,
    cohort: counted.cohort,
    enrolledAt,
    enrolled: originOf(counted),
    day1: ownDay1(program, enrolledAt),
    windowStart: ownWindowStart(program, enrolledAt),
    windowEnd,
    roleAt: (moment) => at(roles, moment),
    teamAt: (moment) => at(teams, moment),
    team: at(teams, windowEnd),
    withdrawnAt: withdrawal?.occurredAt ?? null,
    exclusion: exclusion
      ? {
          reason: exclusion.reason,
          at: exclusion.occurredAt,
          approver: exclusion.approver,
          origin: originOf(exclusion),
        }
      : null,
  };
}

/** Of the withdrawals that nothing followed, the first: sent twice, it happened when it was said first. */
function firstOfRun(stay: readonly LearnerFact[]): LearnerFact | undefined {
  const lastEnrolment = stay.findLastIndex(({ kind }) => kind === 'enrolled');
  return stay[lastEnrolment + 1];
}

interface Held {
  readonly from: Instant;
  readonly value: string;
}

function timeline(facts: readonly LearnerFact[], counted: LearnerFact, what: 'role' | 'team'): Held[] {
  const held: Held[] = [];
  for (const fact of facts) {
    if (fact[what] === '' || fact.occurredAt < counted.occurredAt) continue;
    const counts =
      fact === counted || fact.kind === 'role-changed' || (fact.kind === 'enrolled' && held.length === 0);
    if (counts) held.push({ from: fact.occurredAt, value: fact[what] });
  }
  return held;
}

function at(held: readonly Held[], moment: Instant): string | null {
  return held.findLast(({ from }) => from <= moment)?.value ?? null;
}

function originOf({ source, id, occurredAt, recordedAt }: LearnerFact): FactOrigin {
  return { source, id, occurredAt, recordedAt };
}

/** An enrolment comes before what else is said of the same moment, whichever was recorded first. */
function byOccurrence(a: LearnerFact, b: LearnerFact): number {
  return (
    compare(a.occurredAt, b.occurredAt) ||
    Number(b.kind === 'enrolled') - Number(a.kind === 'enrolled') ||
    compare(a.recordedAt, b.recordedAt) ||
    compare(a.source, b.source) ||
    compare(a.id, b.id)
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
