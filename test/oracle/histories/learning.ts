import fc from 'fast-check';
import { cmi5Context, launchedUnit, named, registrationOf } from './launches.ts';
import { identityOf } from './learners.ts';
import { moments, type MomentOfDay } from './moments.ts';
import { OTHER_PROGRAM, PROGRAM } from './programs.ts';
import { event, statement, without, type Draft } from './sent.ts';

const ADL = 'http://adlnet.gov/expapi/verbs/';
const PROFILE = 'https://w3id.org/xapi/adl/verbs/';

/** Named, another's, or nobody's in particular. */
export const naming = fc.constantFrom(PROGRAM, PROGRAM, PROGRAM, undefined, undefined, OTHER_PROGRAM);
/** Hardly ever the sender gives no time. */
export const mostly = (min = -3, max = 13) =>
  fc.oneof({ weight: 40, arbitrary: moments(min, max) }, { weight: 1, arbitrary: fc.constant(null) });

const verbs = fc.constantFrom(
  ...['completed', 'completed', 'completed', 'passed', 'passed', 'failed', 'mastered', 'scored'].map(
    (verb) => ADL + verb,
  ),
  `${PROFILE}satisfied`,
  `${PROFILE}waived`,
  // of other vocabularies: the result alone speaks
  'https://w3id.org/xapi/tla/verbs/scored',
  'http://activitystrea.ms/schema/1.0/complete',
);
const modules = fc.constantFrom(
  'literacy',
  'literacy',
  'patterns',
  'patterns-2',
  'course',
  'elective',
  'knitting',
);
const flag = fc.constantFrom(undefined, undefined, undefined, true, true, false);
const way = fc.integer({ min: 0, max: 2 });

/** What a learner, or a stranger, says of modules in statements. */
function moduleStatement(who: string): fc.Arbitrary<Draft> {
  return fc
    .record({
      at: mostly(),
      verb: verbs,
      module: modules,
      completion: flag,
      success: flag,
      way,
      launch: fc.nat(5),
      names: named(3),
    })
    .map(({ at, verb, module, completion, success, way: signed, launch, names }) => {
      const activity = `urn:a:${module}`;
      // A cmi5 player knows the publisher's id from grouping alone; without the category grouping says nothing.
      const grouped = launch < 2;
      const launched = { registration: registrationOf(who, 9), session: 'of the LMS' };
      return statement(at, {
        actor: identityOf(who, signed),
        verb: { id: verb },
        object: { id: grouped ? `urn:launch:${launch}` : activity },
        result:
          completion === undefined && success === undefined ? undefined : without({ completion, success }),
        context:
          launch === 0
            ? cmi5Context(activity, launched, { named: names })
            : launch === 1
              ? { contextActivities: { grouping: [{ id: activity }] } }
              : undefined,
      });
    });
}

function moduleReport(learner: string): fc.Arbitrary<Draft> {
  return fc
    .record({
      at: mostly(),
      program: naming,
      module: fc.constantFrom('literacy', 'patterns', 'course', 'knitting'),
      byActivity: fc.boolean(),
      success: fc.constantFrom(undefined, true, false),
    })
    .map(({ at, program, module, byActivity, success }) =>
      event('module.completed', at, {
        program,
        learner,
        ...(byActivity ? { activity: `urn:a:${module}` } : { module }),
        success,
      }),
    );
}

const marks = fc.record({
  raw: fc.constantFrom(20, 30, 31, 45, 50, 0, 105),
  scale: fc.constantFrom(
    undefined,
    undefined,
    { min: 0, max: 50 },
    { min: 10, max: 110 },
    { min: 0, max: 200 },
  ),
  scaled: fc.constantFrom(undefined, undefined, 0.4, 0.75, -0.5),
  by: fc.constantFrom('raw', 'raw', 'raw', 'scaled', 'both'),
});

function markOf({
  raw,
  scale,
  scaled,
  by,
}: {
  raw: number;
  scale: { min: number; max: number } | undefined;
  scaled: number | undefined;
  by: string;
}) {
  const within = scale === undefined || (raw >= scale.min && raw <= scale.max);
  return without({
    ...(by === 'scaled' ? {} : { raw, ...(within ? scale : {}) }),
    scaled: by === 'raw' ? undefined : (scaled ?? 0.5),
  });
}

