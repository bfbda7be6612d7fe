import type { EvidenceEntry } from './evidence/evidence.ts';
import type { Instant } from '#platform';
import type { Baseline, Details, Interval, Target } from './kpi.schema.ts';
import type { Verdict } from './status/verdict.ts';

/** A period of time, both ends included. */
export interface Span {
  readonly start: Instant;
  readonly end: Instant;
}

/** What a formula says of one set of facts at one moment: the whole program's, or one group's. */
export interface Figure {
  readonly period: Span & { readonly closed: boolean };
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly n: number;
  readonly interval: Interval | null;
  readonly target: Target | null;
  readonly baseline: Baseline | null;
  readonly excluded: Record<string, number>;
  readonly unmatched: number;
  readonly censored: number;
  readonly verdict: Verdict;
  readonly details: Details;
  readonly evidence: () => readonly EvidenceEntry[];
}

/** How many of each; keys in alphabetical order, none with zero. */
export function tally(keys: Iterable<string>): Record<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
