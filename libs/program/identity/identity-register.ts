import { identityKeys, parseCanonicalIdentity } from '#events';
import type { Instant } from '#platform';

/** What an event of the log says of an identity, in canonical form. */
export interface IdentityFact {
  readonly identity: string;
  readonly learner: string;
  readonly action: 'added' | 'ended';
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
}

/** Who is behind an actor, as of both clocks. */
export interface IdentityRegister {
  /**
   * The learner whom an actor (canonical identity) stood for at a moment; null when it was nobody's. A mailbox is also
   * found under its hash.
   */
  readonly learnerOf: (actor: string, moment: Instant) => string | null;
  /** Every identity that was ever a learner's. */
  readonly identities: readonly string[];
}

interface Spell {
  readonly learner: string;
  /** Null: always before. */
  readonly from: Instant | null;
  /** Null: until now. The end itself belongs to the spell no more. */
  readonly until: Instant | null;
}

/**
 * Identities resolved at the moment of a statement:
 * - The first learner of an identity has it from the beginning of time: an account exists before it is reported, and
 *   statements made under it before the enrolment, or before `learner.identified`, are that learner's.
 * - It is theirs until it ends; the next learner has it from the moment it is added, not before: a reassigned account
 *   never carries its earlier statements along.
 * - One identity is of one learner at a time: what another says while it is held has no effect, nor has an end by
 *   another than its holder.
 */
export function identityRegister(facts: readonly IdentityFact[]): IdentityRegister {
  const byIdentity = new Map<string, IdentityFact[]>();
  for (const fact of facts) {
    const known = byIdentity.get(fact.identity);
    if (known) known.push(fact);
    else byIdentity.set(fact.identity, [fact]);
  }
  const spells = new Map(
    [...byIdentity].map(([identity, said]) => [identity, spellsOf(said.sort(byOccurrence))]),
  );
  const holder = (key: string, moment: Instant) =>
    spells
      .get(key)
      ?.find(({ from, until }) => (from === null || from <= moment) && (until === null || moment < until))
      ?.learner;
  return {
    identities: [...spells.keys()],
    learnerOf: (actor, moment) => {
      const direct = holder(actor, moment);
      if (direct !== undefined) return direct;
      const identity = actor.startsWith('mbox:') ? parseCanonicalIdentity(actor) : null;
      if (identity === null) return null;
      for (const key of identityKeys(identity).slice(1)) {
        const learner = holder(key, moment);
        if (learner !== undefined) return learner;
      }
      return null;
    },
  };
}

function spellsOf(facts: readonly IdentityFact[]): Spell[] {
  const spells: Spell[] = [];
  let open: Spell | null = null;
  for (const { learner, action, occurredAt } of facts) {
    // An end without a beginning: it began before anything was reported.
    if (spells.length === 0 && open === null) open = { learner, from: null, until: null };
    else if (action === 'added' && open === null) open = { learner, from: occurredAt, until: null };
    if (action === 'ended' && open?.learner === learner) {
      spells.push({ ...open, until: occurredAt });
      open = null;
    }
  }
  return open === null ? spells : [...spells, open];
}

/** Ends before beginnings at one moment, so that an account can be handed over at once. */
function byOccurrence(a: IdentityFact, b: IdentityFact): number {
  if (a.occurredAt !== b.occurredAt) return a.occurredAt < b.occurredAt ? -1 : 1;
  if (a.action !== b.action) return a.action === 'ended' ? -1 : 1;
  return a.recordedAt < b.recordedAt ? -1 : Number(a.recordedAt > b.recordedAt);
}
