import { defineQuery, type ClickHouse, type QueryContext } from '#clickhouse';
import { z } from 'zod';
import type { Clocks } from '../clocks.ts';
import type { Program } from '../definition/program.ts';
import { factColumns } from '../fact-columns.ts';
import { memberships, type Membership } from './membership.ts';

const learnerFacts = defineQuery({
  name: 'program.learner-facts',
  sql: `
    SELECT learner, kind, cohort, role, team, reason, approver, source, id,
      occurred_at AS occurredAt, recorded_at AS recordedAt
    FROM learner_facts_at(tenant = {tenant:String}, program = {program:String}, as_of = {as_of:String}, known_by = {known_by:String})
    WHERE program = {program:String}`,
  params: z.object({ program: z.string(), as_of: z.string(), known_by: z.string() }),
  row: z.object({
    learner: z.string(),
    kind: z.enum(['enrolled', 'withdrawn', 'excluded', 'role-changed']),
    cohort: z.string(),
    role: z.string(),
    team: z.string(),
    reason: z.string(),
    approver: z.string(),
    ...factColumns,
  }),
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
