import { hiddenRows } from '#privacy';
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

/** Minimum capability of each role by own day 30, 60 and 90. A day that the program assesses nobody for has no gate. */
export function capabilityGates(learning: LearningFacts, scores: ScoreFacts): Gate[] {
  const { frame, cohort, hiddenRoles } = learning;
  const gates = capabilityDays(
    frame,
    cohort,
    attemptsBy(gatherAttempts(scores, frame), frame.clocks.asOf),
  ).filter(({ assessed }) => assessed);
  return [...Map.groupBy(gates, ({ day }) => day).values()].flatMap((rows) => {
    const hidden = hiddenRows(
      rows.map(({ role, due }) => ({ key: role, count: due.length })),
      frame.program.privacy.minimumGroup.scores,
    );
    return rows.map(({ day, role, title, due }): Gate =>
      due.length > 0 && (hidden.has(role) || hiddenRoles.has(role))
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
  });
}
