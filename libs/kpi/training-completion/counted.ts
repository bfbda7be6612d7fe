import type { Instant } from '#platform';
import type { Member } from '../cohort/member.ts';
import type { CountedMember, Counting } from '../reading.ts';
import { isCensored, progressOfAll } from './completion.ts';
import type { ModuleSignals } from './module-signal.ts';

const COMPLETE = 'complete';
const EXCLUDED = 'excluded: ';

/** Nobody leaves a row's members, and who completed or was excluded stays so. */
export const completionCounting: Counting = {
  sizes: (kind) => !isExcluded(kind),
  lasting: [
    { of: () => true, wide: true },
    { of: (kind) => kind === COMPLETE || isExcluded(kind), wide: false },
    { of: isExcluded, wide: false },
  ],
};

/** Every member as training completion counts them; all kinds together are everybody. */
export function countedByCompletion(
  members: readonly Member[],
  signals: ModuleSignals,
  asOf: Instant,
): CountedMember[] {
  const excluded = members.flatMap((member): CountedMember[] =>
    member.exclusion === null ? [] : [{ member, kind: `${EXCLUDED}${member.exclusion.reason}` }],
  );
  const adjusted = progressOfAll(members, signals, asOf).map((progress): CountedMember => {
    const { member, completed } = progress;
    if (completed !== null) return { member, kind: COMPLETE };
    if (isCensored(progress, asOf)) return { member, kind: 'censored' };
    return { member, kind: member.withdrawn ? 'withdrawn' : 'not complete' };
  });
  return [...excluded, ...adjusted];
}

function isExcluded(kind: string): boolean {
  return kind.startsWith(EXCLUDED);
}
