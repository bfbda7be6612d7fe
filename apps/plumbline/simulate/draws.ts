import { instantFromMillis, type Instant } from '#platform';
import type { Generator } from '#statistics';

/** A standard normal draw. Source: Box & Muller 1958, Ann. Math. Stat. 29:610; the second of each pair is let go. */
export function normal(random: Generator): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.uniform()));
  return radius * Math.cos(2 * Math.PI * random.uniform());
}

export function within(low: number, high: number, value: number): number {
  return Math.min(high, Math.max(low, value));
}

const DAY = 86_400_000;
const FIRST = Date.UTC(2026, 0, 1);

/** Days (not only whole ones) after the first moment of a simulated program. */
export function day(days: number): Instant {
  return instantFromMillis(Math.round(FIRST + days * DAY));
}

export function originAt(at: Instant, id: string) {
  return { source: 'urn:simulation', id, occurredAt: at, recordedAt: at };
}

/** Names of n units, in their own alphabetical order. */
export function names(prefix: string, n: number): string[] {
  return Array.from({ length: n }, (_, index) => `${prefix}-${String(index).padStart(4, '0')}`);
}
