import { groupMembers } from '../breakdown/member-groups.ts';
import type { Frame } from '../frame/frame.ts';
import type { Dimension } from '../kpi.schema.ts';
import type { KpiLoader, Reading } from '../reading.ts';
import { targetOf } from '../status/target.ts';
import { completionCounting, countedByCompletion } from './counted.ts';
import { trainingCompletion } from './definition.ts';
import { differenceToRest, trainingCompletionFigure, type TrainingFacts } from './formula.ts';
import { gatherSignals, type ModuleFacts } from './gather-signals.ts';
import { learningFeed } from './learning-feed.ts';

export const trainingCompletionLoader: KpiLoader = {
  definition: trainingCompletion,
  reveals: 'counts',
  people: {},
  unaudited: ['quarantined'],
  counting: completionCounting,
  async load(reader) {
    const [learners, facts] = await Promise.all([reader.learners(), reader.modules()]);
    const { statements, completions } = facts;
    return { facts: [learners, statements, completions], at: (frame) => readingOf(facts, frame) };
  },
};

/** What a frame makes of the signals of modules. */
export function readingOf(facts: ModuleFacts, frame: Frame): Reading {
  const { program, members, clocks } = frame;
  const gathered = gatherSignals(facts, frame);
  const feed = learningFeed(frame, gathered);
  const settings = {
    target: targetOf(program, 'training-completion'),
    minimumN: program.status.minimumN['training-completion'],
    staleAfter: program.status.staleAfter,
  };
  const unmatched = gathered.strangers.firstBy(clocks.asOf);
  const figure = (group: Pick<TrainingFacts, 'members' | 'unmatched'>) =>
    trainingCompletionFigure(
      { signals: gathered.signals, setAside: gathered.setAside, feed, ...group },
      settings,
      clocks.asOf,
    );
  return {
    feed,
    whole: () => figure({ members, unmatched }),
    counted: () => countedByCompletion(members, gathered.signals, clocks.asOf),
    by(dimension: Dimension) {
      const whole = figure({ members, unmatched });
      return groupMembers(frame, dimension).map(({ key, title, members }) => {
        // An actor who is no learner belongs to no group.
        const own = figure({ members, unmatched: [] });
        return {
          key,
          title,
          figure: { ...own, details: { ...own.details, differenceToRest: differenceToRest(own, whole) } },
        };
      });
    },
  };
}
