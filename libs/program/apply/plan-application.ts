import { hash } from 'node:crypto';
import { canonicalJson, identityKeys, type Identity } from '#events';
import { startOfDay, type Instant } from '#platform';
import { definitionVersion, type ProgramInForce } from '../definition/program.query.ts';
import { effectiveFrom, type Program, type ProgramCohort } from '../definition/program.ts';
import type { IdentityRegister } from '../identity/identity-register.ts';
import type { Membership } from '../membership/membership.ts';

/** The source of every event that a program file turns into. */
export const PROGRAM_SOURCE = 'urn:plumbline:program';

/** What stands before a file is applied. */
export interface Standing {
  /** The definition in force at the file's own effectiveFrom; null when there is none. */
  readonly current: ProgramInForce | null;
  /** Memberships and identities as of the end of time: an enrolment may be set for a later day. */
  readonly members: readonly Membership[];
  readonly identities: IdentityRegister;
}

/** A CloudEvent in structured form, to be read by `readCloudEvent` as internal. */
export interface PlannedEvent {
  readonly specversion: '1.0';
  readonly source: typeof PROGRAM_SOURCE;
  readonly id: string;
  readonly type: string;
  readonly time: Instant;
  readonly data: object;
}

/**
 * The events that a program file turns into: its definition, an enrolment for every listed learner who is not a member
 * yet, and a change for each whose role, team or identities the file has otherwise. Applied again it plans nothing;
 * ids follow from what stands and what changes, so two who apply the same file at once plan the same events.
 * Learners who left the list stay members: a withdrawal is said by an event of its own.
 */
export function planApplication(program: Program, standing: Standing, now: Instant): PlannedEvent[] {
  const members = new Map(standing.members.map((member) => [member.learner, member]));
  const listed = program.cohorts.flatMap((cohort) =>
    (cohort.learners ?? []).map((learner) => ({ cohort, learner })),
  );
  return [
    ...planDefinition(program, standing.current),
    ...listed.flatMap(({ cohort, learner }) => {
      const member = members.get(learner.learner);
      return member
        ? planChange(program, learner, member, now).concat(planIdentities(learner, standing.identities, now))
        : [planEnrolment(program, cohort, learner)];
    }),
  ];
}

/** The definition as it is stored. Learner lists are left out: they are enrolment events, and there is one truth. */
export function storedDefinition(program: Program): object {
  return { ...program, cohorts: program.cohorts.map((cohort) => without(cohort, 'learners')) };
}

type Listed = NonNullable<ProgramCohort['learners']>[number];

function planDefinition(program: Program, current: ProgramInForce | null): PlannedEvent[] {
  const definition = storedDefinition(program);
  const version = definitionVersion(definition);
  if (current?.version === version) return [];
  const time = effectiveFrom(program);
  // The standing definition is part of the id: going back to an earlier definition is a new event.
  const key = { program: program.program.id, time, version, after: current?.recordedAt ?? null };
  const data = { program: program.program.id, definition, effectiveFrom: time };
  return [plan('plumbline.program.defined', key, time, data)];
}

function planEnrolment(program: Program, cohort: ProgramCohort, listed: Listed): PlannedEvent {
  const time = startOfDay(cohort.start, program.program.timeZone);
  const data = { program: program.program.id, cohort: cohort.id, ...withoutAbsent(listed) };
  return plan('plumbline.learner.enrolled', { time, data }, time, data);
}

function planChange(program: Program, listed: Listed, member: Membership, now: Instant): PlannedEvent[] {
  const moment = now > member.enrolledAt ? now : member.enrolledAt;
  const role = member.roleAt(moment);
  const team = member.teamAt(moment);
  const wanted = listed.role ?? role;
  const changed = wanted !== role || (listed.team !== undefined && listed.team !== team);
  if (!changed || wanted === null) return [];
  const data = {
    program: program.program.id,
    learner: listed.learner,
    role: wanted,
    ...(listed.team === undefined ? {} : { team: listed.team }),
  };
  return [plan('plumbline.learner.role-changed', { moment, data }, moment, data)];
}

function planIdentities(listed: Listed, register: IdentityRegister, now: Instant): PlannedEvent[] {
  const fresh = (listed.identities ?? []).filter(
    (identity) => !isKnown(identity, listed.learner, register, now),
  );
  return fresh.map((identity) => {
    const data = { learner: listed.learner, identity, action: 'added' };
    return plan('plumbline.learner.identified', { now, data }, now, data);
  });
}

function isKnown(identity: Identity, learner: string, register: IdentityRegister, now: Instant): boolean {
  return identityKeys(identity).every((key) => register.learnerOf(key, now) === learner);
}

function plan(type: string, key: object, time: Instant, data: object): PlannedEvent {
  const id = `${type.slice('plumbline.'.length)}:${hash('sha256', canonicalJson(key)).slice(0, 40)}`;
  return { specversion: '1.0', source: PROGRAM_SOURCE, id, type, time, data };
}

function without(value: object, name: string): object {
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
}

function withoutAbsent(listed: Listed): object {
  return Object.fromEntries(Object.entries(listed).filter(([, value]) => value !== undefined));
}
