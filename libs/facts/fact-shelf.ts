import type { Instant } from '#platform';
import type { FactClocks, FactOrigin } from './fact.ts';

/** A fact as it is kept: with the moment from which on it counts no more. */
export interface Held<R> {
  readonly fact: R;
  /** when its first void was recorded; null: never */
  voidedAt: Instant | null;
}

/** A void as the log has it: which event counts no more, and since when that is known. */
export interface Voiding {
  readonly source: string;
  readonly id: string;
  readonly recordedAt: Instant;
}

/** Facts as they stand at a pair of clocks; the same array while they are the same. */
export interface FactsAt<R> {
  readonly facts: readonly R[];
  /**
   * Equal for two pairs of one `asOf` only if the facts are the same: what was recorded and what was voided by a moment only
   * ever grows, so their counts tell them apart.
   */
  readonly mark: string;
}

/** An answer, and the moments for which it was and stays the same while nothing is added; null: it may have changed. */
interface Given<R> {
  readonly answer: FactsAt<R>;
  readonly span: { readonly from: Instant; readonly until: Instant | null } | null;
}

function holdsAt({ span }: Given<unknown>, asOf: Instant): boolean {
  return span !== null && span.from <= asOf && (span.until === null || asOf < span.until);
}

/** The months of a trend and what was asked last; what was worked out from an answer is kept as long as the answer. */
const MOST_ANSWERS = 16;
/** As a multiple of the facts held. */
const MOST_IN_ANSWERS = 4;

/** The facts of one query, in the order they were recorded, all through a moment. */
export class FactShelf<R extends FactOrigin> {
  private readonly held: Held<R>[] = [];
  private latest: Instant | null = null;
  /** what was answered lately, so that what follows from equal facts need not be worked out again */
  private answers: Given<R>[] = [];

  get size(): number {
    return this.held.length;
  }

  /**
   * Adds what was recorded later than everything held. An identity that is held already keeps what was recorded first.
   * @param keyOf tells rows of one event apart
   */
  add(later: readonly Held<R>[], keyOf: (fact: R) => string = () => ''): void {
    if (later.length === 0) return;
    this.outdate();
    const known = this.heldUnder(new Set(later.map(({ fact }) => fact.id)), keyOf);
    for (const one of later) {
      if (known.has(JSON.stringify([one.fact.source, one.fact.id, keyOf(one.fact)]))) continue;
      this.held.push(one);
      this.note(one.fact.recordedAt);
      if (one.voidedAt !== null) this.note(one.voidedAt);
    }
  }

  /** Notes voids; the first of an event stands. */
  void(voidings: readonly Voiding[]): void {
    if (voidings.length === 0) return;
    this.outdate();
    const byId = Map.groupBy(voidings, ({ id }) => id);
    for (const one of this.held) {
      const own = byId.get(one.fact.id)?.filter(({ source }) => source === one.fact.source) ?? [];
      for (const { recordedAt } of own) {
        if (one.voidedAt === null || recordedAt < one.voidedAt) one.voidedAt = recordedAt;
        this.note(recordedAt);
      }
    }
  }

  at({ asOf, knownBy }: FactClocks): FactsAt<R> {
    const allKnown = this.latest === null || this.latest <= knownBy;
    const given = allKnown ? this.answers.find((known) => holdsAt(known, asOf)) : undefined;
    if (given !== undefined) return this.keep(given);
    const facts: R[] = [];
    let recorded = 0;
    let until: Instant | null = null;
    for (const { fact, voidedAt } of this.held) {
      if (fact.occurredAt > asOf) {
        if (until === null || fact.occurredAt < until) until = fact.occurredAt;
        continue;
      }
      if (!allKnown && fact.recordedAt > knownBy) continue;
      recorded += 1;
      if (voidedAt === null || (!allKnown && voidedAt > knownBy)) facts.push(fact);
    }
    const answer = this.asBefore({ facts, mark: `${recorded}-${recorded - facts.length}` });
    return this.keep({ answer, span: allKnown ? { from: asOf, until } : null });
  }

  private asBefore(answer: FactsAt<R>): FactsAt<R> {
    const { facts, mark } = answer;
    const same = this.answers.find(
      ({ answer: known }) =>
        known.mark === mark &&
        known.facts.length === facts.length &&
        known.facts.every((fact, index) => fact === facts[index]),
    );
    return same?.answer ?? answer;
  }

  /** The last asked come first; the others go when there are many, or many facts in them. */
  private keep(given: Given<R>): FactsAt<R> {
    let room = MOST_IN_ANSWERS * this.held.length;
    this.answers = [given, ...this.answers.filter(({ answer }) => answer !== given.answer)]
      .slice(0, MOST_ANSWERS)
      .filter(({ answer }, place) => {
        room -= answer.facts.length;
        return place === 0 || room >= 0;
      });
    return given.answer;
  }

  private outdate(): void {
    this.answers = this.answers.map(({ answer }) => ({ answer, span: null }));
  }

  private note(moment: Instant): void {
    if (this.latest === null || moment > this.latest) this.latest = moment;
  }

  private heldUnder(ids: ReadonlySet<string>, keyOf: (fact: R) => string): ReadonlySet<string> {
    const known = new Set<string>();
    for (const { fact } of this.held) {
      if (ids.has(fact.id)) known.add(JSON.stringify([fact.source, fact.id, keyOf(fact)]));
    }
    return known;
  }
}
