import { addDays, endOfDay, localDate, type Instant } from '#platform';
import { hiddenRows } from '#privacy';
import type { Program } from '#program';
import type { Member } from '../../cohort/member.ts';
import { formsOf, gatherAttempts, type ScoreFacts } from '../../skills-gain/gather-attempts.ts';
import { scoreOf, type Attempt } from '../../skills-gain/score.ts';
import type { LearningFacts } from './learning-facts.ts';

const days = [30, 60, 90] as const;
export type GateDay = (typeof days)[number];

export interface Gate {
  readonly day: GateDay;
  readonly role: string;
  readonly title: string;
  /** of `due` learners past the end of their own day, those who had shown the minimum by then; null when suppressed */
  readonly reached: number | null;
  readonly due: number | null;
  readonly suppressed: boolean;
}

/**
 * Minimum capability by own day 30, 60 and 90: a usable score of a whole form, in any phase, at or above the role's
 * minimum by the end of that day. A learner without one has not shown it.
 */
export function capabilityGates(learning: LearningFacts, scores: readonly ScoreFacts[]): Gate[] {
  const { frame, cohort, hiddenRoles } = learning;
  const { program, clocks } = frame;
  const facts = {
    statements: scores.flatMap(({ statements }) => statements),
    events: scores.flatMap(({ events }) => events),
  };
  const { attempts } = gatherAttempts(facts, frame);
  const shown = (member: Member, minimum: number, by: Instant) =>
    (attempts.get(member.learner) ?? []).some((attempt) => reaches(program, attempt, minimum, by));
  return days.flatMap((day) => {
    const minimums = new Map(
      program.calendar.minimumCapability
        .filter((gate) => gate.day === day)
        .map(({ role, minimum }) => [role, minimum]),
    );
    const rows = program.roles.flatMap(({ id, title }) => {
      const minimum = minimums.get(id);
      if (minimum === undefined) return [];
      const due = cohort
        .filter(({ role }) => role === id)
        .map((member) => ({ member, by: ownDayEnd(program, member, day) }))
        .filter(({ by }) => by <= clocks.asOf);
      const reached = due.filter(({ member, by }) => shown(member, minimum, by)).length;
      return [{ day, role: id, title, reached, due: due.length }];
    });
    const hidden = hiddenRows(
      rows.map(({ role, due }) => ({ key: role, count: due })),
      program.privacy.minimumGroup.scores,
    );
    return rows.map((row): Gate =>
      row.due > 0 && (hidden.has(row.role) || hiddenRoles.has(row.role))
        ? { ...row, reached: null, due: null, suppressed: true }
        : { ...row, suppressed: false },
    );
  });
}

function reaches(program: Program, attempt: Attempt, minimum: number, by: Instant): boolean {
  if (attempt.skill !== '' || attempt.occurredAt > by) return false;
  const score = scoreOf(attempt, formsOf(program).form(attempt.assessment, attempt.form));
  return score.ok && score.percent >= minimum;
}

function ownDayEnd(program: Program, { windowStart }: Member, day: number): Instant {
  const { timeZone } = program.program;
  return endOfDay(addDays(localDate(windowStart, timeZone), day - 1), timeZone);
}
