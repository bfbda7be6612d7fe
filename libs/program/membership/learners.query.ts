import { defineQuery, type ClickHouse, type QueryContext } from '#clickhouse';
import { originColumns, originOf } from '#facts';
import { z } from 'zod';
import type { Clocks } from '../clocks.ts';
import type { Program } from '../definition/program.ts';
import { memberships, type LearnerFact, type Membership } from './membership.ts';

/** The columns of a learner's facts, beside those that every fact has. */
export const learnerColumns = 'learner, kind, cohort, role, team, reason, approver';
export const learnerRow = z
  .object({
    ...originColumns,
    learner: z.string(),
    kind: z.enum(['enrolled', 'withdrawn', 'excluded', 'role-changed']),
    cohort: z.string(),
    role: z.string(),
    team: z.string(),
    reason: z.string(),
    approver: z.string(),
  })
  .transform((row): LearnerFact => ({
    ...originOf(row),
    learner: row.learner,
    kind: row.kind,
    cohort: row.cohort,
    role: row.role,
    team: row.team,
    reason: row.reason,
    approver: row.approver,
  }));

const learnerFacts = defineQuery({
  name: 'program.learner-facts-at',
  sql: `
    SELECT ${learnerColumns}, source, id, occurred_at, recorded_at
    FROM learner_facts_at(tenant = {tenant:String}, program = {program:String}, as_of = {as_of:String}, known_by = {known_by:String})
    WHERE program = {program:String}`,
  params: z.object({ program: z.string(), as_of: z.string(), known_by: z.string() }),
  row: learnerRow,
});

/** The memberships of a program at both clocks, in the order of the learners' ids. */
export async function learnersAt(
  clickhouse: ClickHouse,
  tenant: string,
  program: Program,
  clocks: Clocks,
  context?: QueryContext,
): Promise<Membership[]> {
  const rows = await clickhouse.query(
    learnerFacts,
    tenant,
    { program: program.program.id, as_of: clocks.asOf, known_by: clocks.knownBy },
    context,
  );
  return memberships(program, rows);
}
