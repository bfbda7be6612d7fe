import { countUpTo } from '#facts';
import type { Instant } from '#platform';
import { changesOf, type Identified } from './identified.ts';
import type { Member } from './member.ts';

interface Unfolded<T> {
  readonly member: Member;
  readonly changes: readonly Instant[];
  /** by how many of the changes had come */
  readonly steps: Map<number, T>;
}

/**
 * What follows from the events of each learner, as of any moment: worked out again for those alone of whom an event lies between
 * it and the moments asked for before.
 */
export class Unfolding<T> {
  private readonly known = new Map<string, Unfolded<T>>();

  /** @param events of each learner; a result depends on them, on what else is told of the member, and on nothing more */
  constructor(private readonly events: (learner: string) => Iterable<Identified>) {}

  at(member: Member, asOf: Instant, make: () => T): T {
    const { changes, steps } = this.unfolded(member);
    const step = countUpTo(changes, asOf);
    const known = steps.get(step);
    if (known !== undefined) return known;
    const made = make();
    steps.set(step, made);
    return made;
  }

  /** How many changes of some members had come by a moment: where it is equal, so is everything that follows for them. */
  changesBy(members: readonly Member[], asOf: Instant): number {
    return members.reduce((sum, member) => sum + countUpTo(this.unfolded(member).changes, asOf), 0);
  }

  private unfolded(member: Member): Unfolded<T> {
    const known = this.known.get(member.learner);
    if (known?.member === member) return known;
    const changes = known?.changes ?? changesOf(this.events(member.learner));
    const made: Unfolded<T> = { member, changes, steps: new Map() };
    this.known.set(member.learner, made);
    return made;
  }
}
