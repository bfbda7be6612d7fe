import { addDays, daysBetween, localDate, type CalendarDate, type Instant } from '#platform';
import { withinSubjectVariance } from '#statistics';
import { compareText } from '../../evidence/evidence.ts';
import type { Run } from '../../prompt-consistency/review.ts';

/** S_w, in score points, of the runs of one calendar week or month. */
export interface SpreadPoint {
  readonly label: string;
  readonly spread: number;
  readonly runs: number;
  readonly baseline: boolean;
}

/**
 * The spread of repeated runs in time, a point a week; a point a month where some week has runs but no repeat, which
 * would leave those runs out of the picture.
 */
export function spreadPoints(runs: readonly Run[], timeZone: string, baseline: boolean): SpreadPoint[] {
  const by = (bucketOf: (day: CalendarDate) => Bucket) => pointsBy(runs, timeZone, bucketOf);
  const weekly = by(weekOf);
  const chosen = weekly.every(({ spread }) => spread !== null) ? weekly : by(monthOf);
  return chosen.flatMap(({ label, spread, runs }) =>
    spread === null ? [] : [{ label, spread, runs, baseline }],
  );
}

interface Bucket {
  readonly order: string;
  readonly label: string;
}

function pointsBy(runs: readonly Run[], timeZone: string, bucketOf: (day: CalendarDate) => Bucket) {
  const buckets = new Map<string, { label: string; runs: Run[] }>();
  for (const run of runs) {
    const at = firstReview(run);
    if (at === null) continue;
    const { order, label } = bucketOf(localDate(at, timeZone));
    const bucket = buckets.get(order) ?? { label, runs: [] };
    bucket.runs.push(run);
    buckets.set(order, bucket);
  }
  return [...buckets]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, { label, runs }]) => {
      const cells = [...Map.groupBy(runs, ({ cell }) => cell)].sort(([a], [b]) => compareText(a, b));
      const result = withinSubjectVariance(
        cells.map(([, own]) => own.map(({ score }) => score).sort((a, b) => a - b)),
      );
      return { label, runs: runs.length, spread: result.ok ? Math.sqrt(result.variance) : null };
    });
}

function firstReview(run: Run): Instant | null {
  return run.reviews.reduce<Instant | null>(
    (first, { occurredAt }) => (first === null || occurredAt < first ? occurredAt : first),
    null,
  );
}

/** The ISO 8601 week: it begins on Monday, and belongs to the year of its Thursday. */
function weekOf(day: CalendarDate): Bucket {
  const monday = addDays(day, -(((daysBetween(A_MONDAY, day) % 7) + 7) % 7));
  const thursday = addDays(monday, 3);
  const year = thursday.slice(0, 4);
  const firstDay = localDate(`${year}-01-01T12:00:00.000000Z` as Instant, 'UTC');
  const week = Math.floor(daysBetween(firstDay, thursday) / 7) + 1;
  return { order: monday, label: `W${String(week).padStart(2, '0')}` };
}

const A_MONDAY = localDate('2024-01-01T12:00:00.000000Z' as Instant, 'UTC');

function monthOf(day: CalendarDate): Bucket {
  return { order: day.slice(0, 7), label: day.slice(0, 7) };
}
