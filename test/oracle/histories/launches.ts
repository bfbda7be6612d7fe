import fc from 'fast-check';
import { identityOf } from './learners.ts';
import { moments, type MomentOfDay } from './moments.ts';
import { statement, without, type Draft } from './sent.ts';

const ADL = 'http://adlnet.gov/expapi/verbs/';
const ABANDONED = 'https://w3id.org/xapi/adl/verbs/abandoned';
const CONTEXT = 'https://w3id.org/xapi/cmi5/context';
const CMI5 = { id: `${CONTEXT}/categories/cmi5` };
const MOVE_ON = { id: `${CONTEXT}/categories/moveon` };

/** What a statement that cmi5 defines may forget to name. */
export type Named = 'both' | 'session' | 'registration' | 'neither';
/** Hardly ever anything is forgotten. */
export const named = (both: number): fc.Arbitrary<Named> =>
  fc.oneof(
    { weight: both, arbitrary: fc.constant<Named>('both') },
    { weight: 1, arbitrary: fc.constantFrom<Named>('session', 'registration', 'neither') },
  );

/** The context of a statement of cmi5 about what its publisher calls `activity`. */
export function cmi5Context(
  activity: string,
  { registration, session }: { readonly registration: string; readonly session: string },
  more: { readonly named: Named; readonly extensions?: Record<string, unknown>; readonly moves?: boolean },
) {
  const names = (what: Named) => more.named === 'both' || more.named === what;
  const extensions = without({
    ...more.extensions,
    sessionid: names('session') ? session : undefined,
  });
  return without({
    registration: names('registration') ? registration : undefined,
    contextActivities: {
      grouping: [{ id: activity }],
      category: more.moves === false ? [CMI5] : [CMI5, MOVE_ON],
    },
    extensions: Object.fromEntries(
      Object.entries(extensions).map(([name, value]) => [`${CONTEXT}/extensions/${name}`, value]),
    ),
  });
}

/** Of each learner and unit one. */
export function registrationOf(who: string, unit: number): string {
  const digits = Buffer.from(who).toString('hex').slice(-11).padStart(11, '0');
  return `5eed0000-0000-4000-8000-${digits}${unit}`;
}

const units = ['literacy', 'patterns', 'course', 'post-a'] as const;
const seldom = fc.integer({ min: 0, max: 11 }).map((roll) => roll === 0);
const mode = fc.constantFrom(undefined, 'Normal', 'Normal', 'Normal', 'Browse', 'Review');

interface Word {
  readonly verb: string;
  readonly at: MomentOfDay;
  readonly session: string;
  readonly named: Named;
  readonly duration?: string | undefined;
  readonly raw?: number | undefined;
  readonly launchMode?: string | undefined;
  readonly wrong?: boolean;
  readonly unmoving?: boolean;
  readonly scoredAnyway?: boolean;
}

const word: fc.Arbitrary<Word> = fc.record({
  verb: fc.constantFrom(
    ...['initialized', 'completed', 'completed', 'passed', 'passed', 'failed', 'terminated'].flatMap(
      (verb) => [verb, verb],
    ),
    'abandoned',
    'launched',
    'experienced',
  ),
  at: moments(1, 9),
  session: fc.constantFrom('one', 'one', 'two'),
  named: named(12),
  duration: fc.constantFrom('PT20M', 'PT20M', 'PT20M', undefined),
  raw: fc.constantFrom(undefined, 20, 45),
  // an AU need not tell it, and hardly does
  launchMode: fc.constantFrom(...Array<undefined>(9).fill(undefined), 'Browse', 'Normal'),
  wrong: seldom,
  unmoving: seldom,
  scoredAnyway: seldom,
});

/** What the LMS and an AU say of a launch, rightly or not: of two sessions, in whatever order they come to lie. */
export function launchedUnit(who: string): fc.Arbitrary<Draft[]> {
  const opening = fc.record({
    launched: fc.option(fc.record({ at: moments(-1, 1), launchMode: mode }), { freq: 2 }),
    at: moments(0, 4),
  });
  return fc
    .record({
      unit: fc.nat(units.length - 1),
      way: fc.integer({ min: 0, max: 2 }),
      openings: fc.tuple(opening, opening),
      said: fc.array(word, { maxLength: 5 }),
      masteryScore: fc.constantFrom('in all', 'in all', 'in launched'),
    })
    .map(({ unit, way, openings, said, masteryScore }) => {
      const opened = openings.flatMap(({ launched, at }, index): Word[] => {
        const own = { session: index === 0 ? 'one' : 'two', named: 'both' as const };
        const first = launched === null ? [] : [{ ...own, verb: 'launched', ...launched }];
        return [...first, { ...own, verb: 'initialized', at }];
      });
      const launch = { unit, registration: registrationOf(who, unit), actor: identityOf(who, way) };
      return [...opened, ...said].map((one) => {
        const tells = one.verb === 'launched' || masteryScore === 'in all';
        return draftOf(one, launch, tells ? 0.5 : undefined);
      });
    });
}

function draftOf(
  { verb, at, session, named: names, duration, raw, launchMode, wrong, unmoving, scoredAnyway }: Word,
  launch: { readonly unit: number; readonly registration: string; readonly actor: Record<string, unknown> },
  masteryscore: number | undefined,
): Draft {
  const { unit, registration, actor } = launch;
  const judged = verb === 'passed' || verb === 'failed';
  const isScored = raw !== undefined && (judged || scoredAnyway === true);
  const result = without({
    duration: verb === 'launched' ? undefined : duration,
    completion: verb === 'completed' ? wrong !== true : undefined,
    success: judged ? (verb === 'passed') !== wrong : undefined,
    score: isScored ? { raw, min: 0, max: 50 } : undefined,
  });
  return statement(at, {
    actor,
    verb: { id: verb === 'abandoned' ? ABANDONED : ADL + verb },
    object: { id: `urn:launch:unit:${unit}` },
    result: Object.keys(result).length === 0 ? undefined : result,
    context: cmi5Context(
      `urn:a:${units[unit] ?? ''}`,
      { registration, session },
      {
        named: names,
        extensions: { masteryscore, launchmode: launchMode },
        moves: unmoving !== true,
      },
    ),
  });
}
