import { defineQuery } from '#clickhouse';
import { assessmentScoresQuery } from './assessment-scores.query.ts';

/** Marked assessments of the days between, in the columns of the scores before and after. */
export const capabilityScoresQuery = defineQuery({
  name: 'kpi.capability-scores',
  sql: `
    SELECT learner, assessment, phase, form, raw, min, max, scaled, skill, attempt, occurred_at, recorded_at, source, id
    FROM assessment_facts_at(tenant = {tenant:String}, program = {program:String}, as_of = {as_of:String}, known_by = {known_by:String})
    WHERE phase IN ('day-30', 'day-60', 'day-90')`,
  params: assessmentScoresQuery.params,
  row: assessmentScoresQuery.row,
});
