import type { ClickHouse, QueryContext } from '#clickhouse';
import { ByIdentity, FactQuery, cutKey } from '#facts';
import type { Instant } from '#platform';
import { z } from 'zod';
import type { Clocks } from '../clocks.ts';
import type { Program } from '../definition/program.ts';
import { learnerColumns, learnerRow } from '../membership/learners.query.ts';
import {
  membershipTimelines,
  type LearnerFact,
  type Membership,
  type MembershipTimeline,
} from '../membership/membership.ts';

const learnerFacts = new FactQuery({
  name: 'program.learner-facts',
  types: [
    'plumbline.learner.enrolled',
    'plumbline.learner.withdrawn',
    'plumbline.learner.excluded',
    'plumbline.learner.role-changed',
  ],
  table: 'learner_facts',
  columns: learnerColumns,
  where: 'program = {program:String}',
  params: z.object({ program: z.string() }),
  row: learnerRow,
});

const timelines = new ByIdentity<readonly MembershipTimeline[]>();
const known = new ByIdentity<readonly Membership[]>();

/** What was known of the learners of a program, whenever it occurred, from memory. */
export function recallLearnerFacts(
  clickhouse: ClickHouse,
  tenant: string,
  program: string,
  knownBy: Instant,
  context?: QueryContext,
): Promise<readonly LearnerFact[]> {
  return learnerFacts.recall(clickhouse, tenant, { program }, knownBy, context);
}

/** As `learnersAt`, from memory. */
export async function recallLearners(
  clickhouse: ClickHouse,
  tenant: string,
  program: Program,
  clocks: Clocks,
  context?: QueryContext,
): Promise<readonly Membership[]> {
  const { asOf, knownBy } = clocks;
  const facts = await recallLearnerFacts(clickhouse, tenant, program.program.id, knownBy, context);
  return known.of([facts, program], cutKey(asOf, facts), () =>
    timelines
      .of([facts, program], '', () => membershipTimelines(program, facts))
      .flatMap((timeline) => timeline.at(asOf) ?? []),
  );
}
