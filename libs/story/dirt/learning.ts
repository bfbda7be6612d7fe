import { nightlySync, onOwnDay, plusMinutes } from '../calendar.ts';
import type { LedgerLearner, Score, Shape } from '../ledger/ledger.ts';
import { known } from '../ledger/learners.ts';
import { moduleOf } from '../plan.ts';
import { idOf, type Message } from '../push/message.ts';
import { moodle, plain, telling } from '../push/statement.ts';
import { identityAt, moduleCompleted, tellCompletion, tellScore, unitsOf } from '../push/tell-learning.ts';
import type { Random } from '../random.ts';
import type { Dirt } from './dirt.ts';

const ofShape = (learners: readonly LedgerLearner[], shape: Shape, role?: string) =>
  learners.filter(
    (learner) => learner.shape === shape && (role === undefined || learner.enrolled.role === role),
  );

export const failures: Dirt<'failures'> = {
  name: 'failures',
  sentence:
    'Attempts end with success or completion false; a reader that only sees the module counts them as done.',
  adds: (messages, ledger, random) => [
    ...messages,
    ...ofShape(ledger.learners, 'late-finisher').flatMap((learner) => failed(random, learner)),
  ],
};

/** Failed and unfinished attempts at the module that these learners pass only after their own day 90. */
function failed(random: Random, learner: LedgerLearner): Message[] {
  const { activity } = moduleOf('guardrails');
  const actor = identityAt(learner, 0);
  const said = (name: string, day: number) => {
    const at = onOwnDay(learner.enrolled.at, day, 640);
    return telling(`failure/${learner.id}/${name}`, at, nightlySync(at));
  };
  const score = { scaled: 0.4 };
  if (learner.enrolled.role === 'prompt-engineer')
    return [
      moduleCompleted(random, said('event', 30), learner.id, {
        module: 'guardrails',
        success: false,
        attempt: 1,
      }),
    ];
  return [
    moodle(random, said('failed', 28), actor, 'failed', activity, {
      success: false,
      completion: true,
      score,
    }),
    plain(random, said('completed', 29), actor, 'completed', activity, { success: false, completion: true }),
    plain(random, said('unfinished', 30), actor, 'exited', activity, { completion: false }),
  ];
}

export const unknownActivities: Dirt<'unknown-activities'> = {
  name: 'unknown-activities',
  sentence:
    'Activities that no program names are passed; a reader that takes the likeliest module counts last year’s course.',
  adds: (messages, ledger, random) => [
    ...messages,
    ...[
      ...ofShape(ledger.learners, 'late-finisher'),
      ...ofShape(ledger.learners, 'regular').filter((learner) => learner.place % 5 === 0),
    ].flatMap((learner) => {
      const at = onOwnDay(learner.enrolled.at, 34, 700);
      const said = (name: string) => telling(`unknown/${learner.id}/${name}`, at, nightlySync(at));
      return [
        plain(
          random,
          said('course'),
          identityAt(learner, 0),
          'passed',
          `${moduleOf('guardrails').activity}-2025`,
          { success: true, completion: true },
        ),
        plain(
          random,
          said('talk'),
          identityAt(learner, 0),
          'completed',
          'https://media.example.org/talks/7',
          {
            completion: true,
          },
        ),
      ];
    }),
  ],
};

export const twoAttempts: Dirt<'two-attempts'> = {
  name: 'two-attempts',
  sentence:
    'Learners sit the check twice before and after; a reader that takes the last or the best mark sees more gain.',
  adds: (messages, ledger, random) => [
    ...messages,
    ...ofShape(ledger.learners, 'two-attempts').flatMap((learner) =>
      ledger.scores
        .filter((score) => score.learner === learner.id)
        .map((score) => tellScore(random, learner, secondOf(score), 'second')),
    ),
  ],
};

function secondOf(score: Score): Score {
  const at = plusMinutes(score.at, score.phase === 'pre' ? 95 : 5 * 1440);
  return { ...score, ...known(at), percent: Math.min(100, score.percent + 12) };
}

export const courseUnits: Dirt<'course-units'> = {
  name: 'course-units',
  sentence:
    'Units of a cmi5 course are completed but the course is never satisfied; a reader of grouping alone counts the course.',
  adds: (messages, ledger, random) => [
    ...messages,
    ...ofShape(ledger.learners, 'course-not-satisfied').flatMap((learner) => {
      const { id, activity } = moduleOf('control-plans');
      const at = onOwnDay(learner.enrolled.at, 62, 900);
      const unit = { actor: identityAt(learner, 1), registration: `${learner.id}/${id}` };
      return unitsOf(random, telling(`units/${learner.id}`, at, nightlySync(at)), unit, activity, [1, 2]);
    }),
  ],
};

/** Done again after it was done: the first time stands, inside the window or out of it. */
export const repetitions: Dirt<'repetitions'> = {
  name: 'repetitions',
  sentence:
    'Modules are done a second time after day 90; a reader of the last completion finds them too late.',
  adds: (messages, ledger, random) => [
    ...messages,
    ...ledger.learners
      .filter(({ shape, place }) => shape === 'regular' && place % 28 === 18)
      .flatMap((learner) => {
        const done = ledger.completions.filter(
          (one) => one.learner === learner.id && one.module === 'ai-literacy' && one.via === 'statement',
        );
        const onDay97 = known(onOwnDay(learner.enrolled.at, 97, 800));
        const renamed = (message: Message) => ({ ...message, about: `again/${idOf(message)}` });
        return done.flatMap((one) =>
          tellCompletion(random.fork('again'), learner, { ...one, ...onDay97 }).map(renamed),
        );
      }),
  ],
};
