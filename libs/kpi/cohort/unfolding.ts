import { countUpTo } from '#facts';
import { instantToMillis, type Instant } from '#platform';
import { changesOf, type Identified } from './identified.ts';
import type { Member } from './member.ts';

interface Unfolded<T> {
  readonly member: Member;
  readonly sources: readonly (object | undefined)[];
  /** moments in milliseconds, in order: numbers are compared many times faster than texts */
  readonly changes: Float64Array;
  /** by how many of the changes had come */
  readonly steps: Map<number, T>;
}

/** What holds the events of one learner, each the same object for as long as nothing more of the learner is known. */
export interface LearnerSources {
  readonly sources: readonly (object | undefined)[];
  readonly events: () => Iterable<Identified>;
}

const NONE = new Float64Array();

/**
 * What follows from the events of each learner, as of any moment: worked out again for those alone of whom an event lies between
 * it and the moments asked for before, or of whom more is known since.
 */
export class Unfolding<T> {
  /** by the learner's first source; of a learner without any nothing is kept, for nothing follows */
  private readonly known = new WeakMap<object, Unfolded<T>>();

  /** Some members with all that is known of them. */
  of(members: readonly Member[], sourcesOf: (learner: string) => LearnerSources): UnfoldedMembers<T> {
    return new UnfoldedMembers(members.map((member) => this.unfolded(member, sourcesOf(member.learner))));
  }

  private unfolded(member: Member, { sources, events }: LearnerSources): Unfolded<T> {
    const first = sources.find((source) => source !== undefined);
    if (first === undefined) return { member, sources, changes: NONE, steps: new Map() };
    const known = this.known.get(first);
    const isSame = known !== undefined && sources.every((source, index) => source === known.sources[index]);
    if (isSame && known.member === member) return known;
    const changes = isSame ? known.changes : Float64Array.from(changesOf(events()), instantToMillis);
    const made: Unfolded<T> = { member, sources, changes, steps: new Map() };
    this.known.set(first, made);
    return made;
  }
}

/** What follows for some members from what is known of them. */
export class UnfoldedMembers<T> {
  /** the last count, and from when until when it holds */
  private counted = { from: Infinity, until: -Infinity, count: 0 };

  constructor(private readonly all: readonly Unfolded<T>[]) {}

  /** How many of their changes had come by a moment: where it is equal, so is everything that follows for them. */
  changesBy(asOf: Instant): number {
    const moment = instantToMillis(asOf);
    if (moment >= this.counted.from && moment < this.counted.until) return this.counted.count;
    let [from, until, count] = [-Infinity, Infinity, 0];
    for (const { changes } of this.all) {
      const own = countUpTo(changes, moment);
      from = Math.max(from, changes[own - 1] ?? -Infinity);
      until = Math.min(until, changes[own] ?? Infinity);
      count += own;
    }
    this.counted = { from, until, count };
    return count;
  }

  /**
   * What follows for each, in the order of the members.
   * @param make from the member and its sources, and from nothing else
   */
  at(asOf: Instant, make: (member: Member) => T): T[] {
    const moment = instantToMillis(asOf);
    return this.all.map(({ member, changes, steps }) => {
      const step = countUpTo(changes, moment);
      const known = steps.get(step);
      if (known !== undefined) return known;
      const made = make(member);
      steps.set(step, made);
      return made;
    });
  }
}
