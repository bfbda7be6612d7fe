import { occurredBy, type FactOrigin } from '../evidence/evidence.ts';
import type { Frame } from '../frame/frame.ts';
import type { GatheredSignals } from './gather-signals.ts';

/** Enrolments, signals of members and strangers: what says that the sources still speak. */
export function learningFeed(
  { members, clocks }: Frame,
  { signals, unmatched }: GatheredSignals,
): FactOrigin[] {
  const own = members.flatMap(({ learner, enrolled }) => [
    enrolled,
    ...[...(signals.get(learner)?.values() ?? [])].flat(),
  ]);
  return occurredBy([...own, ...unmatched], clocks.asOf);
}
