import { feedOf, promptConsistencyFigure, type PromptSettings, type Review } from '#kpi';
import { Generator } from '#statistics';
import { day, names, normal, originAt, within } from '../draws.ts';
import { outcomeOf, sideOfTruth, type Scenario } from '../study.ts';

/** Runs of prompts, scored 1 to 5; a prompt keeps its level and its own spread in both periods. */
interface World {
  readonly items: number;
  readonly runs: number;
  /** sd of the level between prompts, and of the logarithm of their spread */
  readonly between: number;
  readonly unlike: number;
  /** sd of runs in the baseline, and the factor on it now */
  readonly spread: number;
  readonly factor: number;
  /** mean score of all prompts, and the score that passes on safety and format */
  readonly level: number;
  readonly passMark: number;
}

const criteria = ['clarity', 'grounding', 'safety', 'completeness', 'formatCompliance'] as const;
const reviewers = ['ines', 'omar'] as const;

const settings: Omit<PromptSettings, 'passMark'> = {
  rubricVersion: '1',
  k: 3,
  baseline: { start: day(0), end: day(30) },
  current: { start: day(31), end: day(60) },
  target: { value: null, comparison: 'improve' },
  minimum: { prompts: 2, runs: 3, calibrationItems: 10 },
  staleAfter: 'P365D',
  seed: 'simulation',
};

type Scored = Pick<Review, 'item' | 'run' | 'reviewer' | 'scores'>;

/** The reviews of one prompt in one period. */
function reviewsOf(world: World, level: number, spread: number, random: Generator): Scored[] {
  const reviews: Scored[] = [];
  for (let item = 0; item < world.items; item += 1) {
    const own = level + 0.4 * normal(random);
    for (let run = 0; run < world.runs; run += 1) {
      const quality = own + spread * normal(random);
      for (const reviewer of reviewers) {
        const score = () => within(1, 5, Math.round(quality + 0.35 * normal(random)));
        const scores = {
          clarity: score(),
          grounding: score(),
          safety: score(),
          completeness: score(),
          formatCompliance: score(),
        };
        reviews.push({ item: `item-${item}`, run: `run-${run}`, reviewer, scores });
      }
    }
  }
  return reviews;
}

function promptOf(world: World, random: Generator): { before: Scored[]; now: Scored[] } {
  const level = world.level + world.between * normal(random);
  const spread = world.spread * Math.exp(world.unlike * normal(random));
  return {
    before: reviewsOf(world, level, spread, random),
    now: reviewsOf(world, level, world.factor * spread, random),
  };
}

function reviewOf(prompt: string, period: string, at: number, scored: Scored, calibration = false): Review {
  const { item, run, reviewer } = scored;
  return {
    ...originAt(day(at), [prompt, period, item, run, reviewer].join('/')),
    prompt,
    version: '1',
    rubricVersion: '1',
    calibration,
    team: 't',
    ...scored,
  };
}

/** Reviewers who agree: twelve runs on which both gave the same scores. */
const calibration: readonly Review[] = Array.from({ length: 12 }, (_, index) => {
  const given = 1 + (index % 5);
  const scores = {
    clarity: given,
    grounding: given,
    safety: given,
    completeness: given,
    formatCompliance: given,
  };
  return reviewers.map((reviewer) =>
    reviewOf('calibration', 'now', 40, { item: 'c', run: `run-${index}`, reviewer, scores }, true),
  );
}).flat();

const TRUTH_PROMPTS = 20_000;

/** The reduction over a population of prompts; 0 where both periods have one distribution. */
function truthOf(world: World): number {
  if (world.factor === 1) return 0;
  const random = Generator.of('the population');
  let [before, now] = [0, 0];
  for (let i = 0; i < TRUTH_PROMPTS; i += 1) {
    const prompt = promptOf(world, random);
    before += squaresWithin(prompt.before);
    now += squaresWithin(prompt.now);
  }
  return 1 - Math.sqrt(now / before);
}

/** Σ over items of the squared deviations of runs, each run scored by its mean. Every prompt has as many runs. */
function squaresWithin(reviews: readonly Scored[]): number {
  let sum = 0;
  for (const own of Map.groupBy(reviews, ({ item }) => item).values()) {
    const runs = [...Map.groupBy(own, ({ run }) => run).values()].map(meanScore);
    const centre = runs.reduce((total, score) => total + score, 0) / runs.length;
    for (const score of runs) sum += (score - centre) ** 2;
  }
  return sum;
}

function meanScore(reviews: readonly Scored[]): number {
  const scores = reviews.flatMap(({ scores }) => criteria.map((criterion) => scores[criterion]));
  return scores.reduce((total, score) => total + score, 0) / scores.length;
}

function scenario(setting: string, effect: string, world: World): Scenario {
  return {
    kpi: 'prompt-consistency',
    setting,
    effect,
    kind: world.factor === 1 ? 'nothing' : 'change',
    of: (n) => {
      const truth = truthOf(world);
      const prompts = names('prompt', n);
      return (random) => {
        const reviews = prompts.flatMap((prompt) => {
          const { before, now } = promptOf(world, random);
          return [
            ...before.map((scored) => reviewOf(prompt, 'before', 10, scored)),
            ...now.map((scored) => reviewOf(prompt, 'now', 40, scored)),
          ];
        });
        const figure = promptConsistencyFigure(
          { reviews, calibration, feed: feedOf(reviews.slice(-1)) },
          { ...settings, passMark: world.passMark },
          day(61),
        );
        return outcomeOf(figure, { 'prompt-consistency': sideOfTruth(figure.interval, truth) });
      };
    },
  };
}

/** Every score passes: these are of the interval alone, not of the guards on safety and format. */
const unguarded = { level: 3.3, passMark: 1 };

const worlds = [
  {
    setting: '1 item of 3 runs, prompts alike',
    shape: { items: 1, runs: 3, between: 0.5, unlike: 0.2, spread: 0.7, ...unguarded },
  },
  {
    setting: '2 items of 3 runs, prompts unlike',
    shape: { items: 2, runs: 3, between: 0.7, unlike: 0.6, spread: 0.7, ...unguarded },
  },
] as const;

/** With the pass mark of the program file: pass^k of safety and format must not be lower (decision 0011). */
const guarded = [3.3, 4.4].map((level) => ({
  setting: `1 item of 3 runs, prompts alike, mean ${level}, pass^3 at 4 not lower`,
  shape: { ...worlds[0].shape, level, passMark: 4 },
}));

export const promptScenarios: readonly Scenario[] = [
  ...worlds.flatMap(({ setting, shape }) => [
    scenario(setting, 'no change', { ...shape, factor: 1 }),
    scenario(setting, 'spread less by a quarter', { ...shape, factor: 0.75 }),
    scenario(setting, 'spread less by a half', { ...shape, factor: 0.5 }),
  ]),
  ...guarded.flatMap(({ setting, shape }) => [
    scenario(setting, 'spread less by a quarter', { ...shape, factor: 0.75 }),
    scenario(setting, 'spread less by a half', { ...shape, factor: 0.5 }),
  ]),
];
