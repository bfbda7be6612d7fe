import { addDays, endOfDay, localDate, startOfDay, type Instant } from '#platform';
import { z } from 'zod';
import { toldAs, type LogEntry, type Pair } from './log.ts';
import type { Module, Program } from './program.ts';

const membership = z.object({
  program: z.string(),
  learner: z.string(),
  cohort: z.string().optional(),
  role: z.string().optional(),
  team: z.string().optional(),
  reason: z.string().optional(),
});

/** A learner of the program, seen at `asOf`. */
export interface Person {
  readonly learner: string;
  readonly cohort: string;
  readonly enrolled: LogEntry;
  /** day 1 is the enrolment date in the program's time zone; the window ends with its last day */
  readonly window: { readonly start: Instant; readonly end: Instant };
  readonly withdrawn: boolean;
  readonly excluded: { readonly entry: LogEntry; readonly reason: string } | null;
  /** held at min(asOf, end of the own window); null: unknown to the program */
  readonly role: string | null;
  readonly team: string | null;
  readonly required: readonly Module[];
}

const kinds = ['enrolled', 'withdrawn', 'excluded', 'role-changed'];

/** In the order of their names, which seeded resamples draw by. */
export function peopleOf(program: Program, counted: readonly LogEntry[], { asOf }: Pair): Person[] {
  const said = toldAs(counted, 'learner', kinds, membership).filter(
    ({ data }) => data.program === program.program.id,
  );
  const learners = [...new Set(said.map(({ data }) => data.learner))].toSorted();
  return learners.flatMap((learner) => {
    const own = said.filter(({ data }) => data.learner === learner);
    const first = own.find(({ kind }) => kind === 'enrolled');
    if (first === undefined) return [];
    const window = windowOf(program, first.entry.occurredAt);
    const moment = asOf < window.end ? asOf : window.end;
    const roles = heldFrom(own, first, 'role');
    const teams = heldFrom(own, first, 'team');
    const role = roles.findLast(({ from }) => from <= moment)?.what ?? null;
    const exclusion = own.find(({ kind }) => kind === 'excluded');
    const known = program.roles.some(({ id }) => id === role) ? role : null;
    return [
      {
        learner,
        cohort: first.data.cohort ?? '',
        enrolled: first.entry,
        window,
        withdrawn: isWithdrawn(own),
        excluded: exclusion ? { entry: exclusion.entry, reason: exclusion.data.reason ?? '' } : null,
        role: known,
        team: teams.findLast(({ from }) => from <= moment)?.what ?? null,
        required: requiredOf(program, known),
      },
    ];
  });
}

type Said = ReturnType<typeof toldAs<z.output<typeof membership>>>[number];

function windowOf(program: Program, enrolledAt: Instant) {
  const { timeZone } = program.program;
  const day1 = localDate(enrolledAt, timeZone);
  return {
    start: startOfDay(day1, timeZone),
    end: endOfDay(addDays(day1, program.calendar.days - 1), timeZone),
  };
}

/**
 * What a learner held, and from when: from the enrolment that counts, and from changes at or after it. A second enrolment
 * tells only what nobody had told.
 */
function heldFrom(own: readonly Said[], first: Said, what: 'role' | 'team') {
  const held: { from: Instant; what: string }[] = [];
  const since = own.filter(({ entry }) => entry.occurredAt >= first.entry.occurredAt);
  // At one moment the enrolment is first, whatever was recorded first.
  const changes = [...since.filter((event) => event === first), ...since.filter((event) => event !== first)];
  for (const event of changes) {
    const value = event.data[what];
    const counts =
      event === first || event.kind === 'role-changed' || (event.kind === 'enrolled' && held.length === 0);
    if (value !== undefined && counts) held.push({ from: event.entry.occurredAt, what: value });
  }
  return held.toSorted((a, b) => (a.from < b.from ? -1 : Number(a.from > b.from)));
}

/** The last word on taking part; an enrolment after a withdrawal is a return, one of the same moment comes before it. */
function isWithdrawn(own: readonly Said[]): boolean {
  const lastLeft = own.findLast(({ kind }) => kind === 'withdrawn')?.entry.occurredAt;
  const lastJoined = own.findLast(({ kind }) => kind === 'enrolled')?.entry.occurredAt;
  return lastLeft !== undefined && (lastJoined === undefined || lastJoined <= lastLeft);
}

/** The common modules and those of the role's track; a role may have no track. */
function requiredOf(program: Program, role: string | null): Module[] {
  const track = program.roles.find(({ id }) => id === role)?.track;
  const own = program.tracks.find(({ id }) => id === track)?.modules ?? [];
  return [...program.common.modules, ...own].filter(({ required }) => required);
}

/** The row that a person stands in. */
export function rowOf(program: Program, person: Person, by: string): string {
  switch (by) {
    case 'role':
      return person.role ?? 'unknown';
    case 'track':
      if (person.role === null) return 'unknown';
      return program.roles.find(({ id }) => id === person.role)?.track ?? 'none';
    case 'team':
      return person.team ?? 'unknown';
    default:
      return person.cohort;
  }
}

/** "Adjusted cohort = enrolled minus exclusions"; withdrawals stay. */
export function adjusted(people: readonly Person[]): Person[] {
  return people.filter(({ excluded }) => excluded === null);
}

/** From the first window's start to the last one's end; nobody: a moment that is still open. */
export function periodOf(people: readonly Person[], asOf: Instant) {
  const windows = adjusted(people).map(({ window }) => window);
  if (windows.length === 0) return { start: asOf, end: asOf, closed: false };
  const start = windows.map((window) => window.start).toSorted()[0] ?? asOf;
  const end =
    windows
      .map((window) => window.end)
      .toSorted()
      .at(-1) ?? asOf;
  return { start, end, closed: asOf >= end };
}
