import { z } from 'zod';
import { type Attempt, feedOf, type Figure, skillsGainFigure, type SkillsSettings } from '#kpi';
import { Generator } from '#statistics';
import { day, names, normal, originAt, within } from '../draws.ts';
import {
  estimateSchema,
  once,
  outcomeOf,
  sideOfTruth,
  sizes,
  type Outcome,
  type Scenario,
} from '../study.ts';
import { memberNamed, windowDays } from './members.ts';

/** Pre and post score of one learner of a population. */
type Scores = (random: Generator) => readonly [pre: number, post: number];

const form = { id: 'a', scale: { min: 0, max: 100 }, scaled: false };
const settings: Omit<SkillsSettings, 'target'> = {
  minimumN: 2,
  matched: 0.8,
  staleAfter: 'P365D',
  forms: { form: () => form, equivalent: (_assessment, a, b) => a === b },
  seed: 'simulation',
  selectedForLowScores: false,
};

/** Two correlated standard normal draws. */
function correlated(random: Generator, correlation: number): [number, number] {
  const first = normal(random);
  return [first, correlation * first + Math.sqrt(1 - correlation ** 2) * normal(random)];
}

const score = (value: number): number => Math.round(within(0, 100, value));

const middling =
  (gain: number): Scores =>
  (random) => {
    const [a, b] = correlated(random, 0.5);
    return [score(50 + 18 * a), score(50 + gain + 18 * b)];
  };

/** Distance to the maximum is lognormal: skewed, and some reach the ceiling. */
const nearCeiling =
  (closed: number): Scores =>
  (random) => {
    const [a, b] = correlated(random, 0.6);
    return [score(100 - 30 * Math.exp(0.8 * a)), score(100 - 30 * (1 - closed) * Math.exp(0.8 * b))];
  };

/** Distance to zero is lognormal: most score low, a few high. */
const nearFloor =
  (more: number): Scores =>
  (random) => {
    const [a, b] = correlated(random, 0.6);
    return [score(15 * Math.exp(0.7 * a)), score(15 * (1 + more) * Math.exp(0.7 * b))];
  };

/** Four in five learn the whole matter, the fifth nothing. */
const allOrNothing: Scores = (random) => {
  const [a, b] = correlated(random, 0.4);
  const before = score(35 + 12 * a);
  return [before, random.uniform() < 0.8 ? score(85 + 8 * b) : before];
};

/** The true values of what the KPI estimates. */
interface Truth {
  readonly gain: number;
  readonly points: number;
  readonly hake: number;
  readonly gz: number;
  readonly dav: number;
  readonly ceiling: number;
}

const TRUTH_DRAWS = 400_000;
const MAXIMUM = 100;

/** Of the whole population; exactly no gain where pre and post have one distribution. */
function truthOf(scores: Scores, changed: boolean): Truth {
  const random = Generator.of('the population');
  let [before, after, beforeSquares, afterSquares, products, top] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < TRUTH_DRAWS; i += 1) {
    const [pre, post] = scores(random);
    before += pre / TRUTH_DRAWS;
    after += post / TRUTH_DRAWS;
    beforeSquares += pre ** 2 / TRUTH_DRAWS;
    afterSquares += post ** 2 / TRUTH_DRAWS;
    products += (pre * post) / TRUTH_DRAWS;
    if (post >= MAXIMUM) top += 1 / TRUTH_DRAWS;
  }
  const points = changed ? after - before : 0;
  const [first, second] = [beforeSquares - before ** 2, afterSquares - after ** 2];
  const ofDifferences = first + second - 2 * (products - before * after);
  return {
    gain: points / before,
    points,
    hake: points / (MAXIMUM - before),
    gz: points / Math.sqrt(ofDifferences),
    dav: (2 * points) / (Math.sqrt(first) + Math.sqrt(second)),
    ceiling: top,
  };
}

const twofold = estimateSchema.extend({ distributionFree: estimateSchema.optional() });
const effects = z.object({
  points: estimateSchema,
  hake: estimateSchema,
  hedgesGz: twofold,
  hedgesDav: twofold,
  fieller: estimateSchema,
  ceilingShare: estimateSchema,
});

