import { bootstrapClustered, passHatK, type Passes } from '#statistics';
import { compareText, evidenceOf } from '../../evidence/evidence.ts';
import type { Frame } from '../../frame/frame.ts';
import { scanOf } from '../../freshness/feed.ts';
import { promptSettingsOf, reviewsOf } from '../../prompt-consistency/loader.ts';
import { criteria, runsOf, type Run } from '../../prompt-consistency/review.ts';
import type { ReviewFact } from '../../prompt-consistency/reviews.query.ts';
import type { Benchmark, BenchmarkValue } from './benchmark.ts';

/** pass^k on the test set: the chance that k runs of an item on a prompt version all pass every criterion of the rubric. */
export const consistencyOnTestSet: Benchmark = {
  id: 'consistency-on-test-set',
  unit: 'share',
  async value(reader, frame) {
    return consistencyOnTestSetValue(await reader.reviews(), frame);
  },
};

export function consistencyOnTestSetValue(facts: readonly ReviewFact[], frame: Frame): BenchmarkValue {
  const feed = reviewsOf(facts, frame);
  const { rubricVersion, current, k, passMark, seed } = promptSettingsOf(frame.program, () => feed);
  const counted = feed.filter(
    (review) =>
      !review.calibration &&
      review.rubricVersion === rubricVersion &&
      review.occurredAt >= current.start &&
      review.occurredAt <= current.end,
  );
  const { runs } = runsOf(counted);
  const cells = [...Map.groupBy(runs, ({ cell }) => cell)].sort(([a], [b]) => compareText(a, b));
  const often = cells.map(([, own]) => own).filter((own) => own.length >= k);
  const result = passHatK(
    often.map((own) => passesOf(own, passMark)),
    k,
  );
  // Items of one prompt are not independent: prompts are drawn whole.
  const prompts = [...Map.groupBy(often, ([first]) => first?.prompt ?? '').values()];
  const interval = bootstrapClustered(
    prompts.map((own) => own.map((runs) => passesOf(runs, passMark))),
    (drawn) => {
      const again = passHatK(drawn.flat(), k);
      return again.ok ? again.estimate : Number.NaN;
    },
    { seed: `${seed} test set`, method: 'expanded percentile' },
  );
  return {
    value: result.ok ? result.estimate : null,
    numerator: null,
    denominator: null,
    n: often.length,
    interval: interval.ok ? interval.interval : null,
    reason: result.ok ? null : `No test item was run ${k} times on a prompt version in the period.`,
    details: { k, passMark, prompts: prompts.length, tooFewRuns: cells.length - often.length },
    evidence: often.flatMap((own) =>
      own.flatMap(({ prompt, reviews }) => reviews.map((review) => evidenceOf('numerator', prompt, review))),
    ),
    feed: scanOf(feed),
  };
}

function passesOf(runs: readonly Run[], passMark: number): Passes {
  return {
    passed: runs.filter(({ levels }) => criteria.every((criterion) => levels[criterion] >= passMark)).length,
    runs: runs.length,
  };
}
