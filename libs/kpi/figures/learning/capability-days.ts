import { addDays, endOfDay, localDate, type Instant } from '#platform';
import type { Program } from '#program';
import type { Member } from '../../cohort/member.ts';
import { byOccurrence } from '../../evidence/evidence.ts';
import type { Frame } from '../../frame/frame.ts';
import { formsOf } from '../../skills-gain/gather-attempts.ts';
import { scoreOf, type Attempt } from '../../skills-gain/score.ts';

const days = [30, 60, 90] as const;
export type GateDay = (typeof days)[number];

/** What a role is asked to be able to do by an own day, and who has shown it. */
export interface CapabilityDay {
  readonly day: GateDay;
  readonly role: string;
  readonly title: string;
  /** percent of the maximum */
  readonly minimum: number;
  /** the program assesses learners for this day */
  readonly assessed: boolean;
  /** learners of the role past the end of their own day, with the first score that showed the minimum by then */
  readonly due: readonly { readonly member: Member; readonly shown: Attempt | null }[];
  /** learners of the role whose own day is still to come */
  readonly waiting: readonly Member[];
}

/**
 * Minimum capability by own day 30, 60 and 90: a usable score of a whole form in the phase of that day (`post` serves
 * day 90 too), at or above the role's minimum by the day's end. A learner without one has not shown it.
 */
export function capabilityDays(
  { program, clocks }: Frame,
  cohort: readonly Member[],
  attempts: ReadonlyMap<string, readonly Attempt[]>,
): CapabilityDay[] {
  const forms = formsOf(program);
  const reaches = (attempt: Attempt, minimum: number) => {
    const score = scoreOf(attempt, forms.form(attempt.assessment, attempt.form));
    return attempt.skill === '' && score.ok && score.percent >= minimum;
  };
  const shownBy = (member: Member, phases: readonly string[], minimum: number, by: Instant) =>
    (attempts.get(member.learner) ?? [])
      .filter(
        (attempt) =>
          phases.includes(attempt.phase) &&
          attempt.occurredAt >= member.windowStart &&
          attempt.occurredAt <= by &&
          reaches(attempt, minimum),
      )
      .sort(byOccurrence)
      .at(0) ?? null;
  return days.flatMap((day) => {
    const phases = phasesOf(program, day);
    const minimums = new Map(
      program.calendar.minimumCapability
        .filter((gate) => gate.day === day)
        .map(({ role, minimum }) => [role, minimum]),
    );
    return program.roles.flatMap(({ id, title }): CapabilityDay[] => {
      const minimum = minimums.get(id);
      if (minimum === undefined) return [];
      const members = cohort
        .filter(({ role }) => role === id)
        .map((member) => ({ member, by: ownDayEnd(program, member, day) }));
      return [
        {
          day,
          role: id,
          title,
          minimum,
          assessed: phases.length > 0,
          due: members
            .filter(({ by }) => by <= clocks.asOf)
            .map(({ member, by }) => ({ member, shown: shownBy(member, phases, minimum, by) })),
          waiting: members.filter(({ by }) => by > clocks.asOf).map(({ member }) => member),
        },
      ];
    });
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
