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

const GATED: ReadonlySet<string> = new Set(['day-30', 'day-60', 'day-90', 'post']);

/**
 * Minimum capability by own day 30, 60 and 90: a usable score of a whole form in the phase of that day (`post` serves
 * day 90 too), at or above the role's minimum by the day's end. A learner without one has not shown it; a day that the
 * program assesses nobody for has no gate.
 */
export function capabilityGates(learning: LearningFacts, scores: ScoreFacts): Gate[] {
  const { frame, cohort, hiddenRoles } = learning;
  const { program, clocks } = frame;
  const { attempts } = gatherAttempts({ ...scores, phases: GATED }, frame);
  const forms = formsOf(program);
  const reaches = (attempt: Attempt, minimum: number) => {
    const score = scoreOf(attempt, forms.form(attempt.assessment, attempt.form));
    return attempt.skill === '' && score.ok && score.percent >= minimum;
  };
  const shown = (member: Member, phases: readonly string[], minimum: number, by: Instant) =>
    (attempts.get(member.learner) ?? []).some(
      (attempt) =>
        phases.includes(attempt.phase) &&
        attempt.occurredAt >= member.windowStart &&
        attempt.occurredAt <= by &&
        reaches(attempt, minimum),
    );
  return days.flatMap((day) => {
    const phases = phasesOf(program, day);
    if (phases.length === 0) return [];
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
      const reached = due.filter(({ member, by }) => shown(member, phases, minimum, by)).length;
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

function phasesOf(program: Program, day: GateDay): string[] {
  const assessed = new Set(program.assessments.flatMap(({ phases }) => phases));
  const serving = day === 90 ? [`day-${day}`, 'post'] : [`day-${day}`];
  return serving.filter((phase) => [...assessed].some((known) => known === phase));
}

function ownDayEnd(program: Program, { windowStart }: Member, day: number): Instant {
  const { timeZone } = program.program;
  return endOfDay(addDays(localDate(windowStart, timeZone), day - 1), timeZone);
}
