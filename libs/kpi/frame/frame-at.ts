import { ByIdentity } from '#facts';
import type { ClickHouse, QueryContext } from '#clickhouse';
import type { Instant } from '#platform';
import {
  recallIdentities,
  recallLearners,
  requiredModules,
  trackOf,
  type Clocks,
  type IdentityRegister,
  type Membership,
  type Program,
} from '#program';
import type { Member } from '../cohort/member.ts';
import type { Frame } from './frame.ts';

/** Where to read, for whom, and on whose request. */
export interface Store {
  readonly clickhouse: ClickHouse;
  readonly tenant: string;
  readonly context: QueryContext;
}

/** Who was in the program at both clocks, and under which identities they were known. */
export interface People {
  readonly memberships: readonly Membership[];
  readonly identities: IdentityRegister;
}

/** @param activities under whose statements actors are looked for */
export async function peopleAt(
  { clickhouse, tenant, context }: Store,
  program: Program,
  activities: readonly string[],
  clocks: Clocks,
): Promise<People> {
  const [memberships, identities] = await Promise.all([
    recallLearners(clickhouse, tenant, program, clocks, context),
    recallIdentities(clickhouse, tenant, activities, clocks, context),
  ]);
  return { memberships, identities };
}

const members = new ByIdentity<readonly Member[]>();

/** The people of a program as both clocks have them, around a definition that was in force then. */
export function frameOf(program: Program, clocks: Clocks, { memberships, identities }: People): Frame {
  return {
    clocks,
    program,
    // Nothing that the memberships tell lies after the moment that they were recalled for.
    members: members.of([memberships, program], '', () =>
      memberships.map((membership) => memberOf(program, membership, clocks.asOf)),
    ),
    learnerOf: identities.learnerOf,
  };
}

/** A membership as seen at a moment: the role and team held then, but no later than the end of the own window. */
export function memberOf(program: Program, membership: Membership, asOf: Instant): Member {
  const { learner, cohort, enrolled, windowStart, windowEnd, exclusion } = membership;
  const judgedAt = asOf < windowEnd ? asOf : windowEnd;
  const told = membership.roleAt(judgedAt);
  const role = program.roles.some(({ id }) => id === told) ? told : null;
  return {
    learner,
    cohort,
    role,
    track: trackOf(program, role)?.id ?? null,
    team: membership.teamAt(judgedAt),
    enrolled,
    windowStart,
    windowEnd,
    withdrawn: membership.withdrawnAt !== null,
    exclusion: exclusion === null ? null : { ...exclusion.origin, reason: exclusion.reason },
    required: requiredModules(program, role),
  };
}
