import { formByActivity, type Program } from '#program';
import type { Frame } from '../../frame/frame.ts';
import type { Store } from '../../frame/frame-at.ts';
import type { ScoreFacts } from '../../skills-gain/gather-attempts.ts';
import { scoreStatementsQuery } from '../../skills-gain/score-statements.query.ts';
import { capabilityScoresQuery } from './capability-scores.query.ts';

const NO_SCORES: ScoreFacts = { statements: [], events: [] };

/** The scores of day 30, 60 and 90 that stand beside those before and after; read only where the program has such a phase. */
export async function capabilityScores(
  { clickhouse, tenant, context }: Store,
  { program, clocks }: Frame,
): Promise<ScoreFacts> {
  if (!program.assessments.some(({ phases }) => phases.some(isDay))) return NO_SCORES;
  const moments = { as_of: clocks.asOf, known_by: clocks.knownBy };
  const activities = dayActivities(program);
  const [statements, events] = await Promise.all([
    activities.length === 0
      ? []
      : clickhouse.query(scoreStatementsQuery, tenant, { activities, ...moments }, context),
    clickhouse.query(capabilityScoresQuery, tenant, { program: program.program.id, ...moments }, context),
  ]);
  return { statements, events };
}

function dayActivities(program: Program): string[] {
  return [...formByActivity(program)].filter(([, { phase }]) => isDay(phase)).map(([activity]) => activity);
}

function isDay(phase: string): boolean {
  return phase.startsWith('day-');
}
