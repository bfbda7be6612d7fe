import { countUpTo } from '#facts';
import type { Instant } from '#platform';
import { changesOf, type Identified } from './identified.ts';
import type { Member } from './member.ts';

interface Unfolded<T> {
  readonly member: Member;
  readonly sources: readonly (object | undefined)[];
  readonly changes: readonly Instant[];
  /** by how many of the changes had come */
  readonly steps: Map<number, T>;
}

/** What holds the events of one learner, each the same object for as long as nothing more of the learner is known. */
export interface LearnerSources {
  readonly sources: readonly (object | undefined)[];
  readonly events: () => Iterable<Identified>;
}

type SourcesOf = (learner: string) => LearnerSources;

/**
 * What follows from the events of each learner, as of any moment: worked out again for those alone of whom an event lies between
 * it and the moments asked for before, or of whom more is known since.
 */
export class Unfolding<T> {
  /** by the learner's first source; of a learner without any nothing is kept, for nothing follows */
  private readonly known = new WeakMap<object, Unfolded<T>>();

  /**
   * What follows for some members, in their order.
   * @param make from the member and its sources, and from nothing else
   */
  at(members: readonly Member[], sourcesOf: SourcesOf, asOf: Instant, make: (member: Member) => T): T[] {
    return members.map((member) => {
      const unfolded = this.unfolded(member, sourcesOf);
      if (unfolded === null) return make(member);
      const step = countUpTo(unfolded.changes, asOf);
      const known = unfolded.steps.get(step);
      if (known !== undefined) return known;
      const made = make(member);
      unfolded.steps.set(step, made);
      return made;
    });
  }

  /** How many changes of some members had come by a moment: where it is equal, so is everything that follows for them. */
  changesBy(members: readonly Member[], sourcesOf: SourcesOf, asOf: Instant): number {
    return members.reduce(
      (sum, member) => sum + countUpTo(this.unfolded(member, sourcesOf)?.changes ?? [], asOf),
      0,
    );
  }

  private unfolded(member: Member, sourcesOf: SourcesOf): Unfolded<T> | null {
    const { sources, events } = sourcesOf(member.learner);
    const first = sources.find((source) => source !== undefined);
    if (first === undefined) return null;
    const known = this.known.get(first);
    const isSame = known !== undefined && sources.every((source, index) => source === known.sources[index]);
    if (isSame && known.member === member) return known;
    const changes = isSame ? known.changes : changesOf(events());
    const made: Unfolded<T> = { member, sources, changes, steps: new Map() };
    this.known.set(first, made);
    return made;
  }
}
