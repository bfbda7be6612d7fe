import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { moments } from './moments.ts';
import { LEARNERS, OTHER_PROGRAM, PROGRAM, TEAMS } from './programs.ts';
import { event, type Draft } from './sent.ts';

/** How a learner, or nobody that anyone knows, signs statements. */
export function identityOf(name: string, way: number): Record<string, unknown> {
  const mbox = `mailto:${name.toLowerCase()}@example.org`;
  if (way === 0) return { mbox };
  if (way === 1) return { account: { homePage: 'https://lms.example.org', name } };
  return { mbox_sha1sum: createHash('sha1').update(mbox).digest('hex') };
}

/** Most are enrolled in the asked program and keep to one role; every trap comes up now and then. */
export function learnerEvents(learner: string): fc.Arbitrary<Draft[]> {
  const often = (weight: number) => fc.integer({ min: 1, max: 10 }).map((roll) => roll <= weight);
  const role = fc.constantFrom('engineer', 'engineer', 'champion', 'assessor', 'ghost', undefined);
  const team = fc.constantFrom(...TEAMS, undefined);
  const enrolment = (program: string, min: number, max: number) =>
    fc
      .record({
        at: moments(min, max),
        role,
        team,
        cohort: fc.constantFrom('first', 'first', 'second'),
        ways: fc.subarray([0, 1, 2], { minLength: 0, maxLength: 2 }),
      })
      .map(({ at, ways, ...told }) =>
        event('learner.enrolled', at, {
          program,
          learner,
          ...told,
          identities: ways.length === 0 ? undefined : ways.map((way) => identityOf(learner, way)),
        }),
      );
  const change = fc
    .record({ at: moments(-2, 12), role: fc.constantFrom('engineer', 'champion', 'ghost'), team })
    .map(({ at, ...told }) => event('learner.role-changed', at, { program: PROGRAM, learner, ...told }));
  const withdrawn = moments(-2, 12).map((at) =>
    event('learner.withdrawn', at, { program: PROGRAM, learner }),
  );
  const excluded = fc
    .record({
      at: moments(-2, 12),
      program: fc.constantFrom(PROGRAM, PROGRAM, OTHER_PROGRAM),
      reason: fc.constantFrom('left-company', 'long-leave', 'duplicate-identity'),
    })
    .map(({ at, ...told }) => event('learner.excluded', at, { learner, ...told, approver: 'B' }));
  const identified = fc
    .record({
      at: moments(-4, 10),
      of: fc.constantFrom(learner, learner, ...LEARNERS.slice(0, 3)),
      way: fc.integer({ min: 0, max: 2 }),
      action: fc.constantFrom('added', 'ended', undefined),
    })
    .map(({ at, of, way, action }) =>
      event('learner.identified', at, { learner, identity: identityOf(of, way), action }),
    );
  const now = <T>(weight: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
    often(weight).chain((taken) => (taken ? arbitrary.map((one) => [one]) : fc.constant<T[]>([])));
  return fc
    .tuple(
      now(9, enrolment(PROGRAM, -1, 4)),
      now(1, enrolment(PROGRAM, -3, 12)),
      now(4, enrolment(OTHER_PROGRAM, -1, 5)),
      now(3, change),
      now(1, change),
      now(2, withdrawn),
      now(3, excluded),
      // It stands only when the one before it is voided.
      now(4, excluded),
      now(2, identified),
      now(1, identified),
    )
    .map((parts) => parts.flat());
}
