import type { Instant } from '#platform';
import type { LogEntry } from './log.ts';

/** What the oracle says of a KPI or of one row of it: the fields that are compared. */
export interface Expected {
  readonly period: { readonly start: Instant; readonly end: Instant; readonly closed: boolean };
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly n: number;
  readonly excluded: Readonly<Record<string, number>>;
  readonly unmatched: number;
  readonly censored: number;
  readonly interval: Ends;
  readonly target: { readonly value: number | null; readonly comparison: string } | null;
  readonly baseline: {
    readonly value: number | null;
    readonly n: number;
    readonly period: { readonly start: Instant; readonly end: Instant };
  } | null;
  readonly status: string;
  readonly result: string;
  readonly confidence: string;
  readonly reasons: readonly string[];
  readonly freshness: { readonly lastEventAt: Instant | null; readonly sources: readonly string[] };
  readonly details: Readonly<Record<string, unknown>>;
  /** every entry of the evidence, as `part subject source id` */
  readonly evidence: readonly string[];
}

/** The figures of one KPI: the whole, and a row for each group that has anything. */
export interface Reading {
  readonly whole: Expected;
  readonly rows: ReadonlyMap<string, Expected>;
  /** rows of fewer people are never shown; null: the rows are not of people */
  readonly minimumGroup: number | null;
}

/** The ends of an interval, from libs/statistics: proven there against published answers. */
export type Ends = { readonly low: number | null; readonly high: number | null } | null;

export function evidence(part: string, subject: string, { source, id }: LogEntry): string {
  return `${part} ${subject} ${source} ${id}`;
}

export function countEach(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

export function average(numbers: readonly number[]): number | null {
  return numbers.length === 0 ? null : numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
