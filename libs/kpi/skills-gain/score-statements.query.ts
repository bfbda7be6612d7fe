import { defineQuery } from '#clickhouse';
import { z } from 'zod';
import { activityParameters, instantColumn } from '../facts/columns.ts';

const number = z.number().nullable();
const attempt = z.tuple([
  instantColumn,
  instantColumn,
  z.string(),
  z.string(),
  number,
  number,
  number,
  number,
]);

/**
 * Scores that statements report of assessment activities: per actor and activity in time order, as (occurred, recorded,
 * source, id, raw, min, max, scaled). A failed attempt has a score like any other; one that was not completed has none.
 */
export const scoreStatementsQuery = defineQuery({
  name: 'kpi.score-statements',
  sql: `
    SELECT actor, activity,
      arraySort(groupArray((occurred_at, recorded_at, source, id, raw, min, max, scaled))) AS attempts
    FROM learning_facts_at(tenant = {tenant:String}, as_of = {as_of:String}, known_by = {known_by:String})
    WHERE activity IN {activities:Array(String)} AND (raw IS NOT NULL OR scaled IS NOT NULL) AND NOT ifNull(completion = false, false)
    GROUP BY actor, activity`,
  params: activityParameters,
  row: z.object({ actor: z.string(), activity: z.string(), attempts: z.array(attempt) }),
});

export type ScoreStatementRow = z.infer<typeof scoreStatementsQuery.row>;
