import { ByIdentity } from '#facts';
import type { ClickHouse, QueryContext } from '#clickhouse';
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

/** Who was in the program at both clocks, and under which identities they are known. */
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
    recallIdentities(clickhouse, tenant, activities, clocks.knownBy, context),
  ]);
  return { memberships, identities };
}

const lists = new ByIdentity<readonly Member[]>();
const members = new WeakMap<Membership, Member>();

/** The people of a program as both clocks have them, around a definition that was in force then. */
export function frameOf(program: Program, clocks: Clocks, { memberships, identities }: People): Frame {
  return {
    clocks,
    program,
    members: lists.of([memberships, program], '', () =>
      memberships.map((membership) => memberOf(program, membership)),
    ),
    identities,
  };
}

/**
 * A membership as a member, made once: the role and team last held by the end of the own window. What a membership tells had
 * occurred by the moment that it was recalled for.
 */
function memberOf(program: Program, membership: Membership): Member {
  const known = members.get(membership);
  if (known !== undefined) return known;
  const made = readMember(program, membership);
  members.set(membership, made);
  return made;
}

function readMember(program: Program, membership: Membership): Member {
  const { learner, cohort, enrolled, windowStart, windowEnd, exclusion } = membership;
  const told = membership.roleAt(windowEnd);
  const role = program.roles.some(({ id }) => id === told) ? told : null;
  return {
    learner,
    cohort,
    role,
    track: trackOf(program, role)?.id ?? null,
    team: membership.teamAt(windowEnd),
    enrolled,
    windowStart,
    windowEnd,
    withdrawn: membership.withdrawnAt !== null,
    exclusion: exclusion === null ? null : { ...exclusion.origin, reason: exclusion.reason },
    required: requiredModules(program, role),
  };
}
