import type { Instant } from '#platform';
import type { FactOrigin } from './fact.ts';
import { noteAnswer } from './fact-marks.ts';
import { growsFrom, noteGrowth } from './growth.ts';

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

/** An answer, and the moments of knowledge for which it was and stays the same while nothing is added; null: it may have changed. */
interface Given<R> {
  readonly facts: readonly R[];
  readonly span: { readonly from: Instant | null; readonly until: Instant | null } | null;
}

function holdsAt({ span }: Given<unknown>, knownBy: Instant): boolean {
  if (span === null) return false;
  return (span.from === null || span.from <= knownBy) && (span.until === null || knownBy < span.until);
}

/** What is known now, and as known at the ends of some months before. */
const MOST_ANSWERS = 8;
/** As a multiple of the facts held. */
const MOST_IN_ANSWERS = 3;

/** The facts of one query, in the order they were recorded, all through a moment. When they occurred is for their readers to cut. */
export class FactShelf<R extends FactOrigin> {
  private readonly held: Held<R>[] = [];
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
      }
    }
  }

  /** The facts that were known at a moment and had not been voided by then, whenever they occurred; the same array while they are the same. */
  at(knownBy: Instant): readonly R[] {
    const given = this.answers.find((known) => holdsAt(known, knownBy));
    if (given !== undefined) return this.keep(given);
    const facts: R[] = [];
    let from: Instant | null = null;
    let until: Instant | null = null;
    const isPast = (moment: Instant): boolean => {
      const past = moment <= knownBy;
      if (past && (from === null || moment > from)) from = moment;
      if (!past && (until === null || moment < until)) until = moment;
      return past;
    };
    let voidedCount = 0;
    for (const { fact, voidedAt } of this.held) {
      const voided = voidedAt !== null && isPast(voidedAt);
      if (!isPast(fact.recordedAt)) continue;
      if (voided) voidedCount += 1;
      else facts.push(fact);
    }
    noteAnswer(facts, this, voidedCount);
    const since = this.answers.find(({ facts: known }) => growsFrom(facts, known));
    if (since !== undefined) noteGrowth(facts, since.facts);
    return this.keep({ facts: this.asBefore(facts), span: { from, until } });
  }

  private asBefore(facts: readonly R[]): readonly R[] {
    const same = this.answers.find(
      ({ facts: known }) =>
        known.length === facts.length && known.every((fact, index) => fact === facts[index]),
    );
    return same?.facts ?? facts;
  }

  /** The last asked come first; the others go when there are many, or many facts in them. */
  private keep(given: Given<R>): readonly R[] {
    let room = MOST_IN_ANSWERS * this.held.length;
    this.answers = [given, ...this.answers.filter(({ facts }) => facts !== given.facts)]
      .slice(0, MOST_ANSWERS)
      .filter(({ facts }, place) => {
        room -= facts.length;
        return place === 0 || room >= 0;
      });
    return given.facts;
  }

  private outdate(): void {
    this.answers = this.answers.map(({ facts }) => ({ facts, span: null }));
  }

  private heldUnder(ids: ReadonlySet<string>, keyOf: (fact: R) => string): ReadonlySet<string> {
    const known = new Set<string>();
    for (const { fact } of this.held) {
      if (ids.has(fact.id)) known.add(JSON.stringify([fact.source, fact.id, keyOf(fact)]));
    }
    return known;
  }
}
