import { z } from 'zod';
import { feedOf, promptConsistencyFigure, type PromptSettings, type Review } from '#kpi';
import { Generator, intraclassCorrelation, krippendorffAlpha, krippendorffAlphaInterval } from '#statistics';
import { day, names, normal, originAt, within } from '../draws.ts';
import { estimateSchema, once, outcomeOf, sideOfTruth, type Scenario } from '../study.ts';

/** Reviewers of calibration items, a new sample of them for each program. */
interface World {
  readonly reviewers: number;
  /** sd of their severity */
  readonly severity: number;
  /** sd of a single score about the item's quality */
  readonly noise: number;
}

const settings: PromptSettings = {
  rubricVersion: '1',
  passMark: 4,
  k: 3,
  baseline: null,
  current: { start: day(0), end: day(60) },
  target: null,
  minimum: { prompts: 2, runs: 3, calibrationItems: 2 },
  staleAfter: 'P365D',
  seed: 'simulation',
};

const criteria = ['clarity', 'grounding', 'safety', 'completeness', 'formatCompliance'] as const;
type Scores = Review['scores'];

function scoresOf(quality: number, { noise }: World, random: Generator): Scores {
  const score = () => within(1, 5, Math.round(quality + noise * normal(random)));
  return {
    clarity: score(),
    grounding: score(),
    safety: score(),
    completeness: score(),
    formatCompliance: score(),
  };
}

/** One row an item, one column a reviewer. */
function tableOf(world: World, items: number, reviewers: number, random: Generator): Scores[][] {
  const severities = Array.from({ length: reviewers }, () => world.severity * normal(random));
  return Array.from({ length: items }, () => {
    const quality = 3 + normal(random);
    return severities.map((severity) => scoresOf(quality - severity, world, random));
  });
}

const meanCriterion = (scores: Scores): number =>
  criteria.reduce((sum, criterion) => sum + scores[criterion], 0) / criteria.length;

/** ICC(2,1) of a population of items and reviewers. */
function correlationOf(world: World): number {
  const table = tableOf(world, 800, 800, Generator.of('the population'));
  const icc = intraclassCorrelation(
    table.map((row) => row.map(meanCriterion)),
    'ICC(2,1)',
  );
  if (!icc.ok) throw new RangeError(icc.reason);
  return icc.estimate;
}

/** Alpha of one criterion, over many items of reviewers who are equally severe. */
function alphaOf(world: World): number {
  const table = tableOf(world, 40_000, world.reviewers, Generator.of('the population'));
  const alpha = krippendorffAlpha(
    table.map((row) => row.map(({ safety }) => safety)),
    'ordinal',
  );
  if (!alpha.ok) throw new RangeError(alpha.reason);
  return alpha.estimate;
}

const agreementSchema = z.object({ icc: estimateSchema });

function scenario(setting: string, world: World): Scenario {
  const population = once(() => ({
    correlation: correlationOf(world),
    // Resampling items cannot know how much other reviewers would differ in severity.
    alpha: world.severity === 0 ? alphaOf(world) : null,
  }));
  return {
    kpi: 'prompt-consistency',
    setting,
    effect: 'calibration items',
    kind: 'estimate',
    of: (n) => {
      const { correlation, alpha } = population();
      const items = names('item', n);
      return (random) => {
        const table = tableOf(world, n, world.reviewers, random);
        const calibration = table.flatMap((row, item) =>
          row.map((scores, reviewer) => reviewOf(items[item] ?? '', `reviewer-${reviewer}`, scores)),
        );
        const figure = promptConsistencyFigure(
          { reviews: [], calibration, feed: feedOf([]) },
          settings,
          day(61),
        );
        const { icc } = agreementSchema.parse(figure.details);
        return outcomeOf(figure, {
          'prompt-consistency, ICC of reviewers': sideOfTruth(icc.interval, correlation),
          ...(alpha === null ? {} : { 'statistics, Krippendorff alpha': alphaSide(table, alpha) }),
        });
      };
    },
  };
}

function alphaSide(table: readonly (readonly Scores[])[], truth: number) {
  const ratings = table.map((row) => row.map(({ safety }) => safety));
  const answer = krippendorffAlphaInterval(ratings, 'ordinal', {
    seed: 'simulation',
    method: 'expanded percentile',
  });
  return sideOfTruth(answer.ok ? answer.interval : null, truth);
}

function reviewOf(item: string, reviewer: string, scores: Scores): Review {
  return {
    ...originAt(day(10), `${item}/${reviewer}`),
    prompt: item,
    version: '1',
    item: 'item',
    run: 'run',
    reviewer,
    rubricVersion: '1',
    calibration: true,
    team: 't',
    scores,
  };
}

export const reviewerScenarios: readonly Scenario[] = [
  scenario('2 reviewers, equally severe', { reviewers: 2, severity: 0, noise: 0.6 }),
  scenario('3 reviewers, equally severe, much noise', { reviewers: 3, severity: 0, noise: 1 }),
  scenario('3 reviewers, severity sd 0.3', { reviewers: 3, severity: 0.3, noise: 0.6 }),
];
