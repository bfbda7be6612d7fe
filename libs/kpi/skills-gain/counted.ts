import type { Instant } from '#platform';
import type { CountedMember, Counting } from '../reading.ts';
import { isWaiting, pairsOf, type SkillsFacts } from './formula.ts';
import { isMatched, type Forms } from './pairing.ts';

const MATCHED = 'matched';
const EXCLUDED = 'excluded: ';

/** Who is matched stays so, or is excluded. */
export const skillsCounting: Counting = {
  sizes: (kind) => kind === MATCHED,
  lasting: [{ of: (kind) => kind === MATCHED || kind.startsWith(EXCLUDED), wide: true }],
};

/** Every member as skills gain counts them; one without any score is counted nowhere. */
export function countedByScores(facts: SkillsFacts, forms: Forms, asOf: Instant): CountedMember[] {
  const excluded = facts.members.flatMap((member): CountedMember[] =>
    member.exclusion === null ? [] : [{ member, kind: `${EXCLUDED}${member.exclusion.reason}` }],
  );
  const scored = pairsOf(facts, forms, asOf).map((pair): CountedMember => {
    const { member, reason } = pair;
    if (isMatched(pair)) return { member, kind: MATCHED };
    if (reason === null) return { member, kind: null };
    return { member, kind: isWaiting(pair, asOf) ? 'waiting' : `unmatched: ${reason}` };
  });
  return [...excluded, ...scored];
}
