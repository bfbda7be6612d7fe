import { ByIdentity, type FactOrigin } from '#facts';
import type { Frame } from '../frame/frame.ts';
import type { GatheredSignals } from './gather-signals.ts';

const feeds = new ByIdentity<readonly FactOrigin[]>();

/** Enrolments, signals of members and strangers: what says that the sources still speak. */
export function learningFeed({ members }: Frame, gathered: GatheredSignals): readonly FactOrigin[] {
  return feeds.of([members, gathered], '', () => {
    const { signals, unmatched } = gathered;
    const own = members.flatMap(({ learner, enrolled }) => [
      enrolled,
      ...[...(signals.get(learner)?.values() ?? [])].flat(),
    ]);
    return [...own, ...unmatched];
  });
}
