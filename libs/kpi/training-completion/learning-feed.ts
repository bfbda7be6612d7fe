import { ByIdentity } from '#facts';
import type { Member } from '../cohort/member.ts';
import type { Frame } from '../frame/frame.ts';
import { feedOf, joinedFeeds, scanOf, type Feed } from '../freshness/feed.ts';
import type { GatheredSignals } from './gather-signals.ts';

const enrolments = new ByIdentity<Feed>();
const learners = new ByIdentity<ReadonlySet<string>>();

/** Enrolments, signals of members and strangers: what says that the sources still speak. */
export function learningFeed({ members, clocks }: Frame, { strangers, events }: GatheredSignals): Feed {
  return joinedFeeds(
    enrolments.of([members], '', () => feedOf(members.map(({ enrolled }) => enrolled))),
    scanOf(strangers.firstBy(clocks.asOf)),
    events.feedOf(isOneOf(members), clocks.asOf),
  );
}

/** Whether a learner is one of some members. */
export function isOneOf(members: readonly Member[]): (learner: string) => boolean {
  const ids = learners.of([members], '', () => new Set(members.map(({ learner }) => learner)));
  return (learner) => ids.has(learner);
}
