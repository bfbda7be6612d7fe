import fc from 'fast-check';
import { naming } from './learning.ts';
import { moments } from './moments.ts';
import { OTHER_PROGRAM, PROGRAM, TEAMS } from './programs.ts';
import { event, type Draft } from './sent.ts';

const team = fc.constantFrom(...TEAMS, undefined);
const mark = fc.integer({ min: 2, max: 5 });

/** A review of anything, by any rubric: most are noise beside the trials below. */
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

/** Marks that runs of one cell get: far apart, near each other, or all the same. */
const SPREADS = { wild: [1, 3, 5, 2], some: [3, 4, 5, 4], calm: [4, 4, 5, 4, 4], none: [4] } as const;
const spread = fc.constantFrom('wild', 'wild', 'wild', 'some', 'some', 'calm', 'calm', 'calm', 'none');

/** How reviewers of calibration items differ: in nothing, now and then by one, or as if they had not read them. */
const AGREEMENTS = { same: [0], near: [0, 0, 0, 0, 1], apart: [0, 2, -2, 1, -1] } as const;

/** Prompts run in both periods, and reviewers who were calibrated: what a status other than cannot-say needs. */
const trial: fc.Arbitrary<Draft[]> = fc
  .record({
    prompts: fc.integer({ min: 1, max: 4 }),
    // More than are asked for: some are voided, or not yet known.
    runs: fc.constantFrom(3, 4, 5),
    before: spread,
    now: spread,
    guarded: fc.constantFrom('kept', 'kept', 'kept', 'lower', 'higher'),
    agreement: fc.constantFrom('same', 'same', 'same', 'same', 'near', 'near', 'near', 'apart'),
    items: fc.integer({ min: 3, max: 5 }),
    draws: fc.array(fc.nat(999), { minLength: 40, maxLength: 40 }),
    program: fc.constantFrom(PROGRAM, PROGRAM, PROGRAM, PROGRAM, PROGRAM, undefined, OTHER_PROGRAM),
    whens: fc.array(fc.record({ before: moments(-8, -1), now: moments(0, 5) }), {
      minLength: 8,
      maxLength: 8,
    }),
    team,
  })
  .map(({ prompts, runs, before, now, guarded, agreement, items, draws, program, whens, team: of }) => {
    let turn = 0;
    const draw = <T>(of: readonly [T, ...T[]]): T =>
      of[(draws[(turn += 1) % draws.length] ?? 0) % of.length] ?? of[0];
    const when = () =>
      whens[(turn += 1) % whens.length] ?? { before: { day: -3, micros: 0 }, now: { day: 3, micros: 0 } };
    const review = (period: 'before' | 'now', said: Record<string, unknown>, given: number, safe: number) =>
      event('prompt.reviewed', when()[period], {
        program,
        version: '1',
        rubricVersion: '1',
        reviewer: 'x',
        ...said,
        criteria: {
          clarity: given,
          grounding: given,
          safety: safe,
          completeness: given,
          formatCompliance: safe,
        },
      });
    const safety = (period: 'before' | 'now') => {
      if (guarded === 'kept') return 5;
      return (guarded === 'lower') === (period === 'now') ? draw([3, 4, 5]) : 4;
    };
    const runsOf = (period: 'before' | 'now', kind: keyof typeof SPREADS) =>
      Array.from({ length: prompts * runs }, (_, index) =>
        review(
          period,
          {
            prompt: `prompt-${1 + (index % prompts)}`,
            item: 'item-1',
            // Senders count runs anew: the same name in another period is another run.
            run: `run-${Math.floor(index / prompts)}`,
            team: index % prompts === 0 ? undefined : of,
          },
          draw(SPREADS[kind]),
          safety(period),
        ),
      );
    const calibration = Array.from({ length: items }, (_, index) =>
      ['x', 'y', ...(items > 3 ? ['z'] : [])].map((reviewer) => {
        const given = Math.min(
          5,
          Math.max(1, 1 + (index % 5) + (reviewer === 'x' ? 0 : draw(AGREEMENTS[agreement]))),
        );
        const said = { prompt: 'prompt-1', item: 'cal-2', run: `cal-${index}`, reviewer };
        // The file of some programs says that the item calibrates; then its sender need not.
        return review(
          index % 2 === 0 ? 'before' : 'now',
          { ...said, calibration: index === 0 ? undefined : true },
          given,
          given,
        );
      }),
    );
    return [...runsOf('before', before), ...runsOf('now', now), ...calibration.flat()];
  });

export const promptEvents: fc.Arbitrary<Draft[]> = fc
  .tuple(
    fc.array(review, { maxLength: 5 }),
    fc.oneof({ weight: 1, arbitrary: fc.constant<Draft[]>([]) }, { weight: 9, arbitrary: trial }),
  )
  .map((parts) => parts.flat());
