import { attemptsBy, gatherAttempts, type ScoreFacts } from '../../skills-gain/gather-attempts.ts';
import { capabilityDays, type GateDay } from './capability-days.ts';
import type { LearningFacts } from './learning-facts.ts';

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
 * Minimum capability of each role by own day 30, 60 and 90. A day that the program assesses nobody for has no gate.
 * @param isHidden which rows the measure minimum-capability hides
 */
export function capabilityGates(
  { frame, cohort }: LearningFacts,
  scores: ScoreFacts,
  isHidden: (role: string, day: GateDay) => boolean,
): Gate[] {
  const attempts = attemptsBy(gatherAttempts(scores, frame), frame.clocks.asOf);
  return capabilityDays(frame, cohort, attempts)
    .filter(({ assessed }) => assessed)
    .map(({ day, role, title, due }): Gate =>
      isHidden(role, day)
        ? { day, role, title, reached: null, due: null, suppressed: true }
        : {
            day,
            role,
            title,
            reached: due.filter(({ shown }) => shown !== null).length,
            due: due.length,
            suppressed: false,
          },
    );
}
