import type { Instant } from '#platform';
import type { FactOrigin } from './fact.ts';

const times = new WeakMap<readonly FactOrigin[], readonly Instant[]>();

/** When each of the facts occurred, in time order. Sorted once for an array, which nobody changes. */
function timesOf(facts: readonly FactOrigin[]): readonly Instant[] {
  const known = times.get(facts);
  if (known !== undefined) return known;
  const sorted = facts.map(({ occurredAt }) => occurredAt).sort(compareInstants);
  times.set(facts, sorted);
  return sorted;
}

/** How many of the facts had occurred by a moment. */
function countBy(facts: readonly FactOrigin[], asOf: Instant): number {
  return countUpTo(timesOf(facts), asOf);
}

/** How many of some moments in time order are no later than another; all as texts, or all as numbers. */
export function countUpTo(sorted: readonly Instant[], moment: Instant): number;
export function countUpTo(sorted: Float64Array, moment: number): number;
export function countUpTo(sorted: ArrayLike<Instant | number>, moment: Instant | number): number {
  return countWhile(sorted, (at) => at <= moment);
}

/** How many of some items are of the first part, in an order that has all of it before the rest. */
export function countWhile<T>(ordered: ArrayLike<T>, isFirstPart: (item: T) => boolean): number {
  let from = 0;
  let to = ordered.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    const item = ordered[middle];
    if (item !== undefined && isFirstPart(item)) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** What had occurred by a moment, in the order given; the same array when all had. */
export function occurredBy<T extends FactOrigin>(facts: readonly T[], asOf: Instant): readonly T[] {
  const count = countBy(facts, asOf);
  return count === facts.length ? facts : facts.filter(({ occurredAt }) => occurredAt <= asOf);
}

/** When the last of the facts that had occurred by a moment did; null: none had. */
export function lastBy(facts: readonly FactOrigin[], moment: Instant): Instant | null {
  return timesOf(facts)[countBy(facts, moment) - 1] ?? null;
}

/** Tells apart what was worked out from the same facts at several moments: equal where the same of them had occurred. */
export function cutKey(asOf: Instant, ...lists: readonly (readonly FactOrigin[])[]): string {
  return lists.map((facts) => countBy(facts, asOf)).join(' ');
}

/** Earlier moments first: an instant is written so that its text sorts as its time does. */
export function compareInstants(a: Instant, b: Instant): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
