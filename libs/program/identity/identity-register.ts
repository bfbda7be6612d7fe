import { identityKeys, parseCanonicalIdentity } from '#events';
import { compareInstants } from '#facts';
import { LATEST_INSTANT, type Instant } from '#platform';

/** What an event of the log says of an identity, in canonical form. */
export interface IdentityFact {
  readonly identity: string;
  readonly learner: string;
  readonly action: 'added' | 'ended';
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
}

/** Who is behind an actor. */
export interface IdentityRegister {
  /**
   * The learner whom an actor (canonical identity) stood for at a moment; null when it was nobody's. A mailbox is also
   * found under its hash.
   * @param asOf as told by then; absent: by all that was told
   */
  readonly learnerOf: (actor: string, moment: Instant, asOf?: Instant) => string | null;
  /** The same for every `asOf` from the moment on: spans that follow each other, the last without an end. */
  readonly identifications: (
    actor: string,
    moment: Instant,
  ) => readonly [Identification, ...Identification[]];
  /** Every identity that was ever a learner's. */
  readonly identities: readonly string[];
}

/** For which answers an actor stood for a learner: those as of `from` and later, but before `until`. */
export interface Identification {
  /** null: for nobody that was known */
  readonly learner: string | null;
  readonly from: Instant;
  /** null: for all later ones */
  readonly until: Instant | null;
}

interface Spell {
  readonly learner: string;
  /** When what it follows from occurred: before, nobody could know of it. */
  readonly told: Instant;
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
  const ofActors = new Map<string, readonly (readonly Spell[])[]>();
  /** The spells of everything that an actor may be registered as: of a mailbox its hashes too, after itself. */
  const spellsOfActor = (actor: string): readonly (readonly Spell[])[] => {
    const known = ofActors.get(actor);
    if (known !== undefined) return known;
    const found = keysOf(actor).flatMap((key) => {
      const own = spells.get(key);
      return own === undefined ? [] : [own];
    });
    ofActors.set(actor, found);
    return found;
  };
  const holders = (actor: string, moment: Instant): Spell[] =>
    spellsOfActor(actor).flatMap((own) => own.find((spell) => holdsAt(spell, moment)) ?? []);
  return {
    identities: [...spells.keys()],
    learnerOf: (actor, moment, asOf = LATEST_INSTANT) => learnerBy(holders(actor, moment), asOf),
    identifications: (actor, moment) => identificationsOf(holders(actor, moment), moment),
  };
}

function keysOf(actor: string): readonly string[] {
  const identity = actor.startsWith('mbox:') ? parseCanonicalIdentity(actor) : null;
  return [actor, ...(identity === null ? [] : identityKeys(identity).slice(1))];
}

function holdsAt({ from, until }: Spell, moment: Instant): boolean {
  return (from === null || from <= moment) && (until === null || moment < until);
}

function learnerBy(holders: readonly Spell[], asOf: Instant): string | null {
  return holders.find(({ told }) => told <= asOf)?.learner ?? null;
}

function identificationsOf(
  holders: readonly Spell[],
  moment: Instant,
): [Identification, ...Identification[]] {
  const later = holders.map(({ told }) => told).filter((told) => told > moment);
  const identifications: [Identification, ...Identification[]] = [
    { learner: learnerBy(holders, moment), from: moment, until: null },
  ];
  for (const from of [...new Set(later)].sort(compareInstants)) {
    const learner = learnerBy(holders, from);
    const last = identifications.length - 1;
    const before = identifications[last];
    if (before === undefined || before.learner === learner) continue;
    identifications[last] = { ...before, until: from };
    identifications.push({ learner, from, until: null });
  }
  return identifications;
}

function spellsOf(facts: readonly IdentityFact[]): Spell[] {
  const spells: Spell[] = [];
  let open: Spell | null = null;
  for (const { learner, action, occurredAt } of facts) {
    // An end without a beginning: it began before anything was reported.
    if (spells.length === 0 && open === null) open = { learner, told: occurredAt, from: null, until: null };
    else if (action === 'added' && open === null)
      open = { learner, told: occurredAt, from: occurredAt, until: null };
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
