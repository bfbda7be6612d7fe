import type { FactOrigin } from '#facts';
import type { Instant } from '#platform';

const known = new WeakMap<readonly FactOrigin[], Instant | null>();

/** When the last of the facts occurred; null: there is none. Looked for once in an array, which nobody changes. */
export function latestOf(facts: readonly FactOrigin[]): Instant | null {
  const found = known.get(facts);
  if (found !== undefined) return found;
  let latest: Instant | null = null;
  for (const { occurredAt } of facts) if (latest === null || occurredAt > latest) latest = occurredAt;
  known.set(facts, latest);
  return latest;
}

/** Whether all of the facts had occurred. */
export function isBy(facts: readonly FactOrigin[], asOf: Instant): boolean {
  const latest = latestOf(facts);
  return latest === null || latest <= asOf;
}

/**
 * Tells results apart that were worked out from the same facts at several moments: they are one and the same from the moment on
 * that the last of the facts occurred.
 */
export function cutKey(asOf: Instant, ...lists: readonly (readonly FactOrigin[])[]): string {
  return lists.every((facts) => isBy(facts, asOf)) ? '' : asOf;
}
