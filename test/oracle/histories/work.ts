import fc from 'fast-check';
import { naming } from './learning.ts';
import { dayOf, moments, type MomentOfDay } from './moments.ts';
import { TEAMS } from './programs.ts';
import { event, type Draft } from './sent.ts';

const team = fc.constantFrom(...TEAMS, undefined);
const mark = fc.integer({ min: 2, max: 5 });

const review: fc.Arbitrary<Draft> = fc
  .record({
    at: moments(-9, 10),
    program: naming,
    prompt: fc.constantFrom('prompt-1', 'prompt-1', 'prompt-2'),
    version: fc.constantFrom('1', '1', '2'),
    item: fc.constantFrom('item-1', 'item-1', 'item-2', 'cal-1', 'cal-2'),
    run: fc.constantFrom('1', '2', '3'),
    reviewer: fc.constantFrom('x', 'y'),
    rubricVersion: fc.constantFrom('1', '1', '1', '2'),
    criteria: fc.record({
      clarity: mark,
      grounding: mark,
      safety: mark,
      completeness: mark,
      formatCompliance: mark,
    }),
    calibration: fc.constantFrom(undefined, undefined, undefined, true),
    team,
  })
  .map(({ at, ...data }) =>
    event('prompt.reviewed', at, data.item === 'cal-1' ? { ...data, calibration: true } : data),
  );

/** The same test set run in both periods and scored by reviewers who agree: what a status other than cannot-say needs. */
const reviewedWell: fc.Arbitrary<Draft[]> = fc
  .array(fc.tuple(moments(-8, -1), moments(1, 7), fc.array(mark, { minLength: 4, maxLength: 4 })), {
    minLength: 2,
    maxLength: 3,
  })
  .map((runs) =>
    runs.flatMap(([before, now, marks], index) => {
      const [low = 3, high = 4, first = 4, second = 5] = marks;
      const scored = (at: MomentOfDay, item: string, run: string, given: number, reviewer = 'x') =>
        event('prompt.reviewed', at, {
          program: 'asked',
          prompt: 'prompt-1',
          version: '1',
          item,
          run,
          reviewer,
          rubricVersion: '1',
          calibration: item === 'cal-2' ? true : undefined,
          criteria: {
            clarity: given,
            grounding: given,
            safety: high,
            completeness: given,
            formatCompliance: high,
          },
        });
      const calibrated = (reviewer: string) => scored(now, 'cal-2', `c${index}`, 2 + index, reviewer);
      return [
        scored(before, 'item-1', `b${index}`, index === 0 ? low : high),
        scored(now, 'item-1', `n${index}`, index === 0 ? first : second),
        calibrated('x'),
        calibrated('y'),
      ];
    }),
  );

export const promptEvents: fc.Arbitrary<Draft[]> = fc
  .tuple(
    fc.array(review, { maxLength: 8 }),
    fc.oneof({ weight: 1, arbitrary: fc.constant<Draft[]>([]) }, { weight: 1, arbitrary: reviewedWell }),
  )
  .map((parts) => parts.flat());

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

/** An incident of the asked program as it should be, mitigated within a day and a half. */
function plainIncident(id: string): fc.Arbitrary<Draft[]> {
  return fc
    .record({
      start: moments(-8, 7),
      hours: fc.integer({ min: 1, max: 36 }),
      team,
      severity: fc.constantFrom('sev1', 'sev1', 'sev1', 'sev2'),
      known: fc.boolean(),
    })
    .map(({ start, hours, known, ...opening }) => {
      const told = (kind: string, after: number, data: Record<string, unknown> = {}) => {
        const at = { day: start.day, micros: start.micros + after * 3_600_000_000 };
        return event(`incident.${kind}`, at, { program: 'asked', incident: id, ...data });
      };
      return [
        told('opened', 0, { ...opening, model: 'm1', startedAt: known ? fiveOClock(start) : null }),
        told('detected', 1),
        told('mitigated', 1 + hours),
      ];
    });
}

