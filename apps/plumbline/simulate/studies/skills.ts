import { type Attempt, feedOf, skillsGainFigure, type SkillsSettings } from '#kpi';
import { Generator } from '#statistics';
import { day, names, normal, originAt, within } from '../draws.ts';
import { outcomeOf, sideOfTruth, type Scenario } from '../study.ts';
import { memberNamed, windowDays } from './members.ts';

type Scores = (random: Generator) => readonly [pre: number, post: number];

const form = { id: 'a', scale: { min: 0, max: 100 }, scaled: false };
const settings: SkillsSettings = {
  target: { value: 0, comparison: '>' },
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
const skewed =
  (closed: number): Scores =>
  (random) => {
    const [a, b] = correlated(random, 0.6);
    return [score(100 - 30 * Math.exp(0.8 * a)), score(100 - 30 * (1 - closed) * Math.exp(0.8 * b))];
  };

const TRUTH_DRAWS = 400_000;

/** The gain of the whole population; 0 where pre and post have one distribution. */
function truthOf(scores: Scores, changed: boolean): number {
  if (!changed) return 0;
  const random = Generator.of('the population');
  let [before, after] = [0, 0];
  for (let i = 0; i < TRUTH_DRAWS; i += 1) {
    const [pre, post] = scores(random);
    before += pre;
    after += post;
  }
  return after / before - 1;
}

function scenario(setting: string, effect: string, scores: Scores, changed: boolean): Scenario {
  return {
    kpi: 'skills-gain',
    setting,
    effect,
    kind: changed ? 'change' : 'nothing',
    of: (n) => {
      const truth = truthOf(scores, changed);
      const learners = names('learner', n);
      const members = learners.map((learner) => memberNamed(learner, 'operator'));
      return (random) => {
        const attempts = new Map(learners.map((learner) => [learner, attemptsOf(learner, scores(random))]));
        const figure = skillsGainFigure(
          { members, attempts, signals: new Map(), feed: feedOf([...attempts.values()].flat()) },
          settings,
          day(windowDays + 1),
        );
        return outcomeOf(figure, { 'skills-gain': sideOfTruth(figure.interval, truth) });
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

const middle = 'scores about 50, sd 18, correlation 0.5';
const ceiling = 'skewed scores near the ceiling, correlation 0.6';

export const skillsScenarios: readonly Scenario[] = [
  scenario(middle, 'no gain', middling(0), false),
  scenario(middle, '+5 points', middling(5), true),
  scenario(middle, '+10 points', middling(10), true),
  scenario(ceiling, 'no gain', skewed(0), false),
  scenario(ceiling, '10% of the room', skewed(0.1), true),
  scenario(ceiling, '25% of the room', skewed(0.25), true),
];
