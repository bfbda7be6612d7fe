import { defineQuery } from '#clickhouse';
import { z } from 'zod';
import { activityParameters, instantColumn } from '../facts/columns.ts';

const signal = z.tuple([instantColumn, instantColumn, z.string(), z.string()]);

/**
 * What statements say of module activities: per actor, activity and kind of signal the events in time order, as
 * (occurred, recorded, source, id). `attempted` is a statement that meets nothing, of which the first is kept: its actor counts.
 * A plain statement may be both completed and passed; in cmi5 each verb says one thing (cmi5 9.3).
 */
export const moduleStatementsQuery = defineQuery({
  name: 'kpi.module-statements',
  sql: `
    WITH
      'http://adlnet.gov/expapi/verbs/' AS adl,
      'https://w3id.org/xapi/adl/verbs/' AS adl_profile
    SELECT actor, activity, kind,
      arraySort(groupArray((occurred_at, recorded_at, source, id))) AS sorted,
      if(kind = 'attempted', arraySlice(sorted, 1, 1), sorted) AS events
    FROM (
      SELECT actor, activity, occurred_at, recorded_at, source, id,
        ifNull(completion = false, false) OR ifNull(success = false, false) AS refused,
        multiIf(
          refused, [],
          verb = concat(adl_profile, 'waived'), ['waived'],
          verb = concat(adl_profile, 'satisfied'), ['satisfied'],
          cmi5, multiIf(verb = concat(adl, 'completed'), ['completed'], verb = concat(adl, 'passed'), ['passed'], []),
          arrayConcat(
            if(verb = concat(adl, 'completed') OR ifNull(completion, false), ['completed'], []),
            if(verb IN (concat(adl, 'passed'), concat(adl, 'mastered'))
              OR (verb IN (concat(adl, 'completed'), concat(adl, 'scored')) AND ifNull(success, false)), ['passed'], []))) AS signals,
        arrayJoin(if(empty(signals), ['attempted'], signals)) AS kind
      FROM learning_facts_at(tenant = {tenant:String}, as_of = {as_of:String}, known_by = {known_by:String})
      WHERE activity IN {activities:Array(String)}
    )
    GROUP BY actor, activity, kind`,
  params: activityParameters,
  row: z.object({
    actor: z.string(),
    activity: z.string(),
    kind: z.enum(['attempted', 'completed', 'passed', 'satisfied', 'waived']),
    events: z.array(signal),
  }),
});

export type ModuleStatementRow = z.infer<typeof moduleStatementsQuery.row>;
