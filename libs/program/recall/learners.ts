import type { ClickHouse, QueryContext } from '#clickhouse';
import { ByIdentity, FactQuery, originColumns, originOf } from '#facts';
import { z } from 'zod';
import type { Clocks } from '../clocks.ts';
import type { Program } from '../definition/program.ts';
import { memberships, type LearnerFact, type Membership } from '../membership/membership.ts';

const learnerFacts = new FactQuery({
  name: 'program.learner-facts',
  types: [
    'plumbline.learner.enrolled',
    'plumbline.learner.withdrawn',
    'plumbline.learner.excluded',
    'plumbline.learner.role-changed',
  ],
  table: 'learner_facts',
  columns: 'learner, kind, cohort, role, team, reason, approver',
  where: 'program = {program:String}',
  params: z.object({ program: z.string() }),
  row: z
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
    })),
});

const known = new ByIdentity<readonly Membership[]>();

/** As `learnersAt`, from memory. */
export async function recallLearners(
  clickhouse: ClickHouse,
  tenant: string,
  program: Program,
  clocks: Clocks,
  context?: QueryContext,
): Promise<readonly Membership[]> {
  const params = { program: program.program.id };
  const { facts } = await learnerFacts.recall(clickhouse, tenant, params, clocks, context);
  return known.of([facts, program], '', () => memberships(program, facts));
}