export const incidentEvents: fc.Arbitrary<Draft[]> = fc
  .nat(8)
  .chain((n) =>
    fc.tuple(
      ...Array.from({ length: n }, (_, index) =>
        fc.oneof(plainIncident(`incident-${index}`), incident(`incident-${index}`)),
      ),
    ),
  )
  .map((incidents) => incidents.flat());

const TIERS = ['high', 'high', 'critical', 'minimal', 'odd'] as const;

/** A case of AI use with its reviews and exceptions. */
function useCase(id: string): fc.Arbitrary<Draft[]> {
  // One case is mostly of one program in all that is said of it.
  return naming.chain((usual) =>
    useCaseOf(id, fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: naming })),
  );
}

function useCaseOf(id: string, program: typeof naming): fc.Arbitrary<Draft[]> {
  const version = fc.constantFrom('1', '1', '2');
  const later = fc.constantFrom('2026-10-18T00:00:00Z', '2026-10-24T12:00:00Z', '2027-01-01T00:00:00Z');
  const named = { program, at: moments(-8, 12) };
  const entry = fc.oneof(
    fc
      .record({ ...named, version, tier: fc.constantFrom(...TIERS), team })
      .map(({ at, ...data }) => event('use-case.registered', at, { useCase: id, owner: 'O', ...data })),
    fc
      .record({ ...named, version, team })
      .map(({ at, ...data }) => event('use-case.changed', at, { useCase: id, ...data })),
    fc
      .record({ ...named, tier: fc.constantFrom(...TIERS) })
      .map(({ at, ...data }) => event('use-case.re-tiered', at, { useCase: id, ...data })),
    fc.record(named).map(({ at, ...data }) => event('use-case.retired', at, { useCase: id, ...data })),
    fc.record(named).map(({ at, ...data }) => event('use-case.first-used', at, { useCase: id, ...data })),
  );
  const word = fc.oneof(
    fc
      .record({
        ...named,
        version,
        decision: fc.constantFrom('approved', 'approved', 'rejected', 'changes-requested'),
        validUntil: fc.option(later, { nil: undefined, freq: 1 }),
      })
      .map(({ at, ...data }) =>
        event('governance.review-decided', at, { useCase: id, reviewer: 'R', ...data }),
      ),
    fc
      .record({ ...named, version, due: fc.option(later, { nil: undefined }) })
      .map(({ at, ...data }) => event('governance.review-requested', at, { useCase: id, ...data })),
    fc
      .record({ ...named, exception: fc.constantFrom('EX-1', 'EX-2'), expires: later })
      .map(({ at, ...data }) =>
        event('exception.granted', at, { useCase: id, approver: 'B', reason: 'soon', ...data }),
      ),
    fc
      .record({ ...named, exception: fc.constantFrom('EX-1', 'EX-2') })
      .map(({ at, ...data }) => event('exception.closed', at, { useCase: id, ...data })),
  );
  const begun = fc
    .record({
      ...named,
      at: moments(-8, 0),
      tier: fc.constantFrom(...TIERS),
      team,
      used: moments(-4, 7),
      approved: fc.option(moments(-8, 8), { nil: null, freq: 2 }),
    })
    .map(({ at, used, approved, program, ...data }) => [
      event('use-case.registered', at, { useCase: id, version: '1', owner: 'O', program, ...data }),
      event('use-case.first-used', used, { useCase: id, program }),
      ...(approved === null
        ? []
        : [
            event('governance.review-decided', approved, {
              useCase: id,
              program,
              version: '1',
              decision: 'approved',
              reviewer: 'R',
            }),
          ]),
    ]);
  return fc
    .tuple(
      fc.option(begun, { nil: [], freq: 6 }),
      fc.array(entry, { maxLength: 1 }),
      fc.array(word, { maxLength: 2 }),
    )
    .map((parts) => parts.flat());
}

export const governanceEvents: fc.Arbitrary<Draft[]> = fc
  .nat(4)
  .chain((n) => fc.tuple(...Array.from({ length: n }, (_, index) => useCase(`case-${index}`))))
  .map((cases) => cases.flat());
