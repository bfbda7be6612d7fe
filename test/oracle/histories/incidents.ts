import fc from 'fast-check';
import { naming } from './learning.ts';
import { dayOf, moments, type MomentOfDay } from './moments.ts';
import { OTHER_PROGRAM, PROGRAM, TEAMS } from './programs.ts';
import { event, type Draft } from './sent.ts';

const team = fc.constantFrom(...TEAMS, undefined);

/** An incident: mostly in order, its times now and then at odds with each other. */
function incident(id: string): fc.Arbitrary<Draft[]> {
  const told = <T>(arbitrary: fc.Arbitrary<T>, never = 5) => fc.option(arbitrary, { nil: null, freq: never });
  const after = fc.integer({ min: -1, max: 40 });
  return fc
    .record({
      start: moments(-9, 10),
      program: naming,
      again: fc.constantFrom(undefined, undefined, undefined, 'red', 'blue'),
      opening: fc.record({
        model: fc.constantFrom('m1', 'm2', undefined),
        severity: fc.constantFrom('sev1', 'sev1', 'sev2'),
        team,
        drill: fc.constantFrom(undefined, undefined, undefined, false, true),
      }),
      known: fc.boolean(),
      opened: told(after, 8),
      detected: told(after, 8),
      acknowledged: told(after, 2),
      mitigated: told(after, 2),
      resolved: told(after, 2),
    })
    .map(({ start, program, again, opening, known, ...times }) => {
      const at = (hours: number): MomentOfDay => ({
        day: start.day,
        micros: start.micros + hours * 3_600_000_000,
      });
      const one = (kind: string, hours: number | null, data: Record<string, unknown> = {}) =>
        hours === null ? [] : [event(`incident.${kind}`, at(hours), { program, incident: id, ...data })];
      const startedAt = known ? fiveOClock(start) : null;
      return [
        ...one('opened', times.opened, { ...opening, startedAt }),
        ...(again === undefined
          ? []
          : one('opened', (times.opened ?? 0) + 1, { ...opening, team: again, startedAt: null })),
        ...one('detected', times.detected),
        ...one('acknowledged', times.acknowledged),
        ...one('mitigated', times.mitigated),
        ...one('resolved', times.resolved),
      ];
    });
}

/** Five in the morning of the day, in UTC: before detection or after it. */
function fiveOClock({ day }: MomentOfDay): string {
  return `${dayOf(day)}T05:00:00Z`;
}

/** From the slowest to the quickest, in hours from detection to mitigation. */
const PACES = { slow: { min: 26, max: 36 }, mixed: { min: 1, max: 36 }, quick: { min: 1, max: 4 } } as const;
const pace = fc.constantFrom('slow', 'slow', 'mixed', 'quick', 'quick');

/** An incident of the asked program as it should be: mitigated at the pace of its period, resolved at once, or still open. */
function plainIncident(
  id: string,
  program: string | undefined,
  [from, to]: readonly [number, number],
  { min, max }: { readonly min: number; readonly max: number },
) {
  return fc
    .record({
      start: moments(from, to),
      hours: fc.integer({ min, max }),
      end: fc.constantFrom(...Array.from({ length: 9 }, () => 'mitigated'), 'resolved', 'resolved', 'open'),
      model: fc.constantFrom('m1', 'm1', 'm1', 'm2'),
      team,
      drill: fc.constantFrom(undefined, undefined, undefined, undefined, undefined, true),
      severity: fc.constantFrom('sev1', 'sev1', 'sev1', 'sev1', 'sev2'),
      known: fc.boolean(),
    })
    .map(({ start, hours, end, known, ...opening }) => {
      const told = (kind: string, after: number, data: Record<string, unknown> = {}) => {
        const at = { day: start.day, micros: start.micros + after * 3_600_000_000 };
        return event(`incident.${kind}`, at, { program, incident: id, ...data });
      };
      return [
        told('opened', 0, { ...opening, startedAt: known ? fiveOClock(start) : null }),
        told('detected', 1),
        ...(end === 'open' ? [] : [told(end, 1 + hours)]),
      ];
    });
}

/** Enough in both periods for their speeds to be compared. */
const compared: fc.Arbitrary<Draft[]> = fc
  .record({
    before: pace,
    now: pace,
    each: fc.integer({ min: 5, max: 7 }),
    program: fc.constantFrom(PROGRAM, PROGRAM, PROGRAM, PROGRAM, undefined, OTHER_PROGRAM),
  })
  .chain(({ before, now, each, program }) =>
    fc.tuple(
      ...Array.from({ length: each }, (_, index) =>
        plainIncident(`before-${index}`, program, [-8, -2], PACES[before]),
      ),
      ...Array.from({ length: each }, (_, index) =>
        plainIncident(`now-${index}`, program, [0, 5], PACES[now]),
      ),
    ),
  )
  .map((incidents) => incidents.flat());

const odd: fc.Arbitrary<Draft[]> = fc
  .nat(4)
  .chain((n) => fc.tuple(...Array.from({ length: n }, (_, index) => incident(`incident-${index}`))))
  .map((incidents) => incidents.flat());

export const incidentEvents: fc.Arbitrary<Draft[]> = fc
  .tuple(
    odd,
    fc.oneof({ weight: 1, arbitrary: fc.constant<Draft[]>([]) }, { weight: 5, arbitrary: compared }),
  )
  .map((parts) => parts.flat());
