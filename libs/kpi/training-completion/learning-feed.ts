import { ByIdentity } from '#facts';
import type { Member } from '../cohort/member.ts';
import type { Frame } from '../frame/frame.ts';
import { joinedFeeds, scanOf, type Feed } from '../freshness/feed.ts';
import { LearnerEvents } from '../freshness/learner-events.ts';
import type { GatheredSignals } from './gather-signals.ts';
import { signalsOf } from './module-signal.ts';

const events = new ByIdentity<LearnerEvents>();
const learners = new ByIdentity<ReadonlySet<string>>();

/** Enrolments, signals of members and strangers: what says that the sources still speak. */
export function learningFeed({ members, clocks }: Frame, { signals, strangers }: GatheredSignals): Feed {
  const ofLearners = events.of(
    [signals],
    '',
    () =>
      new LearnerEvents(
        [...signals].flatMap(([learner, own]) => signalsOf(own).map((event) => ({ learner, event }))),
      ),
  );
  return joinedFeeds(
    scanOf(members.map(({ enrolled }) => enrolled)),
    scanOf(strangers.firstBy(clocks.asOf)),
    ofLearners.feedOf(learnersOf(members), clocks.asOf),
  );
}

/** The ids of members. */
export function learnersOf(members: readonly Member[]): ReadonlySet<string> {
  return learners.of([members], '', () => new Set(members.map(({ learner }) => learner)));
}
