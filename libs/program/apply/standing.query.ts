import type { ClickHouse } from '#clickhouse';
import { LATEST_INSTANT, type Instant } from '#platform';
import { programAt } from '../definition/program.query.ts';
import { effectiveFrom, type Program } from '../definition/program.ts';
import { identitiesAt } from '../identity/identities.query.ts';
import { learnersAt } from '../membership/learners.query.ts';
import type { Standing } from './plan-application.ts';

/** What stands, of all that is known by then, before a file is applied. */
export async function standingBefore(
  clickhouse: ClickHouse,
  tenant: string,
  program: Program,
  knownBy: Instant,
): Promise<Standing> {
  const ever = { asOf: LATEST_INSTANT, knownBy };
  const [current, members, identities] = await Promise.all([
    programAt(clickhouse, tenant, program.program.id, { asOf: effectiveFrom(program), knownBy }),
    learnersAt(clickhouse, tenant, program, ever),
    identitiesAt(clickhouse, tenant, ever),
  ]);
  return { current, members, identities };
}
