import type { Instant } from '#platform';

/** What one event says of one identity. */
export interface Saying {
  readonly source: string;
  readonly id: string;
  readonly learner: string;
  readonly action: 'added' | 'ended';
  readonly at: Instant;
}

interface Spell {
  readonly from: Instant;
  /** Null: until now. The end itself belongs to the spell no more. */
  readonly until: Instant | null;
}

/** Another learner who still holds the identity after `from` (null: from now on), or null. */
export function holderAfter(
  sayings: readonly Saying[],
  learner: string,
  from: Instant | null,
): string | null {
  const others = Map.groupBy(
    sayings.filter((saying) => saying.learner !== learner),
    (saying) => saying.learner,
  );
  for (const [other, own] of others) {
    const latest = own.reduce((last, saying) => (saying.at >= last.at ? saying : last));
    if (latest.action === 'added' || (from !== null && latest.at > from)) return other;
  }
  return null;
}

/**
 * Two learners who would hold an identity at one time if `voided` said nothing: its own learner, whom the voided end
 * would leave with it, and another who was given it since. Null when there is no other.
 */
export function rivalsWithout(
  sayings: readonly Saying[],
  voided: { readonly source: string; readonly id: string },
): { readonly learner: string; readonly other: string } | null {
  const isVoided = ({ source, id }: Saying) => source === voided.source && id === voided.id;
  const end = sayings.find(isVoided);
  if (end?.action !== 'ended') return null;
  const byLearner = Map.groupBy(
    sayings.filter((saying) => !isVoided(saying)),
    ({ learner }) => learner,
  );
  const own = spellsOf(byLearner.get(end.learner) ?? []);
  for (const [other, said] of byLearner) {
    if (other === end.learner) continue;
    if (spellsOf(said).some((spell) => own.some((held) => overlap(held, spell))))
      return { learner: end.learner, other };
  }
  return null;
}

/** When one learner held it, by what was said of that learner alone. */
function spellsOf(sayings: readonly Saying[]): Spell[] {
  const spells: Spell[] = [];
  let from: Instant | null = null;
  for (const { action, at } of sayings.toSorted(byMoment)) {
    if (action === 'added') from ??= at;
    else if (from !== null) {
      spells.push({ from, until: at });
      from = null;
    }
  }
  return from === null ? spells : [...spells, { from, until: null }];
}

/** Ends before beginnings at one moment, as where identities are resolved. */
function byMoment(a: Saying, b: Saying): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  return Number(a.action === 'added') - Number(b.action === 'added');
}

function overlap(a: Spell, b: Spell): boolean {
  return (b.until === null || a.from < b.until) && (a.until === null || b.from < a.until);
}
