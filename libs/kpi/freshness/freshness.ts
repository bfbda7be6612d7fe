import { ByIdentity } from '#facts';
import { addDuration, type Instant } from '#platform';
import { compareText, type FactOrigin } from '../evidence/evidence.ts';
import { latestOf } from '../evidence/latest.ts';
import type { Freshness } from '../kpi.schema.ts';

const known = new ByIdentity<Freshness>();
const lasts = new ByIdentity<{ readonly at: Instant | null }>();

/** When the events behind a number last spoke, and who sent them. */
export function freshnessOf(seen: readonly FactOrigin[]): Freshness {
  const { lastEventAt, sources } = known.of([seen], '', () => lookThrough(seen));
  return { lastEventAt, sources: [...sources] };
}

function lookThrough(seen: readonly FactOrigin[]): Freshness {
  const sources = new Set<string>();
  let before: string | null = null;
  for (const { source } of seen) {
    if (source !== before) sources.add(source);
    before = source;
  }
  return { lastEventAt: latestOf(seen), sources: [...sources].sort(compareText) };
}

/**
 * Says that the data are stale; null when they are not. Judged at the earlier of the asked moment and the window's end:
 * a closed window does not age.
 * @param staleAfter ISO 8601 duration of silence that is still fresh
 */
export function staleness(
  seen: readonly FactOrigin[],
  asOf: Instant,
  windowEnd: Instant,
  staleAfter: string,
): string | null {
  const judgedAt = asOf < windowEnd ? asOf : windowEnd;
  const last = lastBy(seen, judgedAt);
  if (last === null) return 'No event has arrived that this KPI could be read from.';
  if (addDuration(last, staleAfter) >= judgedAt) return null;
  return `The data are stale: the last event was at ${last}, more than ${staleAfter} before ${judgedAt}.`;
}

function lastBy(seen: readonly FactOrigin[], moment: Instant): Instant | null {
  const latest = latestOf(seen);
  if (latest === null || latest <= moment) return latest;
  return lasts.of([seen], moment, () => {
    let at: Instant | null = null;
    for (const { occurredAt } of seen) {
      if (occurredAt <= moment && (at === null || occurredAt > at)) at = occurredAt;
    }
    return { at };
  }).at;
}