function intervalsOf({ interval, details }: Figure, truth: Truth): Outcome['intervals'] {
  const { points, hake, hedgesGz, hedgesDav, fieller, ceilingShare } = effects.parse(details);
  return {
    'skills-gain': sideOfTruth(interval, truth.gain),
    'skills-gain, Fieller': sideOfTruth(fieller.interval, truth.gain),
    'skills-gain, points': sideOfTruth(points.interval, truth.points),
    'skills-gain, Hake': sideOfTruth(hake.interval, truth.hake),
    'skills-gain, Hedges g_z': sideOfTruth(hedgesGz.interval, truth.gz),
    'skills-gain, g_z distribution-free': sideOfTruth(hedgesGz.distributionFree?.interval, truth.gz),
    'skills-gain, Hedges d_av': sideOfTruth(hedgesDav.interval, truth.dav),
    'skills-gain, d_av distribution-free': sideOfTruth(hedgesDav.distributionFree?.interval, truth.dav),
    'skills-gain, ceiling share': sideOfTruth(ceilingShare.interval, truth.ceiling),
  };
}

/** From 1,000 learners on the headline is Fieller's interval. */
const skillsSizes = [...sizes, 1000];

function scenario(
  setting: string,
  effect: string,
  scores: Scores,
  asked: { readonly changed: boolean; readonly atTarget: boolean },
): Scenario {
  const population = once(() => truthOf(scores, asked.changed));
  return {
    kpi: 'skills-gain',
    setting,
    effect: asked.atTarget ? `${effect}, the target` : effect,
    kind: asked.changed && !asked.atTarget ? 'change' : 'nothing',
    sizes: skillsSizes,
    of: (n) => {
      const truth = population();
      const target = asked.atTarget
        ? { value: truth.gain, comparison: '>=' as const }
        : { value: 0, comparison: '>' as const };
      const learners = names('learner', n);
      const members = learners.map((learner) => memberNamed(learner, 'operator'));
      return (random) => {
        const attempts = new Map(learners.map((learner) => [learner, attemptsOf(learner, scores(random))]));
        const figure = skillsGainFigure(
          { members, attempts, signals: new Map(), feed: feedOf([...attempts.values()].flat()) },
          { ...settings, target },
          day(windowDays + 1),
        );
        return outcomeOf(figure, intervalsOf(figure, truth));
      };
    },
  };
}

function attemptsOf(learner: string, [pre, post]: readonly [number, number]): Attempt[] {
  const attempt = (phase: string, at: number, raw: number): Attempt => ({
    ...originAt(day(at), `${learner}-${phase}`),
    learner,
    assessment: 'skills',
    form: form.id,
    min: null,
    max: null,
    scaled: null,
    phase,
    raw,
    skill: '',
    attempt: null,
  });
  return [attempt('pre', 1, pre), attempt('post', 60, post)];
}

const worlds = [
  {
    setting: 'scores about 50, sd 18, correlation 0.5',
    none: middling(0),
    changes: [
      ['+5 points', middling(5)],
      ['+10 points', middling(10)],
    ],
  },
  {
    setting: 'skewed scores near the ceiling, correlation 0.6',
    none: nearCeiling(0),
    changes: [
      ['10% of the room', nearCeiling(0.1)],
      ['25% of the room', nearCeiling(0.25)],
    ],
  },
  {
    setting: 'skewed scores near the floor, correlation 0.6',
    none: nearFloor(0),
    changes: [['a third more', nearFloor(1 / 3)]],
  },
  {
    setting: 'four in five learn all, one in five nothing',
    none: null,
    changes: [['35 to 75 points', allOrNothing]],
  },
] as const;

export const skillsScenarios: readonly Scenario[] = worlds.flatMap(({ setting, none, changes }) => [
  ...(none === null ? [] : [scenario(setting, 'no gain', none, { changed: false, atTarget: false })]),
  ...changes.map(([effect, scores]) => scenario(setting, effect, scores, { changed: true, atTarget: false })),
  ...changes
    .slice(-1)
    .map(([effect, scores]) => scenario(setting, effect, scores, { changed: true, atTarget: true })),
]);
