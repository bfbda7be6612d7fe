import { groupMembers } from '../breakdown/member-groups.ts';
import type { Frame } from '../frame/frame.ts';
import { joinedFeeds } from '../freshness/feed.ts';
import type { Dimension } from '../kpi.schema.ts';
import type { KpiLoader, Reading } from '../reading.ts';
import { targetOf } from '../status/target.ts';
import { isOneOf, learningFeed } from '../training-completion/learning-feed.ts';
import { gatherSignals, type ModuleFacts } from '../training-completion/gather-signals.ts';
import { countedByScores, skillsCounting } from './counted.ts';
import { skillsGain } from './definition.ts';
import { skillsGainFigure } from './formula.ts';
import { formsOf, gatherAttempts, type ScoreFacts } from './gather-attempts.ts';

export const skillsGainLoader: KpiLoader = {
  definition: skillsGain,
  reveals: 'scores',
  people: {},
  unaudited: ['ceilingShare', 'forms', 'quarantined', 'preOnly'],
  counting: skillsCounting,
  async load(reader) {
    const [learners, modules, scores] = await Promise.all([
      reader.learners(),
      reader.modules(),
      reader.scores(),
    ]);
    return {
      facts: [learners, modules.statements, modules.completions, scores.events],
      at: (frame) => readingOf(modules, scores, frame),
    };
  },
};

function readingOf(modules: ModuleFacts, scores: ScoreFacts, frame: Frame): Reading {
  const { program, members, clocks } = frame;
  const gathered = gatherSignals(modules, frame);
  const { attempts, strangers, events, setAside } = gatherAttempts(scores, frame);
  // Modules and assessments come from the same systems, and post scores come in waves: between them the modules speak.
  const feed = joinedFeeds(learningFeed(frame, gathered), events.feedOf(isOneOf(members), clocks.asOf));
  const settings = {
    target: targetOf(program, 'skills-gain'),
    minimumN: program.status.minimumN['skills-gain'],
    matched: program.status.matched,
    staleAfter: program.status.staleAfter,
    forms: formsOf(program),
    seed: `${program.program.id} skills-gain`,
    selectedForLowScores: program.cohorts.some((cohort) => cohort.selectedForLowScores),
  };
  const figure = (group: typeof members) =>
    skillsGainFigure(
      { members: group, attempts, signals: gathered.signals, setAside, feed },
      settings,
      clocks.asOf,
    );
  return {
    feed,
    whole() {
      const whole = figure(members);
      return {
        ...whole,
        details: { ...whole.details, unmatchedActors: strangers.firstBy(clocks.asOf).length },
      };
    },
    counted: () =>
      countedByScores({ members, attempts, signals: gathered.signals, feed }, settings.forms, clocks.asOf),
    by: (dimension: Dimension) =>
      groupMembers(frame, dimension).map(({ key, title, members }) => ({
        key,
        title,
        figure: figure(members),
      })),
  };
}
