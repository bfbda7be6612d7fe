import { feedOf, trainingCompletionFigure, type ModuleSignals } from '#kpi';
import { day, names, originAt } from '../draws.ts';
import { estimateSchema, outcomeOf, sideOfTruth, type Scenario } from '../study.ts';
import { memberNamed, windowDays } from './members.ts';

/** Learners enrol over so many days; some windows are closed when the program is asked, most still run. */
const ENROLMENT = 60;
const ASKED = 110;

/** Completers finish at any time of their window alike. The share to date is below the truth; the expectation should not be. */
function scenario(share: number): Scenario {
  return {
    kpi: 'training-completion',
    setting: `open windows, true share ${Math.round(share * 100)}%`,
    effect: 'no target',
    kind: 'estimate',
    of: (n) => {
      const learners = names('learner', n);
      return (random) => {
        const started = learners.map((learner) => ({ learner, from: ENROLMENT * random.uniform() }));
        const members = started.map(({ learner, from }) => memberNamed(learner, 'operator', from));
        const signals: ModuleSignals = new Map(
          started.flatMap(({ learner, from }) => {
            const completes = random.uniform() < share;
            const at = from + windowDays * random.uniform();
            if (!completes || at > ASKED) return [];
            const signal = { ...originAt(day(at), `${learner}-completed`), kind: 'completed' as const };
            return [[learner, new Map([['module', [signal]]])]];
          }),
        );
        const figure = trainingCompletionFigure(
          { members, signals, unmatched: [], feed: feedOf(members.map(({ enrolled }) => enrolled)) },
          { target: null, minimumN: 2, staleAfter: 'P365D' },
          day(ASKED),
        );
        const expected = estimateSchema.safeParse(figure.details['expectation']);
        return outcomeOf(figure, {
          'training-completion, expectation of open windows': sideOfTruth(expected.data?.interval, share),
        });
      };
    },
  };
}

export const openWindowScenarios: readonly Scenario[] = [0.6, 0.85, 0.95].map(scenario);
