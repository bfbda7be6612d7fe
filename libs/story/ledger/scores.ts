import { onOwnDay } from '../calendar.ts';
import type { FormId, Phase } from '../plan.ts';
import type { Random } from '../random.ts';
import { known } from './learners.ts';
import type { LedgerLearner, Score } from './ledger.ts';

/**
 * Before and after marks. Track learners gain about 40% on their mean, managers about 9%, both far from the target of
 * 20%, with little spread: the status of every row of ten learners or more is beyond doubt.
 */
export function makeScores(random: Random, learner: LedgerLearner): Score[] {
  const stream = random.fork(`scores/${learner.id}`);
  const manager = learner.enrolled.role === 'change-champion';
  const pre = manager ? stream.between(24, 31) : stream.between(19, 27);
  const post = Math.min(50, pre + (manager ? stream.between(1, 4) : stream.between(7, 11)));
  const excluded = learner.shape === 'excluded';
  const preScore = make(learner, 'pre', 'form-a', learner.shape === 'late-pre' ? 13 : 1, stream, pre * 2);
  const postScore = make(
    learner,
    'post',
    postForm(learner),
    postDay(learner),
    stream,
    // the good marks of those excluded would move the mean if they were counted
    excluded ? 100 : post * 2,
  );
  return [...(hasPre(learner) ? [preScore] : []), ...(hasPost(learner) ? [postScore] : [])];
}

function make(
  learner: LedgerLearner,
  phase: Phase,
  form: FormId,
  day: number,
  random: Random,
  percent: number,
): Score {
  return {
    ...known(onOwnDay(learner.enrolled.at, day, random.between(14 * 60, 17 * 60))),
    learner: learner.id,
    phase,
    form,
    percent,
    via: learner.place % 28 > 17 && learner.place % 4 === 1 ? 'event' : 'statement',
    as: learner.shape === 'two-identities' && phase === 'post' ? 2 : 0,
  };
}

/** Who had done a module before enrolment has no mark before the first module. */
function hasPre({ shape }: LedgerLearner): boolean {
  return !shape.startsWith('prior-');
}

function hasPost({ shape }: LedgerLearner): boolean {
  return !shape.startsWith('withdrawn');
}

function postForm({ shape, place }: LedgerLearner): FormId {
  if (shape === 'other-form') return 'form-c';
  return place % 3 === 0 ? 'form-b' : 'form-a';
}

/** The last of the late joiners are marked in the last days of the cohort's windows, so that the data are fresh there. */
function postDay({ shape, place }: LedgerLearner): number {
  if (place % 28 === 3) return 86;
  if (shape === 'late-post') return 94;
  return shape === 'two-attempts' ? 74 : 70 + (place % 9);
}