function scoreReport(learner: string): fc.Arbitrary<Draft> {
  return fc
    .record({
      phase: fc.constantFrom('pre', 'pre', 'post', 'post', 'day-30'),
      early: moments(-3, 4),
      late: moments(2, 13),
      program: naming,
      assessment: fc.constantFrom('check', 'check', 'check', 'check', 'quiz'),
      form: fc.constantFrom('a', 'a', 'a', 'b', 'b', 'c', 'unheard-of'),
      mark: marks,
      skill: fc.constantFrom(undefined, undefined, undefined, 'prompting'),
      attempt: fc.constantFrom(undefined, 1, 2),
    })
    .map(({ phase, early, late, mark, ...told }) =>
      event('assessment.scored', phase === 'pre' ? early : late, {
        learner,
        phase,
        ...told,
        ...markOf(mark),
      }),
    );
}

function scoreStatement(who: string): fc.Arbitrary<Draft> {
  return fc
    .record({
      form: fc.constantFrom('pre-a', 'pre-a', 'pre-c', 'post-a', 'post-b', 'post-c'),
      early: moments(-3, 4),
      late: moments(2, 13),
      way,
      verb: fc.constantFrom('scored', 'passed', 'failed', 'completed').map((verb) => ADL + verb),
      mark: marks,
      completion: fc.constantFrom(undefined, undefined, true, false),
    })
    .map(({ form, early, late, way: signed, verb, mark, completion }) =>
      statement(form.startsWith('pre') ? early : late, {
        actor: identityOf(who, signed),
        verb: { id: verb },
        object: { id: `urn:a:${form}` },
        result: without({ completion, score: markOf(mark) }),
      }),
    );
}

/** All that any role is asked for, in time: a plain statement may be completed and passed at once. */
function finished(learner: string): fc.Arbitrary<Draft[]> {
  return fc
    .record({ at: fc.tuple(moments(2, 8), moments(2, 8), moments(2, 9)), way })
    .map(({ at, way: signed }) =>
      at.map((moment, index) =>
        statement(moment, {
          actor: identityOf(learner, signed),
          verb: { id: index === 2 ? `${PROFILE}satisfied` : `${ADL}completed` },
          object: { id: `urn:a:${['literacy', 'patterns', 'course'][index] ?? ''}` },
          result: index === 2 ? undefined : { success: true },
        }),
      ),
    );
}

/** A score from before the first module and one from inside the window, on forms that can be compared. */
function assessedTwice(learner: string): fc.Arbitrary<Draft[]> {
  return fc
    .record({
      early: moments(0, 2),
      late: moments(3, 8),
      before: fc.integer({ min: 5, max: 35 }),
      after: fc.integer({ min: 15, max: 50 }),
      form: fc.constantFrom('a', 'a', 'b'),
      program: naming,
    })
    .map(({ early, late, before, after, form, program }) => {
      const scored = (at: MomentOfDay, phase: string, taken: string, raw: number) =>
        event('assessment.scored', at, { program, learner, assessment: 'check', phase, form: taken, raw });
      return [
        scored(early, 'pre', 'a', before),
        scored(late, 'post', form, form === 'b' ? after + 10 : after),
      ];
    });
}

/** A learner's modules and assessments. */
export function learningEvents(learner: string, most: number): fc.Arbitrary<Draft[]> {
  const now = (often: number, drafts: fc.Arbitrary<Draft[]>) => fc.option(drafts, { nil: [], freq: often });
  return fc
    .tuple(
      now(2, finished(learner)),
      now(3, assessedTwice(learner)),
      now(2, launchedUnit(learner)),
      fc.array(fc.oneof(moduleStatement(learner), moduleReport(learner)), { maxLength: most }),
      fc.array(fc.oneof(scoreReport(learner), scoreReport(learner), scoreStatement(learner)), {
        maxLength: most,
      }),
    )
    .map((parts) => parts.flat());
}

/** Statements of actors whom no learner owns. */
export const strangerEvents: fc.Arbitrary<Draft[]> = fc.array(
  fc
    .constantFrom('stranger-1', 'stranger-2')
    .chain((who) => fc.oneof(moduleStatement(who), scoreStatement(who))),
  { maxLength: 3 },
);
